package dev.homeroom.server.db.row;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a table from results that have all its columns, in the table's order. jOOQ's own
 * records can be read in the same way, but cost several times as much. Safe for any number of
 * threads.
 */
public final class RowReader {
  private final List<Value> values;
  private final Map<String, Integer> places = new HashMap<>();

  private RowReader(Field<?>[] columns) {
    this.values = Arrays.stream(columns).map(column -> Value.of(column.getType())).toList();
    for (int i = 0; i < columns.length; i++) {
      places.put(columns[i].getName(), i);
    }
  }

  /**
   * Creates a reader for rows with the table's columns.
   *
   * @throws IllegalArgumentException if a column has a type that is not read here
   */
  public static RowReader of(Table<?> table) {
    return new RowReader(table.fields());
  }

  /** The number of columns of the table. */
  public int width() {
    return values.size();
  }

  /** Reads the result's current row, which starts with the table's columns. */
  public Row read(ResultSet result) throws SQLException {
    return row(values(result, 0));
  }

  /**
   * Reads a joined row; empty if the join found none.
   *
   * @param before how many columns of the result precede the table's
   */
  public Optional<Row> find(ResultSet result, int before) throws SQLException {
    return found(values(result, before));
  }

  /** Wraps a record that jOOQ read. */
  public Row of(Record record) {
    return column -> record.get(place(column));
  }

  /** Reads a joined row as {@link #find(ResultSet, int)} does, from a record that jOOQ read. */
  public Optional<Row> find(Record record, int before) {
    var read = new @Nullable Object[values.size()];
    Arrays.setAll(read, place -> record.get(before + place));
    return found(read);
  }

  private Optional<Row> found(@Nullable Object[] read) {
    return Arrays.stream(read).allMatch(Objects::isNull)
        ? Optional.empty()
        : Optional.of(row(read));
  }

  private @Nullable Object[] values(ResultSet result, int before) throws SQLException {
    var read = new @Nullable Object[values.size()];
    for (int i = 0; i < read.length; i++) {
      read[i] = values.get(i).read(result, before + i + 1);
    }
    return read;
  }

  private Row row(@Nullable Object[] read) {
    return column -> read[place(column)];
  }

  private int place(Field<?> column) {
    return requireNonNull(places.get(column.getName()), column.getName());
  }

  /** Reads a column's value by its type. */
  @FunctionalInterface
  private interface Value {
    @Nullable Object read(ResultSet result, int place) throws SQLException;

    static Value of(Class<?> type) {
      if (type == byte[].class) {
        return ResultSet::getBytes;
      }
      if (type == String.class) {
        return ResultSet::getString;
      }
      if (type == Boolean.class) {
        return given(ResultSet::getBoolean);
      }
      if (type == Short.class) {
        return given(ResultSet::getShort);
      }
      if (type == Integer.class) {
        return given(ResultSet::getInt);
      }
      if (type == Long.class) {
        return given(ResultSet::getLong);
      }
      if (type == LocalDate.class) {
        return (result, place) -> result.getObject(place, LocalDate.class);
      }
      if (type == byte[][].class || type == String[].class) {
        return (result, place) -> {
          var array = result.getArray(place);
          return array == null ? null : array.getArray();
        };
      }
      throw new IllegalArgumentException("no column of " + type + " is read here");
    }

    private static Value given(Value primitive) {
      return (result, place) -> {
        var read = primitive.read(result, place);
        return result.wasNull() ? null : read;
      };
    }
  }
}
