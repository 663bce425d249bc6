package dev.homeroom.server.rpc.call;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time that the current call may take. */
public final class CallDeadline {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private CallDeadline() {}

  /**
   * The time left until the caller's deadline; at least 1 ms, at most 30 s, which is also the
   * default.
   */
  public static Duration left() {
    var deadline = Context.current().getDeadline();
    if (deadline == null) {
      return LONGEST;
    }
    var left = Duration.ofMillis(Math.max(1, deadline.timeRemaining(TimeUnit.MILLISECONDS)));
    return left.compareTo(LONGEST) < 0 ? left : LONGEST;
  }
}
