package dev.homeroom.server.access;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps each caller within its limits. Belongs directly inside {@link AccessInterceptor}; calls
 * without a caller pass.
 */
public final class CallLimits implements ServerInterceptor {
  /** The number of known callers at which idle ones are forgotten. */
  private static final int MANY = 1000;

  private final Limits limits;
  private final Clock clock;
  private final ConcurrentMap<Who, Allowance> callers = new ConcurrentHashMap<>();

  /** Starts with every limit unused. */
  public CallLimits(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  private record Who(String issuer, String subject) {
    @Override
    public String toString() {
      return "Who[issuer=" + issuer + ", subject=***]";
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var caller = Caller.KEY.get();
    if (caller == null) {
      return next.startCall(call, headers);
    }
    boolean stream = !call.getMethodDescriptor().getType().serverSendsOneMessage();
    var allowance = begin(new Who(caller.issuer(), caller.subject()), stream);
    try {
      return new Ending<>(next.startCall(call, headers), () -> allowance.end(stream));
    } catch (RuntimeException failure) {
      allowance.end(stream);
      throw failure;
    }
  }

  private Allowance begin(Who who, boolean stream) {
    var now = clock.instant();
    if (callers.size() >= MANY && !callers.containsKey(who)) {
      forgetQuiet(now);
    }
    return callers.compute(
        who,
        (_, known) -> {
          var allowance = known == null ? new Allowance(limits, now) : known;
          allowance.begin(stream, now);
          return allowance;
        });
  }

  private void forgetQuiet(Instant now) {
    for (var who : callers.keySet()) {
      callers.computeIfPresent(who, (_, known) -> known.whole(now) ? null : known);
    }
  }

  /** Runs an action once when the call is over, however it ends. */
  private static final class Ending<Q> extends SimpleForwardingServerCallListener<Q> {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable end;

    Ending(ServerCall.Listener<Q> listener, Runnable end) {
      super(listener);
      this.end = end;
    }

    @Override
    public void onComplete() {
      end();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      end();
      super.onCancel();
    }

    private void end() {
      if (over.compareAndSet(false, true)) {
        end.run();
      }
    }
  }
}
