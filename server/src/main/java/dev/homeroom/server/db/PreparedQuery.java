package dev.homeroom.server.db;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Param;
import org.jooq.Select;
import org.jooq.impl.CallbackVisitListener;
import org.jooq.impl.DSL;

/**
 * A query whose text is written once and then run any number of times in {@link QueryBatch}s, each
 * time with other values of its named parameters: building and writing a query costs more than
 * Postgres needs to run most of ours. Safe for any number of threads.
 *
 * @param <T> the type that a row is read as
 */
public final class PreparedQuery<T> {
  private static final Set<Class<?>> BOUND =
      Set.of(byte[].class, byte[][].class, String.class, String[].class, Integer.class, Long.class);

  private final String text;
  private final List<Param<?>> values;
  private final Reading<T> reading;

  /** Reads a row. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads the result's current row, by the positions of the query's columns. */
    T read(ResultSet row) throws SQLException;
  }

  private PreparedQuery(Select<?> query, Reading<T> reading) {
    var values = new ArrayList<Param<?>>();
    this.text =
        DSL.using(
                Database.writing(
                    new CallbackVisitListener()
                        .onVisitEnd(visit -> {
                          if (visit.queryPart() instanceof Param<?> value && !value.isInline()) {
                            values.add(value);
                          }
                        })))
            .render(query);
    this.values = List.copyOf(values);
    this.reading = reading;
    values.stream()
        .filter(value -> !BOUND.contains(value.getType()))
        .findFirst()
        .ifPresent(value -> {
          throw new IllegalArgumentException("a written query takes no " + value.getType());
        });
  }

  /**
   * Writes a query.
   *
   * @throws IllegalArgumentException if it has a parameter of a type that is not supported here
   */
  public static <T> PreparedQuery<T> of(Select<?> query, Reading<T> reading) {
    return new PreparedQuery<>(query, reading);
  }

  /** The query's text, with a question mark for each value. */
  String text() {
    return text;
  }

  /**
   * Sets the values of the statement.
   *
   * @param place the position of the query's first value in the statement
   * @param named a value for each named parameter; those without a name keep theirs
   * @return the position after the last one
   */
  int bind(PreparedStatement statement, int place, Map<String, ?> named) throws SQLException {
    for (var value : values) {
      bind(statement, place++, given(value, named));
    }
    return place;
  }

  List<T> read(ResultSet result) throws SQLException {
    var rows = new ArrayList<T>();
    while (result.next()) {
      rows.add(reading.read(result));
    }
    return rows;
  }

  private static Object given(Param<?> value, Map<String, ?> named) {
    var name = value.getParamName();
    return name == null || name.isEmpty()
        ? requireNonNull(value.getValue())
        : value.getType().cast(requireNonNull(named.get(name), name));
  }

  private static void bind(PreparedStatement statement, int place, Object value)
      throws SQLException {
    switch (value) {
      case byte[] bytes -> statement.setBytes(place, bytes);
      case byte[][] ids ->
          statement.setArray(place, statement.getConnection().createArrayOf("bytea", ids));
      case String[] texts ->
          statement.setArray(place, statement.getConnection().createArrayOf("text", texts));
      default -> statement.setObject(place, value);
    }
  }
}
