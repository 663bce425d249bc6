package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.ForwardingServerCall;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * Refuses unreadable requests with a reason; gRPC itself would answer UNKNOWN or INTERNAL and log
 * an error for each. Belongs outside the interceptors that look at requests and inside {@link
 * RefusalInterceptor}.
 */
public final class ReadableRequests {
  private ReadableRequests() {}

  /** The same service, whose interceptors and handlers get only readable requests. */
  public static ServerServiceDefinition of(ServerServiceDefinition service) {
    var methods = service.getMethods().stream().map(ReadableRequests::method).toList();
    var described = service.getServiceDescriptor();
    var descriptor =
        ServiceDescriptor.newBuilder(described.getName())
            .setSchemaDescriptor(described.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    var readable = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(readable::addMethod);
    return readable.build();
  }

  /** A request, or the refusal of an unreadable one. */
  private sealed interface Read<Q> {
    record Message<Q>(Q message) implements Read<Q> {}

    record Failure<Q>(Refusal refusal) implements Read<Q> {}
  }

  private static <Q, A> ServerMethodDefinition<Read<Q>, A> method(
      ServerMethodDefinition<Q, A> method) {
    var descriptor = method.getMethodDescriptor();
    var readable =
        descriptor.toBuilder(
                new ReadMarshaller<>(descriptor.getRequestMarshaller()),
                descriptor.getResponseMarshaller())
            .setType(ofAnyRequests(descriptor.getType()))
            .build();
    ServerCallHandler<Read<Q>, A> handler =
        (call, headers) ->
            new ReadListener<>(
                method
                    .getServerCallHandler()
                    .startCall(new DescribedCall<>(call, descriptor), headers),
                descriptor.getType().clientSendsOneMessage());
    return ServerMethodDefinition.create(readable, handler);
  }

  /**
   * With a type that takes a single message, gRPC itself would answer a second one with INTERNAL.
   */
  private static MethodType ofAnyRequests(MethodType type) {
    return type.serverSendsOneMessage() ? MethodType.CLIENT_STREAMING : MethodType.BIDI_STREAMING;
  }

  private record ReadMarshaller<Q>(Marshaller<Q> inner) implements Marshaller<Read<Q>> {
    @Override
    public InputStream stream(Read<Q> request) {
      throw new UnsupportedOperationException("a server reads requests only");
    }

    @Override
    public Read<Q> parse(InputStream stream) {
      try {
        return new Read.Message<>(inner.parse(stream));
      } catch (RuntimeException unreadable) {
        return new Read.Failure<>(
            Status.fromThrowable(unreadable).getCode() == Status.Code.RESOURCE_EXHAUSTED
                ? RequestRefusals.tooLarge(OptionalLong.empty()).refusal()
                : RequestRefusals.malformed().refusal());
      }
    }
  }

  /** The call as the method's own handler expects it. */
  private static final class DescribedCall<Q, A> extends ForwardingServerCall<Q, A> {
    private final ServerCall<Read<Q>, A> call;
    private final MethodDescriptor<Q, A> descriptor;

    DescribedCall(ServerCall<Read<Q>, A> call, MethodDescriptor<Q, A> descriptor) {
      this.call = call;
      this.descriptor = descriptor;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected ServerCall<Q, A> delegate() {
      // Only a call's descriptor knows the type of its requests, and the method below supplies
      // that.
      return (ServerCall<Q, A>) (ServerCall<?, A>) call;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return descriptor;
    }
  }

  private static final class ReadListener<Q> extends ServerCall.Listener<Read<Q>> {
    private final ServerCall.Listener<Q> listener;
    private final boolean one;
    private int messages;

    ReadListener(ServerCall.Listener<Q> listener, boolean one) {
      this.listener = listener;
      this.one = one;
    }

    @Override
    public void onMessage(Read<Q> request) {
      messages++;
      if (one && messages > 1) {
        throw RequestRefusals.malformed();
      }
      switch (request) {
        case Read.Message<Q>(var message) -> listener.onMessage(message);
        case Read.Failure<Q>(var refusal) -> throw refusal.exception();
      }
    }

    @Override
    public void onHalfClose() {
      if (one && messages == 0) {
        throw RequestRefusals.malformed();
      }
      listener.onHalfClose();
    }

    @Override
    public void onCancel() {
      listener.onCancel();
    }

    @Override
    public void onComplete() {
      listener.onComplete();
    }

    @Override
    public void onReady() {
      listener.onReady();
    }
  }
}
