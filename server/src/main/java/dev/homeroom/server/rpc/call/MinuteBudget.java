package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.RequestRefusals;
import java.time.Duration;
import java.time.Instant;

/**
 * A budget of uses per minute. All of them may come at once, and the budget refills evenly over the
 * minute. For one thread at a time.
 */
public final class MinuteBudget {
  private static final double MILLIS_PER_MINUTE = 60_000;

  private final int perMinute;
  private double left;
  private Instant counted;

  /** Starts with a full budget. */
  public MinuteBudget(int perMinute, Instant now) {
    this.perMinute = perMinute;
    this.left = perMinute;
    this.counted = now;
  }

  /**
   * Refuses unless at least one use is left.
   *
   * @param what the limited thing, for people, such as {@code calls a minute}
   */
  public void require(String what, Instant now) {
    refill(now);
    if (left < 1) {
      var wait = (1 - left) * MILLIS_PER_MINUTE / perMinute;
      throw RequestRefusals.tooManyCalls(
          what, perMinute, Duration.ofMillis(Math.max(1, (long) Math.ceil(wait))));
    }
  }

  /** Uses one unit, after {@link #require} has found one. */
  public void take() {
    left--;
  }

  /** Returns one unit to the budget. */
  public void giveBack() {
    left = Math.min(perMinute, left + 1);
  }

  /** Returns whether the budget is full. */
  public boolean whole(Instant now) {
    refill(now);
    return left >= perMinute;
  }

  private void refill(Instant now) {
    long millis = Math.max(0, Duration.between(counted, now).toMillis());
    left = Math.min(perMinute, left + millis * perMinute / MILLIS_PER_MINUTE);
    counted = now;
  }
}
