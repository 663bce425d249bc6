package dev.homeroom.server.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that goes on from where a test sets it. It never stands still: who waits by it for a
 * while would wait for good.
 */
final class MovableClock extends Clock {
  private final Clock real = Clock.systemUTC();
  private volatile Duration ahead;

  MovableClock(Instant now) {
    this.ahead = Duration.between(real.instant(), now);
  }

  void set(Instant time) {
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
