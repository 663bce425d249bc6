package dev.homeroom.server.roster;

import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.CleverId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The records of one type as they are and as they were: a live table and its history, which have
 * the same columns, and who of both is asked for.
 *
 * @param live true now, each row since its {@code revision}
 * @param former true from {@code revision} to before {@code until_revision}
 * @param liveFilter on the live table
 * @param formerFilter the same on the history
 */
record Versions<R extends Record>(
    Table<R> live, Table<?> former, Condition liveFilter, Condition formerFilter) {

  /** All records. */
  Versions(Table<R> live, Table<?> former) {
    this(live, former, DSL.noCondition(), DSL.noCondition());
  }

  /** The record as it is now. */
  Optional<R> find(DSLContext db, CleverId id) {
    return db.selectFrom(live).where(liveFilter, id(live).eq(id.bytes())).fetchOptional();
  }

  /**
   * Records ordered by id.
   *
   * @param asOf the revision to read at; empty: now
   * @param after the id before the first; empty: from the start
   */
  List<R> page(DSLContext db, OptionalLong asOf, Optional<CleverId> after, int limit) {
    if (asOf.isEmpty()) {
      return db.selectFrom(live)
          .where(liveFilter, after(live, after))
          .orderBy(id(live))
          .limit(limit)
          .fetch();
    }
    var stillTrue =
        db.select(live.fields())
            .from(live)
            .where(liveFilter, after(live, after), revision(live).le(asOf.getAsLong()))
            .orderBy(id(live))
            .limit(limit);
    var trueThen =
        db.select(Arrays.stream(live.fields()).<Field<?>>map(former::field).toList())
            .from(former)
            .where(
                formerFilter,
                after(former, after),
                revision(former).le(asOf.getAsLong()),
                column(former, "until_revision", Long.class).gt(asOf.getAsLong()))
            .orderBy(id(former))
            .limit(limit);
    var both = stillTrue.unionAll(trueThen).asTable("both");
    return db.select(both.fields()).from(both).orderBy(id(both)).limit(limit).fetchInto(live);
  }

  /** The id of a row of any of these tables. */
  static CleverId id(Record row) {
    return CleverId.of(row.get("id", byte[].class));
  }

  private static Condition after(Table<?> table, Optional<CleverId> after) {
    return after.map(id -> id(table).gt(id.bytes())).orElseGet(DSL::noCondition);
  }

  private static Field<byte[]> id(Table<?> table) {
    return column(table, "id", byte[].class);
  }

  private static Field<Long> revision(Table<?> table) {
    return column(table, "revision", Long.class);
  }

  /** A column that live tables and histories share. */
  static <T> Field<T> column(Table<?> table, String name, Class<T> type) {
    return requireNonNull(table.field(name, type), name);
  }
}
