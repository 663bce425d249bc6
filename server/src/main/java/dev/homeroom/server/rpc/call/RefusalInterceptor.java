package dev.homeroom.server.rpc.call;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns the exceptions of services and inner interceptors, thrown or given to {@code onError}, into
 * a status with details. Belongs outermost.
 */
public final class RefusalInterceptor implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var explained = new ExplainedCall<>(call);
    try {
      return new GuardedListener<>(explained, next.startCall(explained, headers));
    } catch (RuntimeException failure) {
      explained.fail(failure);
      return new ServerCall.Listener<>() {};
    }
  }

  private static final class ExplainedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicBoolean closed = new AtomicBoolean();

    ExplainedCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      var cause = status.getCause();
      if (!status.isOk() && cause != null) {
        fail(cause);
      } else if (closed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }

    void fail(Throwable failure) {
      var answered = Statuses.of(failure, getMethodDescriptor().getFullMethodName());
      if (closed.compareAndSet(false, true)) {
        var trailers = answered.getTrailers();
        super.close(
            answered.getStatus().withCause(null), trailers == null ? new Metadata() : trailers);
      }
    }
  }

  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ExplainedCall<Q, ?> call;

    GuardedListener(ExplainedCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException failure) {
        call.fail(failure);
      }
    }
  }
}
