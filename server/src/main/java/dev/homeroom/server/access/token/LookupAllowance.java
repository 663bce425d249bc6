package dev.homeroom.server.access.token;

import dev.homeroom.server.rpc.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The look-ups that are left to one address. A look-up counts as refused while it is under way, so
 * that no number of calls at once goes beyond the limit. Safe for any threads.
 */
final class LookupAllowance {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final double MILLIS_PER_MINUTE = 60_000;

  private final LookupLimits limits;
  private final Semaphore free;
  private double left;
  private Instant counted;

  LookupAllowance(LookupLimits limits, Instant now) {
    this.limits = limits;
    this.free = new Semaphore(limits.atOnce(), true);
    this.left = limits.refusedPerMinute();
    this.counted = now;
  }

  /** Waits for a place to look something up, or refuses where the address has none left. */
  void begin(Duration patience, Instant now) throws InterruptedException {
    spend(now, 0);
    if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Refusal.TooManyCalls("token look-ups at once of its address", limits.atOnce(), SOON)
          .exception();
    }
    try {
      spend(now, 1);
    } catch (RuntimeException none) {
      free.release();
      throw none;
    }
  }

  /** Gives the place back, and what it counted for, unless the token was refused. */
  void end(boolean refused) {
    free.release();
    if (!refused) {
      giveBack();
    }
  }

  private synchronized void spend(Instant now, int count) {
    refill(now);
    if (left < 1) {
      var wait = (1 - left) * MILLIS_PER_MINUTE / limits.refusedPerMinute();
      throw new Refusal.TooManyCalls(
              "refused tokens a minute of its address",
              limits.refusedPerMinute(),
              Duration.ofMillis(Math.max(1, (long) Math.ceil(wait))))
          .exception();
    }
    left -= count;
  }

  private synchronized void giveBack() {
    left = Math.min(limits.refusedPerMinute(), left + 1);
  }

  private void refill(Instant now) {
    long millis = Math.max(0, Duration.between(counted, now).toMillis());
    left =
        Math.min(
            limits.refusedPerMinute(),
            left + millis * limits.refusedPerMinute() / MILLIS_PER_MINUTE);
    counted = now.isAfter(counted) ? now : counted;
  }
}
