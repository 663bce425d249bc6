package dev.homeroom.sandbox.world;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * A clock that can be set ahead of a base clock and runs on from there; it is never behind the base
 * clock. Over a fixed clock it stands still between settings. Safe for many threads.
 */
public final class SettableClock extends Clock {
  /** The latest time it can be set to: Clever's ids hold seconds of 32 bits. */
  public static final Instant LATEST = Instant.parse("2037-12-31T23:59:59Z");

  private final Clock base;
  private final ScopedValue<Still> still = ScopedValue.newInstance();
  private Duration ahead = Duration.ZERO;

  /** Creates a clock that starts at the time of the base clock. */
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
   * Runs an action that takes no time on this clock: for the calling thread the clock stands still
   * at this time, unless the action sets it. So the same steps at the same times have the same
   * effect again, however long each of them takes.
   */
  public <T> T standingStill(Instant at, Supplier<T> action) {
    return ScopedValue.where(still, new Still(at, false)).call(action::get);
  }

  /**
   * Repeats an action that took no time on this clock when it first ran. It may set the clock back
   * as it did then, even to times that the base clock has passed since.
   */
  public <T> T standingStillAgain(Instant at, Supplier<T> action) {
    return ScopedValue.where(still, new Still(at, true)).call(action::get);
  }

  /**
   * Sets the clock, forward or back.
   *
   * @throws IllegalArgumentException when the time is before that of the base clock, or later than
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
   * @throws IllegalArgumentException when the time is before that of the base clock, or later than
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

  /** Sets the clock to the time of the base clock. */
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
   * The time this long after now.
   *
   * @throws IllegalArgumentException when it is later than {@link #LATEST}
   */
  public Instant after(Duration duration) {
    try {
      var then = instant().plus(duration);
      if (!then.isAfter(LATEST)) {
        return then;
      }
    } catch (ArithmeticException | DateTimeException e) {
      // Reported below: no clock reaches that far.
    }
    throw tooLate(duration + " from now");
  }

  /** Sets the clock forward if it is behind a time that it showed in an earlier process. */
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
