package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.RecordType;

/** The result of a route in the current roster. */
sealed interface Target {
  /** One record. */
  record One(RecordType type, int slot) implements Target {}

  /**
   * A list.
   *
   * @param counted whether {@code count=true} is supported
   * @param paged whether it comes in pages
   */
  record Many(RecordType type, Selection.OfRecords selection, boolean counted, boolean paged)
      implements Target {}

  /** A list of a type without records in this district. */
  record Nothing() implements Target {}

  /** A record that does not exist or is not shared. */
  record Missing() implements Target {}
}
