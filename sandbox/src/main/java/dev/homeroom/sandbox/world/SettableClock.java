package dev.homeroom.sandbox.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that can be set forward and goes on from there: another clock with an offset. Over a
 * fixed clock it stands still between settings. Safe for many threads.
 */
public final class SettableClock extends Clock {
  private final Clock base;
  private Duration ahead = Duration.ZERO;

  /** Begins at the time of another clock. */
  public SettableClock(Clock base) {
    this.base = base;
  }

  /**
   * Sets the clock.
   *
   * @throws IllegalArgumentException when that would be backwards
   */
  public synchronized void set(Instant to) {
    var now = instant();
    if (to.isBefore(now)) {
      throw new IllegalArgumentException(
          "the clock is at %s and cannot be set back to %s; name that time or a later one"
              .formatted(now, to));
    }
    ahead = Duration.between(base.instant(), to);
  }

  /** Sets the clock forward by this much. */
  public synchronized void advance(Duration by) {
    set(instant().plus(by));
  }

  @Override
  public synchronized Instant instant() {
    return base.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return base.getZone().equals(zone) ? this : Clock.offset(base.withZone(zone), offset());
  }

  private synchronized Duration offset() {
    return ahead;
  }
}
