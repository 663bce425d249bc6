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
import dev.homeroom.server.sync.change.Preview;
import dev.homeroom.server.sync.change.Reading;
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
import java.time.Clock;
import org.jooq.DSLContext;

/**
 * Makes a district's roster what Clever says: reads everything, compares, writes one revision,
 * looks for findings. Safe for many districts at once.
 */
public final class FullSync {
  private static final int STAGINGS = 3;

  private final Database database;
  private final CleverClient clever;
  private final CleverTokens tokens;
  private final Clock clock;

  /** Syncs from the client into the database. */
  public FullSync(Database database, CleverClient clever, CleverTokens tokens, Clock clock) {
    this.database = database;
    this.clever = clever;
    this.tokens = tokens;
    this.clock = clock;
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
    compared(
        take,
        journal,
        (sql, session, changes) -> {
          journal.entered(SyncState.SYNC_STATE_APPLYING);
          new Apply(take, changes, journal, clock).on(session);
          changes.reading().staging().discard();
          changes.tellPlanner(sql);
        });
  }

  /**
   * Runs up to the end of DIFFING, and writes down what would be applied. Otherwise like {@link
   * #apply}.
   */
  public void preview(Take take, Journal journal) throws InterruptedException {
    compared(
        take,
        journal,
        (_, session, changes) -> {
          journal.previewed(Preview.of(session, take, changes));
          changes.reading().staging().discard();
        });
  }

  /** What follows a comparison, on the take's own session. */
  @FunctionalInterface
  private interface Next {
    void with(DSLContext sql, Connection session, Changes changes);
  }

  private void compared(Take take, Journal journal, Next next) throws InterruptedException {
    try (var session = database.connect(take.session())) {
      DistrictRow.requireDeclared(Database.on(session), take);
      for (int attempt = 1; ; attempt++) {
        try {
          once(session, take, journal, next);
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

  private void once(Connection session, Take take, Journal journal, Next next)
      throws InterruptedException {
    var sql = Database.on(session);
    next.with(sql, session, compared(session, sql, take, journal));
  }

  private Changes compared(Connection session, DSLContext sql, Take take, Journal journal)
      throws InterruptedException {
    try {
      journal.entered(SyncState.SYNC_STATE_FETCHING);
      var offer = tokens.offer(take.district());
      var fetched = fetch(session, take, journal, offer);
      var findings = Findings.of(fetched);
      journal.entered(SyncState.SYNC_STATE_DIFFING);
      journal.found(findings.counts());
      return compare(sql, take, fetched.reading(), new Confirmation(clever, token(offer)));
    } catch (CleverException exception) {
      throw CleverAnswers.failed(exception);
    }
  }

  private Changes compare(DSLContext sql, Take take, Reading reading, Confirmation confirmation)
      throws InterruptedException {
    int district = take.district().number();
    var changes = Changes.of(sql, reading, district, clock.instant());
    var confirmed = confirmation.of(sql, changes);
    return confirmed.isPresent()
        ? Changes.of(sql, confirmed.get(), district, clock.instant())
        : changes;
  }

  private Fetched fetch(Connection session, Take take, Journal journal, CleverTokens.Offer offer)
      throws InterruptedException {
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
  }

  private static CleverToken token(CleverTokens.Offer offer) {
    return offer
        .token()
        .orElseThrow(() ->
            new SyncFailedException(
                SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED, offer.missing()));
  }
}
