package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.RecordType;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Limits a table that names records to the rows that a caller may read: rows of records that the
 * caller sees in the live roster, or else in their last former state. A record without a row in
 * either, because it was never in the roster or its history is trimmed, is only for callers who see
 * all records of its type.
 */
public final class ReadableRows {

  private final Scope.InDistrict scope;

  /** Rows of one district. */
  public ReadableRows(Scope.InDistrict scope) {
    this.scope = scope;
  }

  /** Returns whether the caller may read rows that name the record. */
  public boolean sees(DSLContext sql, RecordType type, CleverId id) {
    return sql.fetchExists(DSL.selectOne().where(naming(type, DSL.val(id.bytes()))));
  }

  /** Matches rows that name a readable record of the type; true if every row does. */
  public Condition naming(RecordType type, Field<byte[]> id) {
    return readable(RecordTables.of(type), id, _ -> DSL.trueCondition());
  }

  /**
   * Matches rows whose record is readable and whose named part is readable too: a column, or
   * something else that is shown with the record. True if every row matches.
   *
   * @param type the name of a {@link RecordType} without its prefix
   */
  public Condition naming(Field<String> type, Field<byte[]> id, Field<String> part) {
    var conditions = new LinkedHashMap<String, Condition>();
    for (var recordTables : RecordTables.ALL) {
      conditions.put(
          EnumWords.word(recordTables.type()),
          readable(recordTables, id, view -> reads(view, recordTables.live(), part)));
    }
    return conditions.values().stream().allMatch(ReadableRows::always)
        ? DSL.trueCondition()
        : any(
            conditions.entrySet().stream()
                .map(each -> type.eq(each.getKey()).and(each.getValue())));
  }

  private static Condition reads(RecordView view, Table<?> table, Field<String> part) {
    var hidden =
        table
            .fieldStream()
            .filter(column -> !view.reads(table, column))
            .map(Field::getName)
            .toList();
    return hidden.isEmpty() ? DSL.trueCondition() : part.notIn(hidden);
  }

  /**
   * Matches if one view contains the record and also reads enough of it.
   *
   * @param enough the condition on which a view reads enough
   */
  private Condition readable(
      RecordTables recordTables, Field<byte[]> id, Function<RecordView, Condition> enough) {
    var views = recordTables.live(scope.views());
    var anyhow = any(views.stream().filter(RecordView::everyRow).map(enough));
    // If no view looks at the row, the query does not have to look at it either.
    return always(anyhow) || views.stream().allMatch(RecordView::everyRow)
        ? anyhow
        : anyhow.or(looking(recordTables, id, enough));
  }

  private Condition looking(
      RecordTables recordTables, Field<byte[]> id, Function<RecordView, Condition> enough) {
    var present = recordTables.live().as("present");
    var former = recordTables.former().as("former");
    var last =
        DSL.selectFrom(former)
            .where(named(former, id))
            .orderBy(requireNonNull(former.field("revision"), "revision").desc())
            .limit(1)
            .asTable("last");
    return DSL.exists(
            DSL.selectOne()
                .from(present)
                .where(named(present, id), seen(recordTables, present, enough)))
        .or(
            DSL.notExists(DSL.selectOne().from(present).where(named(present, id)))
                .and(
                    DSL.exists(
                        DSL.selectOne().from(last).where(seen(recordTables, last, enough)))));
  }

  private Condition named(Table<?> table, Field<byte[]> id) {
    return scope
        .inDistrict(table)
        .and(requireNonNull(table.field("id", byte[].class), "id").eq(id));
  }

  private Condition seen(
      RecordTables recordTables, Table<?> table, Function<RecordView, Condition> enough) {
    return any(
        recordTables.views().apply(scope.views(), table).stream()
            .filter(view -> !view.everyRow())
            .map(view -> view.rows().and(enough.apply(view))));
  }

  private static Condition any(Stream<Condition> conditions) {
    var some = conditions.toList();
    if (some.stream().anyMatch(ReadableRows::always)) {
      return DSL.trueCondition();
    }
    return some.isEmpty() ? DSL.falseCondition() : DSL.or(some);
  }

  private static boolean always(Condition condition) {
    return condition.equals(DSL.trueCondition());
  }
}
