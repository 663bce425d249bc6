package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.RecordType;

/** What a route leads to in the roster of the moment. */
sealed interface Target {
  /** One record. */
  record One(RecordType type, int slot) implements Target {}

  /**
   * A list.
   *
   * @param counted whether {@code count=true} is offered
   * @param paged whether it comes in pages
   */
  record Many(RecordType type, Selection.OfRecords selection, boolean counted, boolean paged)
      implements Target {}

  /** A list of a type that this district has no records of. */
  record Nothing() implements Target {}

  /** There is no such record, or it is not shared. */
  record Missing() implements Target {}
}
