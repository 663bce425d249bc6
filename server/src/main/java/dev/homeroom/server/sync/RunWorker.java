package dev.homeroom.server.sync;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.db.Subscription;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.sync.incremental.RosterSync;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs that wait, or whose lease has lapsed, and executes them, several districts at once.
 * Closing gives back the runs in progress, so that another server takes them at once.
 */
public final class RunWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunWorker.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  private final Database database;
  private final Signals signals;
  private final RosterSync sync;
  private final RunQueue ledger;
  private final int places;
  private final Semaphore free;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final Subscription work;
  private final Thread taker;
  private volatile boolean closing;

  /**
   * The settings of a worker.
   *
   * @param holder the name of this server; unique among all running servers
   * @param lease how long a run stays with a server that does not renew its lease; by default 15 s
   * @param districts how many districts are synced at once
   */
  public record Settings(String holder, Duration lease, int districts) {}

  private RunWorker(Database database, Signals signals, RosterSync sync, Settings settings) {
    this.database = database;
    this.signals = signals;
    this.sync = sync;
    this.ledger = new RunQueue(database, settings.holder(), settings.lease());
    this.places = settings.districts();
    this.free = new Semaphore(places);
    this.work = signals.subscribeAll(Signals.Channel.WORK);
    this.taker = Thread.ofVirtual().name("sync-worker").unstarted(this::takeRuns);
  }

  /** Starts to take runs, as soon as Postgres answers. */
  public static RunWorker start(
      Database database, Signals signals, RosterSync sync, Settings settings) {
    var worker = new RunWorker(database, signals, sync, settings);
    worker.taker.start();
    return worker;
  }

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    running.forEach(Running::stop);
    work.wake();
    try {
      taker.join();
      if (!free.tryAcquire(places, LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn().log("a sync run did not stop in time; its lease lapses by itself");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeRuns() {
    try (work) {
      boolean swept = false;
      while (!closing) {
        free.acquire();
        Optional<RunQueue.Taken> taken = Optional.empty();
        try {
          if (!swept) {
            StagingTables.sweep(database);
            swept = true;
          }
          taken = ledger.take();
        } catch (DatabaseUnavailableException away) {
          log.atDebug().setCause(away).log("no runs can be taken while Postgres is away");
        } catch (RuntimeException failure) {
          if (!closing) {
            log.atWarn().setCause(failure).log("no run could be taken");
          }
        }
        if (taken.isPresent()) {
          begin(taken.get());
        } else {
          free.release();
          work.await(POLL);
        }
      }
    } catch (InterruptedException never) {
      throw new IllegalStateException("nobody interrupts the worker", never);
    }
  }

  private void begin(RunQueue.Taken taken) {
    var run = new Running(taken);
    running.add(run);
    run.thread.start();
    if (closing) {
      run.stop();
    }
  }

  /** A run that this worker executes. */
  private final class Running {
    private final RunQueue.Taken taken;
    private final Thread thread;
    private final ReentrantLock stopping = new ReentrantLock();
    private boolean over;

    Running(RunQueue.Taken taken) {
      this.taken = taken;
      this.thread =
          Thread.ofVirtual().name("sync-run-" + taken.take().run()).unstarted(this::carryOut);
    }

    /** Interrupts the work, but never the writing of its end. */
    void stop() {
      stopping.lock();
      try {
        if (!over) {
          thread.interrupt();
        }
      } finally {
        stopping.unlock();
      }
    }

    private void carryOut() {
      try {
        var journal = new RunProgress(database, taken);
        RunEnd end;
        try (var lease = LeaseKeeper.start(ledger, journal, signals, taken.take())) {
          end = outcome(taken, journal, lease);
        }
        stopping.lock();
        try {
          over = true;
          var _ = Thread.interrupted();
        } finally {
          stopping.unlock();
        }
        end(taken.take(), end);
      } finally {
        running.remove(this);
        free.release();
      }
    }
  }

  private RunEnd outcome(RunQueue.Taken taken, RunProgress journal, LeaseKeeper lease) {
    try {
      if (taken.dryRun()) {
        sync.preview(taken.take(), taken.asked(), journal);
        journal.closeStage();
        return previewed(journal);
      }
      if (journal.state() instanceof RunState.Unapplied) {
        sync.apply(taken.take(), taken.asked(), journal);
        journal.committed();
      }
      sync.check(taken.take(), journal);
      journal.flush();
      journal.closeStage();
      return atEnd(journal);
    } catch (LeaseLostException lost) {
      return new RunEnd.Lost(String.valueOf(lost.getMessage()));
    } catch (InterruptedException | RuntimeException failure) {
      if (lease.lost()) {
        return new RunEnd.Lost("it was cancelled, or the lease could not be kept");
      }
      if (closing || knowsTooLittle(failure)) {
        return new RunEnd.Released(journal.state());
      }
      return Failures.end(taken.take(), journal.state(), failure);
    }
  }

  /** Somebody declared or confirmed a share with a newer release while the run went on. */
  private static boolean knowsTooLittle(Exception failure) {
    return failure instanceof RefusedException refused
        && refused.refusal().reason() == ErrorReason.ERROR_REASON_SHARING_OF_NEWER_RELEASE;
  }

  private static RunEnd previewed(RunProgress journal) {
    return switch (journal.state()) {
      case RunState.Diffing diffing -> new RunEnd.AtEnd(diffing, diffing.previewed());
      case RunState.Held other -> throw new IllegalStateException("not compared: " + other);
    };
  }

  private static RunEnd atEnd(RunProgress journal) {
    return switch (journal.state()) {
      case RunState.Checking checking -> new RunEnd.AtEnd(checking, checking.checked());
      case RunState.Unapplied early -> throw new IllegalStateException("not applied: " + early);
    };
  }

  private void end(RunLease take, RunEnd end) {
    var line =
        log.atInfo().addKeyValue("district", take.district().id()).addKeyValue("run", take.run());
    switch (end) {
      case RunEnd.AtEnd(_, var ended) -> {
        if (ended instanceof RunState.Failed failed) {
          line = line.addKeyValue("failure", EnumWords.word(failed.failure()));
        }
        line.addKeyValue("state", ended.column()).log("sync run ended");
      }
      case RunEnd.Released _ -> line.log("sync run given back");
      case RunEnd.Lost lost -> line.addKeyValue("why", lost.why()).log("sync run left");
    }
    try {
      ledger.end(take, end);
    } catch (RuntimeException failure) {
      log.atWarn()
          .addKeyValue("run", take.run())
          .setCause(failure)
          .log("the run's end could not be written; it is taken up when its lease lapses");
      return;
    }
    if (end instanceof RunEnd.AtEnd(_, var ended) && ended instanceof RunState.Succeeded) {
      try {
        ledger.confirmByDeclaration(take.district());
      } catch (RuntimeException failure) {
        log.atWarn()
            .addKeyValue("district", take.district().id())
            .setCause(failure)
            .log("a share could not be confirmed; the next sync tries again");
      }
    }
  }
}
