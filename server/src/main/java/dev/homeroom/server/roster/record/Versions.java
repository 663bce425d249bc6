package dev.homeroom.server.roster.record;

import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.CleverId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The live and former records of one type: a live table and its history, which have the same
 * columns, and the filters on both. A row is valid from its {@code revision}; a former row ends
 * before its {@code until_revision}.
 *
 * @param live rows that are valid now
 * @param former rows that were valid before
 * @param liveFilter on the live table
 * @param formerFilter the same on the history
 * @param columns the columns to read in addition to the id, the others are null; empty: all
 */
public record Versions<R extends Record>(
    Table<R> live,
    Table<?> former,
    Condition liveFilter,
    Condition formerFilter,
    Optional<Set<String>> columns) {

  /** All records. */
  public Versions(Table<R> live, Table<?> former) {
    this(live, former, DSL.noCondition(), DSL.noCondition());
  }

  /** The records that pass the filter. */
  public Versions(Table<R> live, Table<?> former, Condition liveFilter, Condition formerFilter) {
    this(live, former, liveFilter, formerFilter, Optional.empty());
  }

  /** The same records, limited to these columns and the id. */
  public Versions<R> reading(Set<String> columns) {
    return new Versions<>(live, former, liveFilter, formerFilter, Optional.of(columns));
  }

  /** Reads one record at the moment. */
  public Optional<R> find(Moment moment, CleverId id) {
    return among(moment, List.of(id)).stream().findFirst();
  }

  /** Reads the records that exist at the moment, in no order. */
  public List<R> among(Moment moment, Collection<CleverId> ids) {
    return moment.db().fetch(trueAt(moment, within(live, ids), within(former, ids))).into(live);
  }

  /** All records at the moment, as a table for joins. */
  public Table<Record> at(Moment moment) {
    return trueAt(moment, DSL.noCondition(), DSL.noCondition()).asTable(live.getName());
  }

  /**
   * Reads records at the moment, ordered by id.
   *
   * @param after the id after which the page begins; empty: at the start
   */
  public List<R> page(Moment moment, Optional<CleverId> after, int limit) {
    if (columns.isEmpty() && !moment.past()) {
      return moment
          .db()
          .selectFrom(live)
          .where(liveFilter, after(live, after))
          .orderBy(id(live))
          .limit(limit)
          .fetch();
    }
    if (!moment.past()) {
      return moment
          .db()
          .select(liveFields())
          .from(live)
          .where(liveFilter, after(live, after))
          .orderBy(id(live))
          .limit(limit)
          .fetchInto(live);
    }
    return merged(
        moment.db(),
        DSL.select(liveFields())
            .from(live)
            .where(liveFilter, after(live, after), revision(live).le(moment.revision()))
            .orderBy(id(live))
            .limit(limit),
        DSL.select(sharedFields())
            .from(former)
            .where(formerFilter, after(former, after), trueAt(former, moment.revision()))
            .orderBy(id(former))
            .limit(limit),
        limit);
  }

  /**
   * Reads rows that are valid at the end of the span but not at its start, ordered by id.
   *
   * @param after the id after which the page begins; empty: at the start
   */
  public List<R> began(RevisionSpan span, Optional<CleverId> after, int limit) {
    if (span.from() == 0) {
      return page(span.end(), after, limit);
    }
    var stillTrue =
        DSL.select(liveFields())
            .from(live)
            .where(liveFilter, after(live, after), begun(live, span))
            .orderBy(id(live))
            .limit(limit);
    if (!span.end().past()) {
      return span.db().fetch(stillTrue).into(live);
    }
    var noLonger =
        DSL.select(sharedFields())
            .from(former)
            .where(
                formerFilter,
                after(former, after),
                begun(former, span),
                until(former).gt(span.to()))
            .orderBy(id(former))
            .limit(limit);
    return merged(span.db(), stillTrue, noLonger, limit);
  }

  /** The rows of these ids that {@link #began} has, in no order. */
  public List<R> beganAmong(RevisionSpan span, Collection<CleverId> ids) {
    return span.db()
        .select(liveFields())
        .from(live)
        .where(liveFilter, within(live, ids), begun(live, span))
        .unionAll(
            DSL.select(sharedFields())
                .from(former)
                .where(
                    formerFilter,
                    within(former, ids),
                    begun(former, span),
                    until(former).gt(span.to())))
        .fetchInto(live);
  }

  /**
   * Reads rows that are valid at the start of the span but not at its end, ordered by id.
   *
   * @param after the id after which the page begins; empty: at the start
   */
  public List<R> ended(RevisionSpan span, Optional<CleverId> after, int limit) {
    return span.db()
        .select(sharedFields())
        .from(former)
        .where(formerFilter, after(former, after), ended(span))
        .orderBy(id(former))
        .limit(limit)
        .fetchInto(live);
  }

  /** The rows of these ids that {@link #ended} has, in no order. */
  public List<R> endedAmong(RevisionSpan span, Collection<CleverId> ids) {
    return span.db()
        .select(sharedFields())
        .from(former)
        .where(formerFilter, within(former, ids), ended(span))
        .fetchInto(live);
  }

  /** All rows that {@link #began} pages through, as a table for counting. */
  public Table<?> allBegan(RevisionSpan span, String name) {
    return DSL.select(liveFields())
        .from(live)
        .where(liveFilter, begun(live, span))
        .unionAll(
            DSL.select(sharedFields())
                .from(former)
                .where(formerFilter, begun(former, span), until(former).gt(span.to())))
        .asTable(name);
  }

  /** All rows that {@link #ended} pages through, as a table for counting. */
  public Table<?> allEnded(RevisionSpan span, String name) {
    return DSL.select(sharedFields()).from(former).where(formerFilter, ended(span)).asTable(name);
  }

  private Select<Record> trueAt(Moment moment, Condition ofLive, Condition ofFormer) {
    var now = DSL.select(liveFields()).from(live).where(liveFilter, ofLive);
    return moment.past()
        ? now.and(revision(live).le(moment.revision()))
            .unionAll(
                DSL.select(sharedFields())
                    .from(former)
                    .where(formerFilter, ofFormer, trueAt(former, moment.revision())))
        : now;
  }

  private List<R> merged(DSLContext db, Select<Record> some, Select<Record> others, int limit) {
    var both = some.unionAll(others).asTable("both");
    return db.select(both.fields()).from(both).orderBy(id(both)).limit(limit).fetchInto(live);
  }

  private List<Field<?>> liveFields() {
    return Arrays.<Field<?>>stream(live.fields())
        .filter(field ->
            columns.map(read -> read.contains(field.getName())).orElse(true)
                || field.getName().equals("id"))
        .toList();
  }

  /** The history's columns that correspond to those read from the live table. */
  private List<Field<?>> sharedFields() {
    return liveFields().stream()
        .<Field<?>>map(field -> column(former, field.getName(), field.getType()))
        .toList();
  }

  /** The id of a row of any of these tables. */
  public static CleverId id(Record row) {
    return CleverId.of(requireNonNull(row.get("id", byte[].class), "id"));
  }

  /** A column that live tables and histories share. */
  public static <T> Field<T> column(Table<?> table, String name, Class<T> type) {
    return requireNonNull(table.field(name, type), name);
  }

  private static Condition trueAt(Table<?> former, long revision) {
    return revision(former).le(revision).and(until(former).gt(revision));
  }

  private static Condition begun(Table<?> table, RevisionSpan span) {
    return revision(table).gt(span.from()).and(revision(table).le(span.to()));
  }

  private Condition ended(RevisionSpan span) {
    return revision(former)
        .le(span.from())
        .and(until(former).gt(span.from()))
        .and(until(former).le(span.to()));
  }

  private static Condition within(Table<?> table, Collection<CleverId> ids) {
    return id(table).eq(DSL.any(ids.stream().map(CleverId::bytes).toArray(byte[][]::new)));
  }

  private static Condition after(Table<?> table, Optional<CleverId> after) {
    return after.map(id -> id(table).gt(id.bytes())).orElseGet(DSL::noCondition);
  }

  static Field<byte[]> id(Table<?> table) {
    return column(table, "id", byte[].class);
  }

  private static Field<Long> revision(Table<?> table) {
    return column(table, "revision", Long.class);
  }

  private static Field<Long> until(Table<?> table) {
    return column(table, "until_revision", Long.class);
  }
}
