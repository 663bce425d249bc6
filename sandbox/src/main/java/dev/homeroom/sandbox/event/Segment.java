package dev.homeroom.sandbox.event;

import dev.homeroom.sandbox.district.RecordType;
import java.util.BitSet;

/** Consecutive events of one kind and one record type, in order of record id. */
final class Segment {
  private final EventKind kind;
  private final RecordType type;
  private final int[] slots;
  private final BitSet onlyInNewerVersion;

  /**
   * @param slots the records, one for each event
   * @param onlyInNewerVersion positions of events that change nothing that v3.0 shows
   */
  Segment(EventKind kind, RecordType type, int[] slots, BitSet onlyInNewerVersion) {
    this.kind = kind;
    this.type = type;
    this.slots = slots;
    this.onlyInNewerVersion = onlyInNewerVersion;
  }

  EventKind kind() {
    return kind;
  }

  RecordType type() {
    return type;
  }

  int size() {
    return slots.length;
  }

  int slot(int position) {
    return slots[position];
  }

  boolean isOnlyInNewerVersion(int position) {
    return onlyInNewerVersion.get(position);
  }
}
