package dev.homeroom.server.sync;

import dev.homeroom.server.sync.change.Take;
import dev.homeroom.server.sync.change.TakeLostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run's lease while the run goes on, and writes its progress down. Interrupts the run as
 * soon as the lease is lost, or may be.
 */
final class LeaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final Duration BEAT = Duration.ofMillis(300);

  private final RunLedger ledger;
  private final RunJournal journal;
  private final Take take;
  private final Thread run;
  private final Thread keeper;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean lost;

  private LeaseKeeper(RunLedger ledger, RunJournal journal, Take take) {
    this.ledger = ledger;
    this.journal = journal;
    this.take = take;
    this.run = Thread.currentThread();
    this.keeper = Thread.ofVirtual().name("lease-" + take.run()).unstarted(this::keep);
  }

  /** Keeps the lease of the run that the current thread carries out. */
  static LeaseKeeper start(RunLedger ledger, RunJournal journal, Take take) {
    var keeper = new LeaseKeeper(ledger, journal, take);
    keeper.keeper.start();
    return keeper;
  }

  /** Whether the run must not go on. */
  boolean lost() {
    return lost;
  }

  @Override
  public void close() {
    ended.countDown();
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
    long renewed = System.nanoTime();
    try {
      while (!ended.await(Math.min(BEAT.toNanos(), lease / 4), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        try {
          if (now - renewed >= lease / 3) {
            if (!ledger.renew(take)) {
              lose("the run was cancelled or is in other hands");
              return;
            }
            renewed = now;
          }
          journal.flush();
        } catch (TakeLostException gone) {
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
    if (ended.getCount() == 0) {
      return;
    }
    lost = true;
    log.atWarn().addKeyValue("run", take.run()).addKeyValue("why", why).log("lease lost");
    run.interrupt();
  }
}
