package dev.homeroom.server.sync.stage;

import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;
import static dev.homeroom.server.db.generated.Tables.ROSTER_DETAILS;
import static dev.homeroom.server.db.generated.Tables.STAGED_GONE;
import static dev.homeroom.server.db.generated.Tables.STAGED_UNDECLARED;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.db.generated.tables.RosterChanges;
import dev.homeroom.server.db.generated.tables.RosterDetails;
import dev.homeroom.server.db.generated.tables.StagedGone;
import dev.homeroom.server.db.generated.tables.StagedUndeclared;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sharing.ShareKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;

/** The rows that one lease has read and compared so far, in Postgres. Many threads may add rows. */
public final class Staging {
  /** Above this number of rows, separate tables are cheaper than the shared ones. */
  private static final long SHARED_UP_TO = 10_000;

  private final Connection connection;
  private final DSLContext sql;
  private final long stage;
  private final boolean own;
  private final Map<RosterType, Table<?>> tables = new EnumMap<>(RosterType.class);
  private final RosterChanges changes;
  private final RosterDetails details;
  private final StagedGone gone;
  private final StagedUndeclared uncovered;
  private final DroppedValues untaken = new DroppedValues();
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
    this.details =
        own ? ROSTER_DETAILS.rename(StagingTables.ownName(ROSTER_DETAILS, stage)) : ROSTER_DETAILS;
    this.gone = own ? STAGED_GONE.rename(StagingTables.ownName(STAGED_GONE, stage)) : STAGED_GONE;
    this.uncovered =
        own
            ? STAGED_UNDECLARED.rename(StagingTables.ownName(STAGED_UNDECLARED, stage))
            : STAGED_UNDECLARED;
  }

  /** Opens an empty staging area. */
  public static Staging open(Connection connection, long stage, long expectedRows) {
    var staging = new Staging(connection, stage, expectedRows > SHARED_UP_TO);
    StagingTables.discard(staging.sql, stage);
    if (staging.own) {
      StagingTables.create(staging.sql, stage);
    }
    return staging;
  }

  /** The number that its rows carry. */
  public long stage() {
    return stage;
  }

  public Table<?> table(RosterType type) {
    var table = tables.get(type);
    if (table == null) {
      throw new IllegalStateException("every type has a table");
    }
    return table;
  }

  public RosterChanges changes() {
    return changes;
  }

  public RosterDetails details() {
    return details;
  }

  /**
   * Returns the names of the run's tables, for statements that compare with the district's rows.
   */
  public StatementTemplate names(int district) {
    return new StatementTemplate(
        district, stage, changes.getName(), details.getName(), type -> table(type).getName());
  }

  /** Counts the changed records, by type and operation. */
  public Map<RosterType, Map<ChangeOp, Long>> countOps(DSLContext transaction) {
    return count(transaction, changes.TYPE, changes.OP, changes.STAGE, ChangeOp.class);
  }

  /** Counts the parts, by type and decision. */
  public Map<RosterType, Map<ChangeDecision, Long>> countDecisions(DSLContext transaction) {
    return count(transaction, details.TYPE, details.FATE, details.STAGE, ChangeDecision.class);
  }

  private <E extends Enum<E>> Map<RosterType, Map<E, Long>> count(
      DSLContext transaction,
      Field<String> type,
      TableField<?, E> column,
      Field<Long> ofStage,
      Class<E> words) {
    var counts = new EnumMap<RosterType, Map<E, Long>>(RosterType.class);
    transaction
        .select(type, column, DSL.count())
        .from(Objects.requireNonNull(column.getTable(), "a column of a table"))
        .where(ofStage.eq(stage))
        .groupBy(type, column)
        .forEach(row ->
            counts
                .computeIfAbsent(RosterType.valueOf(row.value1()), _ -> new EnumMap<>(words))
                .put(row.value2(), (long) row.value3()));
    return counts;
  }

  /** Deletes the results of comparing, but not what was read. */
  public void forgetChanges() {
    sql.deleteFrom(changes).where(changes.STAGE.eq(stage)).execute();
    sql.deleteFrom(details).where(details.STAGE.eq(stage)).execute();
    sql.deleteFrom(uncovered).where(uncovered.STAGE.eq(stage)).execute();
  }

  /** Returns the condition for removals of uncovered records. */
  public Condition leaving() {
    return details
        .STAGE
        .eq(stage)
        .and(details.PART.eq(ChangePart.RECORD.word()))
        .and(details.CHANGE.eq(ChangeOp.REMOVED))
        .and(exists(listed()));
  }

  /** Returns the condition for removals of uncovered contacts. */
  public Condition leavingContacts() {
    return leaving().and(exists(listed().and(isContact())));
  }

  private SelectConditionStep<Record1<Integer>> listed() {
    return selectOne()
        .from(uncovered)
        .where(uncovered.STAGE.eq(stage))
        .and(uncovered.TYPE.eq(details.TYPE))
        .and(uncovered.ID.eq(details.ID));
  }

  private Condition isContact() {
    return uncovered.ROLES.bitAnd((short) ShareKind.CONTACT.bit()).ne((short) 0);
  }

  /** Returns the condition for the staged rows of a type that the share covers. */
  public Condition covered(RosterType type) {
    var table = table(type);
    return notExists(
        selectOne()
            .from(uncovered)
            .where(uncovered.STAGE.eq(stage))
            .and(uncovered.TYPE.eq(type.name()))
            .and(uncovered.ID.eq(TableKeys.id(table))));
  }

  /** Counts the staged rows of a type that the share covers. */
  public long countCovered(DSLContext transaction, RosterType type) {
    var table = table(type);
    return transaction.fetchCount(table, TableKeys.stage(table).eq(stage).and(covered(type)));
  }

  /** Returns the parts that some record of the type would lose. */
  public Set<String> taken(DSLContext transaction, RosterType table) {
    return transaction
        .selectDistinct(details.PART)
        .from(details)
        .where(
            details.STAGE.eq(stage),
            details.TYPE.eq(table.name()),
            details.CHANGE.eq(ChangeOp.REMOVED))
        .fetchSet(details.PART);
  }

  /** Counts the staged records of the type that are kept out of the roster as a whole. */
  public long notLetIn(DSLContext transaction, RosterType type) {
    return transaction.fetchCount(
        details,
        details
            .STAGE
            .eq(stage)
            .and(details.TYPE.eq(type.name()))
            .and(details.PART.eq(ChangePart.RECORD.word()))
            .and(details.CHANGE.eq(ChangeOp.ADDED))
            .and(details.FATE.in(ChangeDecision.STAYING)));
  }

  public StagedGone gone() {
    return gone;
  }

  public StagedUndeclared uncovered() {
    return uncovered;
  }

  /**
   * Lists records that are proven to be gone; each once. Only for a reading that does not cover the
   * whole district.
   */
  public void gone(RosterType type, Collection<ObjectId> ids) {
    var insert = sql.insertInto(gone, gone.STAGE, gone.TYPE, gone.ID);
    for (var id : ids) {
      insert = insert.values(stage, type.name(), id.toBytes());
    }
    if (!ids.isEmpty()) {
      insert.execute();
    }
  }

  /** Deletes the staged rows of these records; returns how many rows were deleted. */
  public long remove(RosterType type, Collection<ObjectId> ids) {
    untaken.remove(type, ids);
    var table = table(type);
    return sql.deleteFrom(table)
        .where(TableKeys.stage(table).eq(stage))
        .and(TableKeys.id(table).in(ids.stream().map(ObjectId::toBytes).toList()))
        .execute();
  }

  /**
   * Keeps only the last row of each id that is staged more than once; returns how many were
   * deleted.
   */
  public long dropRepeated(RosterType type) {
    var table = table(type);
    var later = table.as("later");
    return sql.deleteFrom(table)
        .where(TableKeys.stage(table).eq(stage))
        .and(
            exists(
                selectOne()
                    .from(later)
                    .where(TableKeys.stage(later).eq(stage))
                    .and(TableKeys.id(later).eq(TableKeys.id(table)))
                    .and(TableKeys.sequence(later).gt(TableKeys.sequence(table)))))
        .execute();
  }

  /** Stages rows. */
  public void copy(RosterType type, CopyBuffer rows) throws InterruptedException {
    copying.lockInterruptibly();
    try {
      var copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(StagingTables.copy(table(type), type.stagedColumns()));
      try {
        copy.writeToCopy(rows.bytes(), 0, rows.length());
        copy.endCopy();
        untaken.add(type, rows.noted());
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

  /** Returns the staged records with values that were not taken, or not as Clever sent them. */
  public List<DroppedValues.FlawedRecord> untaken() {
    return untaken.found(sql, this);
  }

  /** Counts the staged rows of a type. */
  public long count(RosterType type) {
    return count(sql, type);
  }

  long count(DSLContext transaction, RosterType type) {
    var table = table(type);
    return transaction.fetchCount(table, TableKeys.stage(table).eq(stage));
  }

  /** Counts the records of a type that are listed as gone. */
  long countGone(DSLContext transaction, RosterType type) {
    return transaction.fetchCount(gone, gone.STAGE.eq(stage).and(gone.TYPE.eq(type.name())));
  }

  /** Updates the planner's statistics of the run's separate tables; nothing else does. */
  public void analyze() {
    if (own) {
      tables.values().forEach(table -> StagingTables.analyze(sql, table));
    }
  }

  /** Updates the planner's statistics of the changes. */
  public void analyzeChanges() {
    if (own) {
      StagingTables.analyze(sql, changes);
    }
  }

  /** Updates the planner's statistics of the uncovered records. */
  public void analyzeUncovered() {
    if (own) {
      StagingTables.analyze(sql, uncovered);
    }
  }

  /** Updates the planner's statistics of the parts. */
  public void analyzeDetails() {
    if (own) {
      StagingTables.analyze(sql, details);
    }
  }

  /** Deletes everything that is staged. */
  public void discard() {
    StagingTables.discard(sql, stage);
  }
}
