package dev.homeroom.clever;

import org.jspecify.annotations.Nullable;

/**
 * What Clever's feed tells of one change (sandbox/CLEVER.md 4). Events come in the order of their
 * ids, oldest first.
 */
public sealed interface Event {

  /** The event's own id, where reading goes on. */
  ObjectId id();

  /** What became of a record. */
  enum Kind {
    CREATED,
    UPDATED,
    DELETED
  }

  /**
   * A change of a record that is mirrored.
   *
   * @param object the whole record after the change; of a deleted one, its last state
   * @param before of what an update changed, what was there before; everything else in it is
   *     missing. Null where nothing is told, as for created and deleted records
   */
  record Change<T extends CleverRecord>(
      ObjectId id, RecordType<T> type, Kind kind, T object, @Nullable T before) implements Event {

    /** Names no record: those are people's. */
    @Override
    public String toString() {
      return "Change[" + type + " " + kind + "]";
    }
  }

  /** A change of something that is not mirrored, such as a resource. */
  record Other(ObjectId id) implements Event {}

  /** A change of a mirrored type that cannot be read; only a full walk tells what it was. */
  record Unreadable(ObjectId id) implements Event {}
}
