package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;

/**
 * Refuses calls with too much metadata. The transport accepts more, because it can only cut off a
 * call without a reason. Belongs directly inside {@link RefusalInterceptor}.
 */
public final class MetadataSizes implements ServerInterceptor {
  private static final int LARGEST = 16 << 10;

  /** Bytes that HTTP/2 counts for each entry in addition to its name and value: RFC 9113, 6.5.2. */
  private static final int ENTRY = 32;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    int bytes = headers.keys().stream().mapToInt(key -> bytes(headers, key)).sum();
    if (bytes > LARGEST) {
      throw RequestRefusals.metadataTooLarge(bytes);
    }
    return next.startCall(call, headers);
  }

  private static int bytes(Metadata headers, String key) {
    int bytes = 0;
    if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      for (var value : all(headers, Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER))) {
        bytes += key.length() + value.length + ENTRY;
      }
    } else {
      for (var value : all(headers, Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER))) {
        bytes += key.length() + value.length() + ENTRY;
      }
    }
    return bytes;
  }

  private static <T> Iterable<T> all(Metadata headers, Metadata.Key<T> key) {
    var values = headers.getAll(key);
    return values == null ? List.of() : values;
  }
}
