package dev.homeroom.server.db;

import static java.util.Objects.requireNonNull;

import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** A row of a table that was read, whichever way; see {@link RowReader}. */
@FunctionalInterface
public interface Row {
  /** What stands in a column, or nothing. */
  @Nullable Object value(Field<?> column);

  /** What stands in a column, or nothing. */
  default <T> @Nullable T get(Field<T> column) {
    @SuppressWarnings("unchecked")
    var value = (T) value(column);
    return value;
  }

  /** What stands in a column that always has something. */
  default <T> T require(Field<T> column) {
    return requireNonNull(get(column), column.getName());
  }
}
