package dev.homeroom.sandbox.world;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * A clock that can be set ahead of another one and goes on from there; it never is behind that
 * other one. Over a fixed clock it stands still between settings. Safe for many threads.
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
    private final boolean again;

    Still(Instant at, boolean again) {
      this.at = at;
      this.again = again;
    }
  }

  /**
   * Does something that takes no time on this clock: for the calling thread it stands still at this
   * time, unless it is set meanwhile. So the same steps at the same times have the same effect
   * again, however long each of them takes.
   */
  public <T> T standingStill(Instant at, Supplier<T> action) {
    return ScopedValue.where(still, new Still(at, false)).call(action::get);
  }

  /**
   * Does something again that took no time on this clock when it happened first. Steps back are
   * taken as they were then, though the other clock may have passed their end since.
   */
  public <T> T standingStillAgain(Instant at, Supplier<T> action) {
    return ScopedValue.where(still, new Still(at, true)).call(action::get);
  }

  /**
   * Sets the clock, forward or back.
   *
   * @throws IllegalArgumentException when that is before the time of the other clock, or later than
   *     {@link #LATEST}
   */
  public synchronized void set(Instant to) {
    if (!still.isBound() || !still.get().again) {
      requireReachable(to);
    }
    var further = ahead.plus(Duration.between(instant(), to));
    ahead = further.isNegative() ? Duration.ZERO : further;
    if (still.isBound()) {
      still.get().at = to;
    }
  }

  /**
   * Refuses times to which the clock cannot be set now.
   *
   * @throws IllegalArgumentException when that is before the time of the other clock, or later than
   *     {@link #LATEST}
   */
  public void requireReachable(Instant to) {
    var real = base.instant();
    if (to.isBefore(real)) {
      throw new IllegalArgumentException(
          "the clock cannot be set to %s, before the real time, %s; `now` sets it to the real time"
              .formatted(to, real));
    }
    if (to.isAfter(LATEST)) {
      throw tooLate(to.toString());
    }
  }

  /** Sets the clock to the time of the other clock again. */
  public synchronized void reset() {
    ahead = Duration.ZERO;
    if (still.isBound()) {
      still.get().at = base.instant();
    }
  }

  /** Sets the clock forward by this much, or back by a negative duration. */
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
