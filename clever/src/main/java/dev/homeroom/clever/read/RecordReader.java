package dev.homeroom.clever.read;

import org.jspecify.annotations.Nullable;

/** Reads one record. */
@FunctionalInterface
public interface RecordReader<T> {

  /**
   * Reads the record whose object was just entered, to its end.
   *
   * @return null if it has no well-formed id
   */
  @Nullable T read(JsonReader in);
}
