package dev.homeroom.server.sync.feed;

import org.jspecify.annotations.Nullable;

/**
 * A part of a record that it can lose.
 *
 * @param column the column that keeps it, such as {@code students} or {@code email}
 * @param member the element of a list; null for a role or a single value
 */
public record FieldValue(String column, @Nullable Object member) {
  /** Shows only the column, because elements identify people. */
  @Override
  public String toString() {
    return "Holding[" + column + "]";
  }
}
