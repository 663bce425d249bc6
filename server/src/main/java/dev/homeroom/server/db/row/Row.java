package dev.homeroom.server.db.row;

import static java.util.Objects.requireNonNull;

import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** A row that was read from a table, by JDBC or jOOQ; see {@link RowReader}. */
@FunctionalInterface
public interface Row {
  /** Returns the value of a column, or null. */
  @Nullable Object value(Field<?> column);

  /** Returns the value of a column, or null. */
  default <T> @Nullable T get(Field<T> column) {
    @SuppressWarnings("unchecked")
    var value = (T) value(column);
    return value;
  }

  /** Returns the value of a column that is never null. */
  default <T> T require(Field<T> column) {
    return requireNonNull(get(column), column.getName());
  }
}
