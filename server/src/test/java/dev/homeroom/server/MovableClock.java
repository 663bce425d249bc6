package dev.homeroom.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that goes on from where a test sets it. It never stands still: who waits by it for a
 * while would wait for good.
 */
public final class MovableClock extends Clock {
  private final Clock real = Clock.systemUTC();
  private volatile Duration ahead;

  /** Goes on from this time. */
  public MovableClock(Instant now) {
    this.ahead = Duration.between(real.instant(), now);
  }

  /** Goes on from another time. */
  public void set(Instant time) {
    ahead = Duration.between(real.instant(), time);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead);
  }
}
