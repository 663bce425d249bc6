package dev.homeroom.server.sync.full;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Revisions;
import dev.homeroom.server.db.Seats;
import dev.homeroom.server.sync.full.Fetch.Fetched;
import dev.homeroom.server.sync.full.Fetch.StagingLostException;
import dev.homeroom.v1.ChangeCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Writes what was compared: the new revision, whole or not at all. */
final class Apply {
  private final Take take;
  private final Fetched fetched;
  private final Map<RosterType, Comparison> comparisons;
  private final Journal journal;

  Apply(Take take, Fetched fetched, Map<RosterType, Comparison> comparisons, Journal journal) {
    this.take = take;
    this.fetched = fetched;
    this.comparisons = comparisons;
    this.journal = journal;
  }

  /** Applies in one transaction on the take's own session. */
  Applied on(Connection connection) {
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
    fetched.requireStaged(transaction);
    requireCompared(transaction);

    var changes = new ArrayList<ChangeCounts>();
    var ofDistrict = district.take(fetched.district());
    changes.add(ofDistrict);
    comparisons.forEach((type, comparison) -> changes.add(wire(type, comparison)));
    boolean changed =
        ofDistrict.getUnchanged() == 0
            || comparisons.values().stream().anyMatch(each -> each.changes() > 0);
    long revision = district.revision() + (changed ? 1 : 0);

    comparisons.forEach((type, comparison) ->
        new Application(transaction, fetched.staging(), type, number, revision)
            .carryOut(comparison));
    if (district.revision() == 0) {
      Seats.derive(transaction, number, revision);
    } else if (of(RosterType.SECTION).changes() > 0) {
      Seats.update(transaction, number, revision);
    }
    var sizes =
        changed ? RosterSizes.measure(transaction, number) : RosterSizes.load(transaction, number);
    district.store(
        revision, fetched.cursor().map(id -> id.toBytes()).orElse(null), now(transaction));
    if (changed) {
      Revisions.write(transaction, number, take.run());
    }
    var applied = new Applied(revision, changed, changes, sizes);
    journal.applied(transaction, applied);
    return applied;
  }

  /** An emptied table of changes must not look like a district without changes. */
  private void requireCompared(DSLContext transaction) {
    var changes = fetched.staging().changes();
    long written = transaction.fetchCount(changes, changes.STAGE.eq(take.stage()));
    long found = comparisons.values().stream().mapToLong(Comparison::changes).sum();
    if (written != found) {
      throw new StagingLostException();
    }
  }

  private Comparison of(RosterType type) {
    var comparison = comparisons.get(type);
    if (comparison == null) {
      throw new IllegalStateException("every type was compared");
    }
    return comparison;
  }

  private static ChangeCounts wire(RosterType type, Comparison comparison) {
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
