package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;
import static dev.homeroom.server.db.generated.Tables.ROSTER_DETAILS;
import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterColumn;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The rows of one district and one run, which a test writes by hand: live, former and staged
 * records, the run's changes, and plans. The guard's window begins at revision {@link #SINCE}.
 */
final class WindowRows {
  static final long SINCE = 10;

  /** Revisions before the window, and two within it. */
  static final long BEFORE = 5;

  static final long EARLY = 11;
  static final long LATE = 12;

  private static final OffsetDateTime NOON =
      OffsetDateTime.of(2026, 3, 2, 12, 0, 0, 0, ZoneOffset.UTC);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final DSLContext sql;
  private final int district;
  private final long stage;

  WindowRows(DSLContext sql) {
    int number = NUMBERS.incrementAndGet();
    this.sql = sql;
    this.stage = number;
    this.district =
        sql.insertInto(DISTRICTS)
            .set(DISTRICTS.ID, id(number))
            .returningResult(DISTRICTS.DISTRICT)
            .fetchSingle()
            .value1();
  }

  /** The counts since the window began, for a run that carries out these approved plans. */
  GuardCountSql counts(UUID... approved) {
    return new GuardCountSql(
        new StatementTemplate(
            district,
            stage,
            ROSTER_CHANGES.getName(),
            ROSTER_DETAILS.getName(),
            type -> type.shared().getName()),
        SINCE,
        CopyBuffer.MAPPING_VERSION,
        List.of(approved));
  }

  int district() {
    return district;
  }

  /** A record that is live since this revision. */
  void live(RosterType type, int id, long revision, Map<String, ?> values) {
    live(type, id, revision, CopyBuffer.MAPPING_VERSION, values);
  }

  /** The same, as a release with another mapping wrote it. */
  void live(RosterType type, int id, long revision, int mapping, Map<String, ?> values) {
    var row = row(type, id, values);
    row.put("district", district);
    row.put("mapping_version", mapping);
    row.put("revision", revision);
    insert(type.live(), row);
  }

  /** A former state of a record that stayed with other values. */
  void former(RosterType type, int id, long revision, long until, Map<String, ?> values) {
    former(type, id, revision, until, RowEnding.UPDATED, values);
  }

  /** The last state of a record that was archived. */
  void archived(RosterType type, int id, long revision, long until, Map<String, ?> values) {
    former(type, id, revision, until, RowEnding.ARCHIVED, values);
  }

  private void former(
      RosterType type, int id, long revision, long until, RowEnding ended, Map<String, ?> values) {
    var row = row(type, id, values);
    row.put("district", district);
    row.put("mapping_version", CopyBuffer.MAPPING_VERSION);
    row.put("revision", revision);
    row.put("until_revision", until);
    row.put("ended", ended);
    insert(type.history(), row);
  }

  /** A record that the run adds. */
  void added(RosterType type, int id, Map<String, ?> values) {
    staged(type, id, ChangeOp.ADDED, values);
  }

  /** A record that the run changes. */
  void changed(RosterType type, int id, Map<String, ?> values) {
    staged(type, id, ChangeOp.CHANGED, values);
  }

  /** A record that the run removes. */
  void removed(RosterType type, int id) {
    change(type, id, ChangeOp.REMOVED);
  }

  private void staged(RosterType type, int id, ChangeOp op, Map<String, ?> values) {
    var row = row(type, id, values);
    row.put("stage", stage);
    row.put("seq", (long) id);
    insert(type.shared(), row);
    change(type, id, op);
  }

  private void change(RosterType type, int id, ChangeOp op) {
    sql.insertInto(ROSTER_CHANGES)
        .set(ROSTER_CHANGES.STAGE, stage)
        .set(ROSTER_CHANGES.TYPE, type.name())
        .set(ROSTER_CHANGES.ID, id(id))
        .set(ROSTER_CHANGES.OP, op)
        .execute();
  }

  /** A part that the run would remove, with the decision on it. */
  void part(RosterType type, int id, String part, byte[] member, ChangeDecision decision) {
    sql.insertInto(ROSTER_DETAILS)
        .set(ROSTER_DETAILS.STAGE, stage)
        .set(ROSTER_DETAILS.TYPE, type.name())
        .set(ROSTER_DETAILS.ID, id(id))
        .set(ROSTER_DETAILS.PART, part)
        .set(ROSTER_DETAILS.MEMBER, member)
        .set(ROSTER_DETAILS.CHANGE, ChangeOp.REMOVED)
        .set(ROSTER_DETAILS.FATE, decision)
        .execute();
  }

  /** The removal of a whole record, with the decision on it. */
  void part(RosterType type, int id, ChangeDecision decision) {
    part(type, id, ChangePart.RECORD.word(), new byte[0], decision);
  }

  /** A plan that no run has carried out. */
  UUID plan(PlanState state) {
    var plan = UUID.randomUUID();
    sql.insertInto(PLANS)
        .set(PLANS.DISTRICT, district)
        .set(PLANS.PLAN, plan)
        .set(PLANS.STATE, state.name())
        .set(PLANS.DIGEST, new byte[32])
        .set(PLANS.REASON, "")
        .set(PLANS.RUN, UUID.randomUUID())
        .set(PLANS.CREATED_AT, NOON)
        .execute();
    return plan;
  }

  /** An approved plan that a run has carried out, which wrote this revision. */
  UUID carriedOut(long revision) {
    var plan = plan(PlanState.APPROVED);
    var run = UUID.randomUUID();
    sql.update(PLANS)
        .set(PLANS.CARRIED_OUT_AT, NOON)
        .set(PLANS.CARRIED_OUT_BY, run)
        .where(PLANS.DISTRICT.eq(district), PLANS.PLAN.eq(plan))
        .execute();
    sql.insertInto(REVISIONS)
        .set(REVISIONS.DISTRICT, district)
        .set(REVISIONS.REVISION, revision)
        .set(REVISIONS.WRITTEN_AT, NOON)
        .set(REVISIONS.RUN, run)
        .execute();
    return plan;
  }

  /** A change that a plan names. */
  void names(UUID plan, RosterType type, int id, String part, byte[] member, ChangeOp change) {
    sql.insertInto(PLAN_CHANGES)
        .set(PLAN_CHANGES.DISTRICT, district)
        .set(PLAN_CHANGES.PLAN, plan)
        .set(PLAN_CHANGES.TYPE, type.name())
        .set(PLAN_CHANGES.ID, id(id))
        .set(PLAN_CHANGES.PART, part)
        .set(PLAN_CHANGES.MEMBER, member)
        .set(PLAN_CHANGES.CHANGE, change)
        .execute();
  }

  /** The removal of a record or a part of it that a plan names. */
  void names(UUID plan, RosterType type, int id, String part) {
    names(plan, type, id, part, new byte[0], ChangeOp.REMOVED);
  }

  /** Clever has shown again what the plans name. */
  void returned() {
    sql.update(PLAN_CHANGES)
        .set(PLAN_CHANGES.RETURNED, true)
        .where(PLAN_CHANGES.DISTRICT.eq(district))
        .execute();
  }

  private void insert(Table<?> table, Map<String, ?> values) {
    var row = new HashMap<Field<?>, Object>();
    values.forEach((name, value) -> row.put(requireNonNull(table.field(name), name), value));
    sql.insertInto(table).set(row).execute();
  }

  /** A row with these values; what the row must have beyond them is empty. */
  private static Map<String, Object> row(RosterType type, int id, Map<String, ?> values) {
    var row = new HashMap<String, Object>();
    for (var column : type.columns()) {
      switch (column.kind()) {
        case REQUIRED_TEXT -> row.put(column.name(), "");
        case ROLE -> row.put(column.name(), false);
        case MEMBERS -> {
          if (type == RosterType.SECTION) {
            row.put(column.name(), new byte[0][]);
          }
        }
        case TEXT, DATE, ID, TEXTS, RELATED, RELATED_TEXTS -> {
          // null in the row
        }
      }
    }
    row.put("id", id(id));
    row.put("content_hash", 0L);
    row.putAll(values);
    return row;
  }

  /** A value for a column; different for different numbers. */
  static Object value(RosterColumn<?> column, int number) {
    return switch (column.kind()) {
      case TEXT, REQUIRED_TEXT -> "value " + number;
      case DATE -> LocalDate.of(2026, 1, number);
      case ID -> id(number);
      case ROLE -> true;
      case MEMBERS, RELATED -> ids(number);
      case TEXTS, RELATED_TEXTS -> new String[] {"value " + number};
    };
  }

  /** An id, as rows have it. */
  static byte[] id(int number) {
    return CleverId.of("5f3c2a9e8b1d%012x".formatted(number)).bytes();
  }

  /** Ids in a list. */
  static byte[][] ids(int... numbers) {
    return IntStream.of(numbers).mapToObj(WindowRows::id).toArray(byte[][]::new);
  }
}
