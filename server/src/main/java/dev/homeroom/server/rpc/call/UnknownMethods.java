package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Refuses calls of unknown methods with a reason; the list of methods is no secret. */
public final class UnknownMethods extends HandlerRegistry {
  private static final Marshaller<byte[]> UNREAD =
      new Marshaller<>() {
        @Override
        public InputStream stream(byte[] nothing) {
          return new ByteArrayInputStream(nothing);
        }

        @Override
        public byte[] parse(InputStream unread) {
          return new byte[0];
        }
      };

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
    return ServerMethodDefinition.create(
        MethodDescriptor.<byte[], byte[]>newBuilder(UNREAD, UNREAD)
            .setType(MethodType.UNKNOWN)
            .setFullMethodName(method)
            .build(),
        UnknownMethods::refuse);
  }

  private static ServerCall.Listener<byte[]> refuse(
      ServerCall<byte[], byte[]> call, Metadata headers) {
    throw RequestRefusals.methodUnknown();
  }
}
