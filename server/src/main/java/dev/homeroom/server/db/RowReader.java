package dev.homeroom.server.db;

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
 * Reads rows of a table out of results that have all its columns, in their order. jOOQ's own
 * records, which may be asked in the same way, cost several times as much. Safe for any number of
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
   * Reads rows of whatever has the table's columns.
   *
   * @throws IllegalArgumentException where it has a column of a type that is not read here
   */
  public static RowReader of(Table<?> table) {
    return new RowReader(table.fields());
  }

  /** How many columns the table has. */
  public int width() {
    return values.size();
  }

  /** The row at the start of what the result stands at. */
  public Row read(ResultSet result) throws SQLException {
    return row(values(result, 0));
  }

  /**
   * A row that was joined; nothing where the join found none.
   *
   * @param before how many columns of the result stand before the table's
   */
  public Optional<Row> find(ResultSet result, int before) throws SQLException {
    return found(values(result, before));
  }

  /** What jOOQ read. */
  public Row of(Record record) {
    return column -> record.get(place(column));
  }

  /** The same as {@link #find(ResultSet, int)} of what jOOQ read. */
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

  /** How values of a type are read. */
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
