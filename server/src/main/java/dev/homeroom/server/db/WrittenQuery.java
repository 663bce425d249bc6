package dev.homeroom.server.db;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.impl.CallbackVisitListener;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;

/**
 * A query whose text is written once and then run any number of times, each time with other values
 * of its named parameters: to put a query together and write it down costs more than Postgres takes
 * for most of ours. Safe for any number of threads.
 *
 * @param <R> what a row is
 */
public final class WrittenQuery<R extends Record> {
  /** What stands before each value, and behind the last. */
  private final List<String> text;

  private final List<Param<?>> values;
  private final Rows<R> rows;

  /** How the rows of a text are read. */
  @FunctionalInterface
  private interface Rows<R extends Record> {
    Result<R> fetch(DSLContext db, QueryPart query);
  }

  private WrittenQuery(List<String> text, List<Param<?>> values, Rows<R> rows) {
    this.text = List.copyOf(text);
    this.values = List.copyOf(values);
    this.rows = rows;
  }

  /** Writes a query of whole rows of one table. */
  public static <R extends Record> WrittenQuery<R> of(Select<R> query, Table<R> table) {
    return of(query, (db, written) -> db.resultQuery("{0}", written).coerce(table).fetch());
  }

  /**
   * Writes any query.
   *
   * @param columns what its rows' columns are called, as many as it selects
   */
  public static WrittenQuery<Record> of(
      Select<? extends Record> query, List<? extends Field<?>> columns) {
    return of(query, (db, written) -> db.resultQuery("{0}", written).coerce(columns).fetch());
  }

  private static <R extends Record> WrittenQuery<R> of(Select<?> query, Rows<R> rows) {
    var places = new ArrayList<Place>();
    var begun = new ArrayList<Integer>();
    var listening =
        Database.writing(
            new CallbackVisitListener()
                .onVisitStart(visit -> begun.add(length(visit)))
                .onVisitEnd(visit -> {
                  int from = begun.removeLast();
                  if (visit.queryPart() instanceof Param<?> value && !value.isInline()) {
                    places.add(new Place(from, length(visit), value));
                  }
                }));
    var whole = DSL.using(listening).render(query);
    var text = new ArrayList<String>();
    int end = 0;
    for (var place : places) {
      text.add(whole.substring(end, place.from()));
      end = place.to();
    }
    text.add(whole.substring(end));
    var written =
        new WrittenQuery<>(text, places.stream().<Param<?>>map(Place::value).toList(), rows);
    written.requireSame(whole);
    return written;
  }

  private static int length(VisitContext visit) {
    return requireNonNull(visit.renderContext()).render().length();
  }

  /** Where a value stands in a text. */
  private record Place(int from, int to, Param<?> value) {}

  /**
   * Runs it.
   *
   * @param named a value for each named parameter; those without a name keep theirs
   */
  public Result<R> fetch(DSLContext db, Map<String, ?> named) {
    return rows.fetch(db, part(value -> given(value, named)));
  }

  private static <T> Param<T> given(Param<T> value, Map<String, ?> named) {
    var name = value.getParamName();
    return name == null || name.isEmpty()
        ? value
        : value.$value(value.getType().cast(requireNonNull(named.get(name), name)));
  }

  private QueryPart part(UnaryOperator<Param<?>> with) {
    return CustomQueryPart.of(context -> {
      for (int i = 0; i < values.size(); i++) {
        context.sql(text.get(i)).visit(with.apply(values.get(i)));
      }
      context.sql(text.getLast());
    });
  }

  private void requireSame(String whole) {
    var again = DSL.using(Database.writing()).render(part(UnaryOperator.identity()));
    if (!again.equals(whole)) {
      throw new IllegalStateException("the query is written otherwise the second time");
    }
  }
}
