package dev.homeroom.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that goes on from the time to which a test sets it. It never stands still, since code
 * that waits for a time by it would wait for ever. Thread-safe.
 */
public final class RunningClock extends Clock {
  private final AtomicReference<Duration> ahead;

  /** Goes on from this time. */
  public RunningClock(Instant now) {
    this.ahead = new AtomicReference<>(Duration.between(Instant.now(), now));
  }

  /** Goes on from another time. */
  public void set(Instant time) {
    ahead.set(Duration.between(Instant.now(), time));
  }

  /** Goes on from a time that is later by this much. */
  public void pass(Duration time) {
    ahead.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock is in UTC");
  }
}
