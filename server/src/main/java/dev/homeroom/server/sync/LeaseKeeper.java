package dev.homeroom.server.sync;

import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.db.Subscription;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.server.sync.stage.RunLease;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a run's lease while the run goes on, and writes its progress. Ends the run's work at once,
 * with any statement that is running, when the run is cancelled or the lease is or may be lost.
 */
final class LeaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final Duration BEAT = Duration.ofMillis(300);

  private final RunQueue ledger;
  private final RunProgress journal;
  private final RunLease take;
  private final Subscription cancelled;
  private final Thread run;
  private final Thread keeper;
  private volatile boolean ended;
  private volatile boolean lost;

  private LeaseKeeper(RunQueue ledger, RunProgress journal, Signals signals, RunLease take) {
    this.ledger = ledger;
    this.journal = journal;
    this.take = take;
    this.cancelled = signals.subscribe(Channel.CANCEL, take.run().toString());
    this.run = Thread.currentThread();
    this.keeper = Thread.ofVirtual().name("lease-" + take.run()).unstarted(this::keep);
  }

  /** Starts to keep the lease of the run that the current thread executes. */
  static LeaseKeeper start(RunQueue ledger, RunProgress journal, Signals signals, RunLease take) {
    var keeper = new LeaseKeeper(ledger, journal, signals, take);
    keeper.keeper.start();
    return keeper;
  }

  /** Returns whether the run must stop. */
  boolean lost() {
    return lost;
  }

  @Override
  public void close() {
    ended = true;
    cancelled.wake();
    boolean interrupted = false;
    while (keeper.isAlive()) {
      try {
        keeper.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    long lease = ledger.lease().toNanos();
    var beat = Duration.ofNanos(Math.min(BEAT.toNanos(), lease / 4));
    long renewed = System.nanoTime();
    try (cancelled) {
      while (!ended) {
        boolean signalled = !cancelled.await(beat).isEmpty();
        if (ended) {
          return;
        }
        long now = System.nanoTime();
        try {
          if (signalled || now - renewed >= lease / 3) {
            if (!ledger.renew(take)) {
              lose("the run was cancelled or is in other hands");
              return;
            }
            renewed = now;
          }
          journal.flush();
        } catch (LeaseLostException gone) {
          lose("the run was cancelled or is in other hands");
          return;
        } catch (RuntimeException failure) {
          if (System.nanoTime() - renewed >= lease) {
            lose("the lease could not be renewed in time");
            return;
          }
        }
      }
    } catch (InterruptedException never) {
      throw new IllegalStateException("nobody interrupts a lease", never);
    }
  }

  private void lose(String why) {
    if (ended) {
      return;
    }
    lost = true;
    log.atWarn().addKeyValue("run", take.run()).addKeyValue("why", why).log("lease lost");
    run.interrupt();
    ledger.endSession(take);
  }
}
