package dev.homeroom.server.sync.incremental;

import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.ColumnKind;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sync.apply.RosterSizes;
import dev.homeroom.server.sync.feed.FieldValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads single records of the live roster. */
final class LiveRecords {
  private static final int AT_ONCE = 1000;

  private final DSLContext sql;
  private final int district;
  private final Map<String, Long> held;

  LiveRecords(DSLContext sql, int district) {
    this.sql = sql;
    this.district = district;
    this.held = RosterSizes.held(sql, district);
  }

  /**
   * Counts the records that Clever should have: the live ones, less those whose removal is held or
   * was rejected, plus those whose addition is, plus uncovered ones outside the roster.
   */
  long count(RosterType type) {
    long live = sql.fetchCount(type.live(), TableKeys.district(type.live()).eq(district));
    long leftOut = sql.fetchCount(UNDECLARED_RECORDS, leftOut(type));
    return live + held.getOrDefault(type.name(), 0L) + leftOut;
  }

  /** Returns those of the ids that are uncovered and outside the roster. */
  Set<ObjectId> leftOut(RosterType type, Collection<ObjectId> ids) {
    var found = new HashSet<ObjectId>();
    for (var some : parts(ids)) {
      sql.select(UNDECLARED_RECORDS.ID)
          .from(UNDECLARED_RECORDS)
          .where(leftOut(type))
          .and(UNDECLARED_RECORDS.ID.in(some))
          .forEach(row -> found.add(id(row.value1())));
    }
    return found;
  }

  private Condition leftOut(RosterType type) {
    return UNDECLARED_RECORDS
        .DISTRICT
        .eq(district)
        .and(UNDECLARED_RECORDS.TYPE.eq(type.name()))
        .and(UNDECLARED_RECORDS.LEFT_OUT.isTrue());
  }

  /** Returns those of the ids that are live, or uncovered and outside the roster. */
  Set<ObjectId> known(RosterType type, Collection<ObjectId> ids) {
    var live = TableKeys.id(type.live());
    var known = new HashSet<>(select(type, ids, List.of(), row -> id(row.get(live))));
    known.addAll(leftOut(type, ids));
    return known;
  }

  /** Returns what the live records with these ids have. */
  Map<ObjectId, Set<FieldValue>> holdings(RosterType type, Collection<ObjectId> ids) {
    var live = TableKeys.id(type.live());
    var columns =
        type.columns().stream()
            .filter(column -> column.kind() != ColumnKind.RELATED_TEXTS)
            .<Field<?>>map(column -> type.live().field(column.name()))
            .toList();
    var found = new HashMap<ObjectId, Set<FieldValue>>();
    select(type, ids, columns, row -> found.put(id(row.get(live)), holdings(row, columns)));
    return found;
  }

  private <T extends @Nullable Object> List<T> select(
      RosterType type, Collection<ObjectId> ids, List<Field<?>> columns, Function<Record, T> take) {
    var live = type.live();
    var rows = new ArrayList<T>();
    for (var some : parts(ids)) {
      sql.select(TableKeys.id(live))
          .select(columns)
          .from(live)
          .where(TableKeys.district(live).eq(district))
          .and(TableKeys.id(live).in(some))
          .fetch()
          .forEach(row -> rows.add(take.apply(row)));
    }
    return rows;
  }

  private static List<List<byte[]>> parts(Collection<ObjectId> ids) {
    var all = ids.stream().map(ObjectId::toBytes).toList();
    var parts = new ArrayList<List<byte[]>>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return parts;
  }

  private static Set<FieldValue> holdings(Record row, List<Field<?>> columns) {
    var held = new HashSet<FieldValue>();
    for (var column : columns) {
      var name = column.getName();
      switch (row.get(column)) {
        case null -> {}
        case Boolean flag when !flag -> {}
        case String text when text.isEmpty() -> {}
        case byte[][] ids ->
            Arrays.stream(ids).forEach(each -> held.add(new FieldValue(name, id(each))));
        case String[] texts ->
            Arrays.stream(texts).forEach(each -> held.add(new FieldValue(name, each)));
        default -> held.add(new FieldValue(name, null));
      }
    }
    return held;
  }

  private static ObjectId id(byte[] bytes) {
    return ObjectId.from(ByteBuffer.wrap(bytes));
  }
}
