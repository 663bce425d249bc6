package dev.homeroom.server.access;

import dev.homeroom.server.rpc.Refusal;
import java.time.Duration;
import java.time.Instant;

/** What is left to one caller of its limits. Safe for any threads. */
final class Allowance {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final double MILLIS_PER_MINUTE = 60_000;

  private final Limits limits;
  private int calls;
  private int streams;
  private double left;
  private Instant counted;

  Allowance(Limits limits, Instant now) {
    this.limits = limits;
    this.left = limits.callsPerMinute();
    this.counted = now;
  }

  /** Lets a call in, or refuses it. */
  synchronized void begin(boolean stream, Instant now) {
    refill(now);
    if (stream && streams >= limits.streamsAtOnce()) {
      throw new Refusal.TooManyCalls("streams at once", limits.streamsAtOnce(), SOON).exception();
    }
    if (!stream && calls >= limits.callsAtOnce()) {
      throw new Refusal.TooManyCalls("calls at once", limits.callsAtOnce(), SOON).exception();
    }
    if (left < 1) {
      var wait = (1 - left) * MILLIS_PER_MINUTE / limits.callsPerMinute();
      throw new Refusal.TooManyCalls(
              "calls a minute",
              limits.callsPerMinute(),
              Duration.ofMillis(Math.max(1, (long) Math.ceil(wait))))
          .exception();
    }
    left--;
    if (stream) {
      streams++;
    } else {
      calls++;
    }
  }

  /** A call that was let in is over. */
  synchronized void end(boolean stream) {
    if (stream) {
      streams--;
    } else {
      calls--;
    }
  }

  /** Whether it says no more than a new one would. */
  synchronized boolean whole(Instant now) {
    refill(now);
    return calls == 0 && streams == 0 && left >= limits.callsPerMinute();
  }

  private void refill(Instant now) {
    long millis = Math.max(0, Duration.between(counted, now).toMillis());
    left =
        Math.min(
            limits.callsPerMinute(), left + millis * limits.callsPerMinute() / MILLIS_PER_MINUTE);
    counted = now;
  }
}
