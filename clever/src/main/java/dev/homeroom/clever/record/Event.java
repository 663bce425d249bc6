package dev.homeroom.clever.record;

import org.jspecify.annotations.Nullable;

/**
 * One event of Clever's feed: a change of one record (sandbox/CLEVER.md 4). Events come in order of
 * id, oldest first.
 */
public sealed interface Event {

  /** The event's own id, which is the cursor for reading on. */
  ObjectId id();

  /** The kind of a change. */
  enum Kind {
    CREATED,
    UPDATED,
    DELETED
  }

  /**
   * A change of a mirrored record.
   *
   * @param object the whole record after the change; for a deleted one, its last state
   * @param before for an update, the former values of the changed fields; all other fields are
   *     missing. Null if the event has no former values, as for created and deleted records
   */
  record Change<T extends CleverRecord>(
      ObjectId id, RecordType<T> type, Kind kind, T object, @Nullable T before) implements Event {

    /** Leaves out the records, which may be people. */
    @Override
    public String toString() {
      return "Change[" + type + " " + kind + "]";
    }
  }

  /** A change of a record that is not mirrored, such as a resource. */
  record Other(ObjectId id) implements Event {}

  /** An unreadable change of a mirrored type; only a full walk shows what changed. */
  record Unreadable(ObjectId id) implements Event {}
}
