package dev.homeroom.server.sync.apply;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.guard.HoldPlanner;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.v1.ChangeCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/**
 * The changes that a dry run would write.
 *
 * @param revision the roster's revision that was compared with; 0 before the first sync
 * @param changes what would be done, by type
 */
public record Preview(long revision, List<ChangeCounts> changes) {
  /**
   * Decides as {@link ApplyTransaction} would, on the lease's own session, and rolls everything
   * back.
   */
  public static Preview of(Connection session, RunLease take, Changes compared) {
    try {
      session.setAutoCommit(false);
      try {
        return within(Database.on(session), take, compared);
      } finally {
        session.rollback();
        session.setAutoCommit(true);
      }
    } catch (SQLException failure) {
      throw Database.explained(failure);
    }
  }

  private static Preview within(DSLContext transaction, RunLease take, Changes compared) {
    var district = DistrictRow.read(transaction, take);
    compared
        .baseline()
        .ifPresent(start -> new HoldPlanner(transaction, take, compared, start).decide());
    var changes = new ArrayList<ChangeCounts>();
    changes.add(district.take(compared.reading().district()));
    var reading = compared.reading();
    int number = take.district().number();
    TypeChangeCounts.count(transaction, compared, number, district.revision() == 0)
        .forEach((type, effect) ->
            changes.add(
                MappingChange.apart(
                    transaction, reading.staging(), type, number, effect.wire(type))));
    return new Preview(district.revision(), List.copyOf(changes));
  }
}
