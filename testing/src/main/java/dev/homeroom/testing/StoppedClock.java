package dev.homeroom.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class StoppedClock extends Clock {
  private final AtomicReference<Instant> now;

  /** Stands still at this time. */
  public StoppedClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** Stands still at another time. */
  public void set(Instant time) {
    now.set(time);
  }

  /** Stands still at a time that is later by this much. */
  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant instant() {
    return now.get();
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
