package dev.homeroom.server.sync.full;

import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.db.generated.tables.RosterChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.postgresql.PGConnection;

/** What one take has read and compared so far, in Postgres. Rows may arrive from many threads. */
final class Staging {
  /** Above so many rows, tables of the run's own are cheaper than the shared ones. */
  private static final long SHARED_UP_TO = 10_000;

  private final Connection connection;
  private final DSLContext sql;
  private final long stage;
  private final boolean own;
  private final Map<RosterType, Table<?>> tables = new EnumMap<>(RosterType.class);
  private final RosterChanges changes;
  private final ReentrantLock copying = new ReentrantLock();

  private Staging(Connection connection, long stage, boolean own) {
    this.connection = connection;
    this.sql = Database.on(connection);
    this.stage = stage;
    this.own = own;
    for (var type : RosterType.values()) {
      tables.put(type, own ? type.own(StagingTables.ownName(type.shared(), stage)) : type.shared());
    }
    this.changes =
        own ? ROSTER_CHANGES.rename(StagingTables.ownName(ROSTER_CHANGES, stage)) : ROSTER_CHANGES;
  }

  /** Begins with nothing staged. */
  static Staging open(Connection connection, long stage, long expectedRows) {
    var staging = new Staging(connection, stage, expectedRows > SHARED_UP_TO);
    StagingTables.discard(staging.sql, stage);
    if (staging.own) {
      StagingTables.create(staging.sql, stage);
    }
    return staging;
  }

  long stage() {
    return stage;
  }

  Table<?> table(RosterType type) {
    var table = tables.get(type);
    if (table == null) {
      throw new IllegalStateException("every type has a table");
    }
    return table;
  }

  RosterChanges changes() {
    return changes;
  }

  /** Stages rows. */
  void copy(RosterType type, CopyBuffer rows) throws InterruptedException {
    copying.lockInterruptibly();
    try {
      var copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(StagingTables.copy(table(type)));
      try {
        copy.writeToCopy(rows.bytes(), 0, rows.length());
        copy.endCopy();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException failure) {
      throw Database.explained(failure);
    } finally {
      copying.unlock();
    }
  }

  /** How many rows of a type are staged. */
  long count(DSLContext transaction, RosterType type) {
    var table = table(type);
    return transaction.fetchCount(table, RosterType.stage(table).eq(stage));
  }

  /** Tells the planner about tables of the run's own, which nobody else does. */
  void analyze() {
    if (own) {
      tables.values().forEach(table -> StagingTables.analyze(sql, table));
    }
  }

  /** Tells the planner what was compared. */
  void analyzeChanges() {
    if (own) {
      StagingTables.analyze(sql, changes);
    }
  }

  /** Forgets everything. */
  void discard() {
    StagingTables.discard(sql, stage);
  }
}
