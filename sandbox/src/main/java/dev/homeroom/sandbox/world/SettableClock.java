package dev.homeroom.sandbox.world;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * A clock that can be set forward and goes on from there: another clock with an offset. Over a
 * fixed clock it stands still between settings. Safe for many threads.
 */
public final class SettableClock extends Clock {
  /** The latest time it can be set to: Clever's ids hold seconds of 32 bits. */
  public static final Instant LATEST = Instant.parse("2037-12-31T23:59:59Z");

  private final Clock base;
  private final ScopedValue<Still> still = ScopedValue.newInstance();
  private Duration ahead = Duration.ZERO;

  /** Begins at the time of another clock. */
  public SettableClock(Clock base) {
    this.base = base;
  }

  /** The time at which the clock stands still for one thread. */
  private static final class Still {
    private Instant at;

    Still(Instant at) {
      this.at = at;
    }
  }

  /**
   * Does something that takes no time on this clock: for the calling thread it stands still at this
   * time, unless it is set meanwhile. So the same steps at the same times have the same effect
   * again, however long each of them takes.
   */
  public <T> T standingStill(Instant at, Supplier<T> action) {
    return ScopedValue.where(still, new Still(at)).call(action::get);
  }

  /**
   * Sets the clock.
   *
   * @throws IllegalArgumentException when that would be backwards, or later than {@link #LATEST}
   */
  public synchronized void set(Instant to) {
    var now = instant();
    if (to.isBefore(now)) {
      throw new IllegalArgumentException(
          "the clock is at %s and cannot be set back to %s; name that time or a later one"
              .formatted(now, to));
    }
    if (to.isAfter(LATEST)) {
      throw tooLate(to.toString());
    }
    ahead = ahead.plus(Duration.between(now, to));
    if (still.isBound()) {
      still.get().at = to;
    }
  }

  /** Sets the clock forward by this much. */
  public synchronized void advance(Duration by) {
    set(after(by));
  }

  /**
   * The time so long after now.
   *
   * @throws IllegalArgumentException when that is later than {@link #LATEST}
   */
  public Instant after(Duration duration) {
    try {
      var then = instant().plus(duration);
      if (!then.isAfter(LATEST)) {
        return then;
      }
    } catch (ArithmeticException | DateTimeException e) {
      // said below: no clock reaches that far
    }
    throw tooLate(duration + " from now");
  }

  /** Makes sure that the clock is not behind a time that it showed before, in another process. */
  public synchronized void notBefore(Instant shown) {
    if (instant().isBefore(shown)) {
      set(shown);
    }
  }

  private static IllegalArgumentException tooLate(String when) {
    return new IllegalArgumentException(
        "%s is too late: the clock goes to %s at most, because Clever's ids hold no later second"
            .formatted(when, LATEST));
  }

  @Override
  public synchronized Instant instant() {
    return still.isBound() ? still.get().at : base.instant().plus(ahead);
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
