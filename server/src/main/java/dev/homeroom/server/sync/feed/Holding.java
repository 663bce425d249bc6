package dev.homeroom.server.sync.feed;

import org.jspecify.annotations.Nullable;

/**
 * Something that a record has and can lose.
 *
 * @param column where the tables keep it, such as {@code students} or {@code email}
 * @param member which element of a list it is; null for a role or a single value
 */
public record Holding(String column, @Nullable Object member) {
  /** The column alone: elements name people. */
  @Override
  public String toString() {
    return "Holding[" + column + "]";
  }
}
