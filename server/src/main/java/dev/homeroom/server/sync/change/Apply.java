package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Revisions;
import dev.homeroom.server.db.Seats;
import dev.homeroom.v1.ChangeCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Writes what was compared: the new revision, whole or not at all. */
public final class Apply {
  private final Take take;
  private final Changes compared;
  private final Journal journal;
  private final Clock clock;

  /** Will write what was compared. */
  public Apply(Take take, Changes compared, Journal journal, Clock clock) {
    this.take = take;
    this.compared = compared;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Applies in one transaction on the take's own session.
   *
   * @throws TakeLostException if the run is in other hands
   * @throws SyncFailedException if the district is no longer to be synced
   * @throws StagingLostException where staging does not hold what was read and compared
   */
  public Applied on(Connection connection) {
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

  private Applied within(DSLContext transaction) {
    int number = take.district().number();
    var district = DistrictRow.lock(transaction, take);
    var reading = compared.reading();
    var comparisons = compared.comparisons();
    reading.requireStaged(transaction);
    compared.requireCompared(transaction);

    var changes = new ArrayList<ChangeCounts>();
    var ofDistrict = district.take(reading.district());
    changes.add(ofDistrict);
    comparisons.forEach((type, comparison) ->
        changes.add(
            Remapping.apart(transaction, reading.staging(), type, number, wire(type, comparison))));
    boolean changed =
        ofDistrict.getUnchanged() == 0
            || comparisons.values().stream().anyMatch(each -> each.changes() > 0);
    long revision = district.revision() + (changed ? 1 : 0);

    comparisons.forEach((type, comparison) ->
        new Application(transaction, reading.staging(), type, number, revision)
            .carryOut(comparison));
    if (district.revision() == 0) {
      Seats.derive(transaction, number, revision);
    } else if (compared.of(RosterType.SECTION).changes() > 0) {
      Seats.update(transaction, number, revision);
    }
    var sizes =
        changed ? RosterSizes.measure(transaction, number) : RosterSizes.load(transaction, number);
    district.store(transaction, revision, reading, now(transaction), clock.instant());
    if (changed) {
      Revisions.write(transaction, number, take.run());
    }
    var applied = new Applied(revision, changed, changes, sizes);
    journal.applied(transaction, applied);
    return applied;
  }

  static ChangeCounts wire(RosterType type, Comparison comparison) {
    return ChangeCounts.newBuilder()
        .setType(type.wire())
        .setCreated(comparison.created())
        .setUpdated(comparison.updated())
        .setArchived(comparison.archived())
        .setRestored(comparison.restored())
        .setUnchanged(comparison.unchanged())
        .setWithheld(comparison.withheld())
        .build();
  }

  private static OffsetDateTime now(DSLContext transaction) {
    return transaction.select(DSL.currentOffsetDateTime()).fetchSingle().value1();
  }
}
