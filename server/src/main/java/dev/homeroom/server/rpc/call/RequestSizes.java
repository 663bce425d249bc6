package dev.homeroom.server.rpc.call;

import com.google.protobuf.MessageLite;
import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.OptionalLong;

/**
 * Refuses requests that are larger than any has to be. The transport accepts more, up to 4 MiB, so
 * that the refusal can give a reason. Belongs outside the interceptors that look at requests and
 * inside {@link RefusalInterceptor}.
 */
public final class RequestSizes implements ServerInterceptor {
  private static final int LARGEST = 1 << 20;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q request) {
        if (request instanceof MessageLite message && message.getSerializedSize() > LARGEST) {
          throw RequestRefusals.tooLarge(OptionalLong.of(message.getSerializedSize()));
        }
        super.onMessage(request);
      }
    };
  }
}
