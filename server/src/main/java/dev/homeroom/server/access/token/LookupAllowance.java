package dev.homeroom.server.access.token;

import dev.homeroom.server.rpc.MinuteBudget;
import dev.homeroom.server.rpc.RequestRefusals;
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

  private final LookupLimits limits;
  private final Semaphore free;
  private final MinuteBudget refused;

  LookupAllowance(LookupLimits limits, Instant now) {
    this.limits = limits;
    this.free = new Semaphore(limits.atOnce(), true);
    this.refused = new MinuteBudget(limits.refusedPerMinute(), now);
  }

  /** Waits for a place to look something up, or refuses where the address has none left. */
  void begin(Duration patience, Instant now) throws InterruptedException {
    require(now);
    if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw RequestRefusals.tooManyCalls(
          "token look-ups at once of its address", limits.atOnce(), SOON);
    }
    try {
      spend(now);
    } catch (RuntimeException none) {
      free.release();
      throw none;
    }
  }

  /** Gives the place back, and what it counted for, unless the token was refused. */
  void end(boolean tokenRefused) {
    free.release();
    if (!tokenRefused) {
      giveBack();
    }
  }

  private synchronized void require(Instant now) {
    refused.require("refused tokens a minute of its address", now);
  }

  private synchronized void spend(Instant now) {
    require(now);
    refused.take();
  }

  private synchronized void giveBack() {
    refused.giveBack();
  }
}
