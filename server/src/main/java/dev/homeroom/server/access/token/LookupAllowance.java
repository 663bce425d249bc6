package dev.homeroom.server.access.token;

import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.call.MinuteBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The look-ups that one address has left. A look-up counts as refused while it is in progress, so
 * that no number of simultaneous calls exceeds the limit. Thread-safe.
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

  /** Waits for a free look-up; refuses if the address has none left. */
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

  /** Ends a look-up. Unless the token was refused, it no longer counts as refused. */
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
