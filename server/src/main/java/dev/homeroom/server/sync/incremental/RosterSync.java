package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.sync.apply.ApplyTransaction;
import dev.homeroom.server.sync.apply.DistrictRow;
import dev.homeroom.server.sync.apply.Preview;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.full.CleverTokens;
import dev.homeroom.server.sync.full.FullSync;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.StagingLostException;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * Makes a district's roster equal to Clever: by its events since the last sync if they suffice,
 * else by reading everything. Safe for many districts at once.
 */
public final class RosterSync {
  private static final int STAGINGS = 3;

  private final Database database;
  private final Clock clock;
  private final FullSync full;
  private final RosterReader reader;

  /**
   * Syncs from the client into the database.
   *
   * @param fullEvery the longest time between two full runs, even if events suffice
   */
  public RosterSync(
      Database database,
      CleverClient clever,
      CleverTokens tokens,
      Clock clock,
      Duration fullEvery) {
    this(database, clever, tokens, clock, fullEvery, new IncrementalSync(clock));
  }

  RosterSync(
      Database database,
      CleverClient clever,
      CleverTokens tokens,
      Clock clock,
      Duration fullEvery,
      IncrementalSync incremental) {
    this.database = database;
    this.clock = clock;
    this.full = new FullSync(database, clock);
    this.reader = new RosterReader(clever, tokens, full, incremental, clock, fullEvery);
  }

  /**
   * Runs to the end of APPLYING. Ends early if the thread is interrupted. If it throws, the live
   * roster has not changed.
   *
   * @param asked the way of reading that was asked for
   * @throws SyncFailedException for a reason that people can act on
   * @throws dev.homeroom.server.sync.stage.LeaseLostException if this server no longer has the
   *     run's lease
   * @throws dev.homeroom.server.db.failure.DatabaseUnavailableException if Postgres became
   *     unavailable
   */
  public void apply(RunLease take, SyncMode asked, ProgressJournal journal)
      throws InterruptedException {
    onSession(
        take,
        session -> {
          var changes = reader.read(new RosterReader.Run(session, take, asked, journal));
          journal.entered(SyncState.SYNC_STATE_APPLYING);
          new ApplyTransaction(take, changes, journal, clock).on(session);
          changes.reading().staging().discard();
          changes.updateStatistics(Database.on(session));
        });
  }

  /**
   * Runs to the end of DIFFING, and writes what would be applied. Otherwise like {@link #apply}.
   */
  public void preview(RunLease take, SyncMode asked, ProgressJournal journal)
      throws InterruptedException {
    onSession(
        take,
        session -> {
          var changes = reader.read(new RosterReader.Run(session, take, asked, journal));
          journal.previewed(Preview.of(session, take, changes));
          changes.reading().staging().discard();
        });
  }

  /** Works on the lease's own session, and starts again if staging was lost on the way. */
  private void onSession(RunLease take, Work work) throws InterruptedException {
    try (var session = database.connectForRun(take.session())) {
      DistrictRow.requireDeclared(Database.on(session), take);
      for (int attempt = 1; ; attempt++) {
        try {
          work.on(session);
          return;
        } catch (StagingLostException lost) {
          if (attempt == STAGINGS) {
            throw lost;
          }
        }
      }
    } catch (SQLException failure) {
      throw Database.explained(failure);
    } catch (RuntimeException failure) {
      throw Database.explained(failure);
    }
  }

  /** Reads, and applies or previews. */
  private interface Work {
    void on(Connection session) throws InterruptedException;
  }

  /** Looks for findings in the live roster as the run left it. */
  public void check(RunLease take, ProgressJournal journal) {
    full.check(take, journal);
  }
}
