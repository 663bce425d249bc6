package dev.homeroom.server.sync.apply;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Revisions;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.guard.GuardBaseline;
import dev.homeroom.server.sync.guard.HoldPlanner;
import dev.homeroom.server.sync.guard.HoldPlanner.Held;
import dev.homeroom.server.sync.share.ShareState;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.StagingLostException;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.ChangeCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Writes the compared changes as a new revision, completely or not at all. */
public final class ApplyTransaction {
  private final RunLease take;
  private final Changes compared;
  private final ProgressJournal journal;
  private final Clock clock;

  /** Prepares to write the compared changes. */
  public ApplyTransaction(RunLease take, Changes compared, ProgressJournal journal, Clock clock) {
    this.take = take;
    this.compared = compared;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Applies the changes in one transaction, on the lease's own session.
   *
   * @throws LeaseLostException if this server no longer has the run's lease
   * @throws SyncFailedException if the district is suspended or no longer declared
   * @throws StagingLostException if staging no longer holds what was read and compared
   */
  public ApplyResult on(Connection connection) {
    try {
      connection.setAutoCommit(false);
      try {
        var applied = within(Database.on(connection));
        connection.commit();
        return applied;
      } catch (RuntimeException | Error failure) {
        connection.rollback();
        throw failure;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException failure) {
      throw Database.explained(failure);
    }
  }

  private ApplyResult within(DSLContext transaction) {
    int number = take.district().number();
    var district = DistrictRow.lock(transaction, take);
    var reading = compared.reading();
    requireSameShare(transaction, number);
    reading.requireStaged(transaction);
    compared.requireCompared(transaction);
    boolean first = district.revision() == 0;
    var held =
        compared
            .baseline()
            .map(start -> new HoldPlanner(transaction, take, compared, start).decide())
            .orElse(Held.NOTHING);
    var effects = TypeChangeCounts.count(transaction, compared, number, first);
    var moves = ShareMoves.count(transaction, reading.staging().names(number), effects);

    var changes = new ArrayList<ChangeCounts>();
    var ofDistrict = district.take(reading.district());
    changes.add(ofDistrict);
    effects.forEach((type, effect) ->
        changes.add(
            MappingChange.apart(transaction, reading.staging(), type, number, effect.wire(type))));
    boolean changed =
        ofDistrict.getUnchanged() == 0
            || effects.values().stream().anyMatch(each -> each.visible() > 0);
    long revision = district.revision() + (changed ? 1 : 0);

    effects.forEach((type, effect) ->
        new TableMerge(transaction, reading.staging(), type, number, revision)
            .carryOut(effect, first, compared.uncovered().leavesOut(type)));
    new FindingRecords(transaction, take.district()).replace(reading, compared.untaken());
    boolean shareMoved = compared.uncovered().store(transaction, reading, number, changed);
    if (first) {
      EnrollmentIndexSql.derive(transaction, number, revision);
    } else if (TypeChangeCounts.of(effects, RosterType.SECTION).visible() > 0) {
      EnrollmentIndexSql.update(transaction, number, revision);
    }
    if (first) {
      AbsentUserSql.mark(transaction, number);
    } else if (changed) {
      AbsentUserSql.update(transaction, number, revision);
    }
    var sizes =
        changed ? RosterSizes.measure(transaction, number) : RosterSizes.load(transaction, number);
    if (changed) {
      GuardBaseline.write(transaction, number, revision, clock.instant(), sizes);
    }
    if (compared.whole()) {
      district.believed(!compared.onlyAdds());
    }
    district.store(transaction, revision, reading, now(transaction), clock.instant());
    if (changed) {
      Revisions.write(transaction, number, take.run());
      moves.write(transaction, number, revision);
    }
    if (changed || shareMoved || !ShareState.isOf(transaction, number, reading.share())) {
      ShareState.write(transaction, number, reading.share(), revision, sizes);
    }
    var message = RunMessage.of(take, compared, effects, held);
    var applied = new ApplyResult(revision, changed, changes, sizes, held.plan(), message);
    journal.applied(transaction, applied);
    return applied;
  }

  /** Throws if another share was declared or confirmed meanwhile, so that the run starts again. */
  private void requireSameShare(DSLContext transaction, int district) {
    var declared = DeclaredShares.effective(transaction, district).fingerprint();
    if (!declared.equals(compared.reading().share().fingerprint())) {
      throw new StagingLostException();
    }
  }

  private static OffsetDateTime now(DSLContext transaction) {
    return transaction.select(DSL.currentOffsetDateTime()).fetchSingle().value1();
  }
}
