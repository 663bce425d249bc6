package dev.homeroom.server.sync.full;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.StagingLostException;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.time.Clock;
import org.jooq.DSLContext;

/**
 * Reads everything that Clever shows of a district and compares it with the live roster; looks for
 * findings once it is applied. Safe for many districts at once.
 */
public final class FullSync {
  private final Database database;
  private final Clock clock;

  /** Syncs into the database. */
  public FullSync(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Reads everything and compares, to the end of DIFFING. Ends early if the thread is interrupted.
   *
   * @param session the lease's own session
   * @throws SyncFailedException for a reason that people can act on
   * @throws LeaseLostException if this server no longer has the run's lease
   * @throws StagingLostException if staging no longer holds what was read, so that the run has to
   *     start again
   * @throws dev.homeroom.clever.http.CleverException if Clever gave no answer
   */
  public Changes read(
      Connection session, CleverDistrict clever, RunLease take, ProgressJournal journal)
      throws InterruptedException {
    journal.entered(SyncState.SYNC_STATE_FETCHING);
    var sql = Database.on(session);
    var share = DeclaredShares.effective(sql, take.district().number());
    var fetched = new FullRead(clever, take, journal).all(session);
    var findings = RunFindings.of(fetched);
    journal.entered(SyncState.SYNC_STATE_DIFFING);
    journal.found(findings.counts());
    var confirmation = new RemovalRecheck(clever.clever(), clever.token());
    return compare(sql, take, fetched.reading(share), confirmation);
  }

  /** Looks for findings in the live roster as the run left it. */
  public void check(RunLease take, ProgressJournal journal) {
    if (journal.repeatReferences()) {
      return;
    }
    int district = take.district().number();
    var findings = new RunFindings();
    database.snapshot(snapshot -> {
      findings.add(
          FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED,
          RecordType.RECORD_TYPE_SECTION,
          DanglingReferenceSql.danglingSections(snapshot, district));
      findings.add(
          FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED,
          RecordType.RECORD_TYPE_USER,
          DanglingReferenceSql.danglingUsers(snapshot, district));
      findings.add(
          FindingKind.FINDING_KIND_SECTION_REUSED,
          RecordType.RECORD_TYPE_SECTION,
          ReusedSectionSql.count(snapshot, district));
      return findings;
    });
    journal.found(findings.counts());
  }

  private Changes compare(
      DSLContext sql, RunLease take, RosterReading reading, RemovalRecheck confirmation)
      throws InterruptedException {
    int district = take.district().number();
    var changes = Changes.of(sql, reading, district, clock.instant());
    var confirmed = confirmation.of(sql, changes);
    return confirmed.isPresent()
        ? Changes.of(sql, confirmed.get(), district, clock.instant())
        : changes;
  }
}
