package dev.homeroom.server.sync.full;

import dev.homeroom.clever.CleverClient;
import dev.homeroom.clever.CleverException;
import dev.homeroom.clever.CleverToken;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.References;
import dev.homeroom.server.sync.change.Apply;
import dev.homeroom.server.sync.change.Changes;
import dev.homeroom.server.sync.change.DistrictRow;
import dev.homeroom.server.sync.change.Journal;
import dev.homeroom.server.sync.change.StagingLostException;
import dev.homeroom.server.sync.change.SyncFailedException;
import dev.homeroom.server.sync.change.Take;
import dev.homeroom.server.sync.change.TakeLostException;
import dev.homeroom.server.sync.full.Fetch.Fetched;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes a district's roster what Clever says: reads everything, compares, writes one revision,
 * looks for findings. Safe for many districts at once.
 */
public final class FullSync {
  private static final int STAGINGS = 3;

  private final Database database;
  private final CleverClient clever;
  private final CleverTokens tokens;

  /** Syncs from the client into the database. */
  public FullSync(Database database, CleverClient clever, CleverTokens tokens) {
    this.database = database;
    this.clever = clever;
    this.tokens = tokens;
  }

  /**
   * Runs up to the end of APPLYING. Ends early where the thread is interrupted; whatever it throws,
   * the live roster is as it was.
   *
   * @throws SyncFailedException for a reason that people can act on
   * @throws TakeLostException if the run is in other hands
   * @throws dev.homeroom.server.db.DatabaseUnavailableException if Postgres went away
   */
  public void apply(Take take, Journal journal) throws InterruptedException {
    try (var session = database.connect(take.session())) {
      DistrictRow.requireDeclared(Database.on(session), take);
      for (int attempt = 1; ; attempt++) {
        try {
          once(session, take, journal);
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

  /** Looks for findings in the live roster, which is that of the run. */
  public void check(Take take, Journal journal) {
    if (journal.repeatReferences()) {
      return;
    }
    int district = take.district().number();
    var findings = new Findings();
    database.snapshot(snapshot -> {
      findings.add(
          FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED,
          RecordType.RECORD_TYPE_SECTION,
          References.danglingSections(snapshot, district));
      findings.add(
          FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED,
          RecordType.RECORD_TYPE_USER,
          References.danglingUsers(snapshot, district));
      return findings;
    });
    journal.found(findings.counts());
  }

  private void once(Connection session, Take take, Journal journal) throws InterruptedException {
    journal.entered(SyncState.SYNC_STATE_FETCHING);
    var fetched = fetch(session, take, journal);
    var findings = Findings.of(fetched);
    journal.entered(SyncState.SYNC_STATE_DIFFING);
    journal.found(findings.counts());
    var sql = Database.on(session);
    var changes = Changes.of(sql, fetched.reading(), take.district().number());
    journal.entered(SyncState.SYNC_STATE_APPLYING);
    new Apply(take, changes, journal).on(session);
    fetched.staging().discard();
    changes.tellPlanner(sql);
  }

  private Fetched fetch(Connection session, Take take, Journal journal)
      throws InterruptedException {
    try {
      var offer = tokens.offer(take.district());
      try {
        var fetched = new Fetch(clever, token(offer), take, journal).all(session);
        offer.accepted();
        return fetched;
      } catch (CleverException exception) {
        if (CleverAnswers.tokenRefused(exception)) {
          offer.rejected(CleverAnswers.failed(exception).sentence());
        }
        throw exception;
      } catch (SyncFailedException failed) {
        if (CleverAnswers.tokenRefused(failed.failure())) {
          offer.rejected(failed.sentence());
        }
        throw failed;
      }
    } catch (CleverException exception) {
      throw CleverAnswers.failed(exception);
    }
  }

  private static CleverToken token(CleverTokens.Offer offer) {
    return offer
        .token()
        .orElseThrow(() ->
            new SyncFailedException(
                SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED, offer.missing()));
  }
}
