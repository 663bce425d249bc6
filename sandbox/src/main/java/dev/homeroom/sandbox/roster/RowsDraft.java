package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.ObjectId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Edits a copy of {@link Rows}: a record is copied when it is first edited.
 *
 * @param <T> the records' class
 */
final class RowsDraft<T extends Entry> {
  private final Class<T> type;
  private final long origin;
  private final int now;
  private Entry[] entries;
  private final BitSet live;
  private final BitSet copied = new BitSet();
  private int count;

  RowsDraft(Class<T> type, Rows rows, int now) {
    this.type = type;
    this.origin = rows.origin();
    this.now = now;
    this.entries = rows.entries;
    this.live = (BitSet) rows.live.clone();
    this.count = rows.slots();
  }

  /** The record in this slot, to be read. */
  T at(int slot) {
    return type.cast(entries[slot]);
  }

  /** The record in this slot, to be edited; its time of last change stays. */
  T edit(int slot) {
    if (!copied.get(slot)) {
      if (copied.isEmpty()) {
        entries = entries.clone();
      }
      copied.set(slot);
      entries[slot] = entries[slot].copy();
    }
    return at(slot);
  }

  /** The record in this slot, to be edited; it changes now. */
  T touch(int slot) {
    var entry = edit(slot);
    entry.modified = now;
    return entry;
  }

  void remove(int slot) {
    live.clear(slot);
    touch(slot);
  }

  void restore(int slot) {
    live.set(slot);
    touch(slot);
  }

  boolean isLive(int slot) {
    return live.get(slot);
  }

  IntStream liveSlots() {
    return ((BitSet) live.clone()).stream();
  }

  int liveCount() {
    return live.cardinality();
  }

  int slots() {
    return count;
  }

  ObjectId id(int slot) {
    return ObjectId.of(origin, entries[slot].serial, entries[slot].created);
  }

  /** Adds a record and returns its slot; room grows by an eighth. */
  int append(Entry entry) {
    if (count == entries.length || copied.isEmpty()) {
      entries = Arrays.copyOf(entries, count + Math.max(16, count / 8));
    }
    entries[count] = entry;
    live.set(count);
    copied.set(count);
    return count++;
  }

  /** Adds a copy of a record, with another serial number, and returns its slot. */
  int appendAgain(int slot, int serial) {
    var again = entries[slot].copy();
    again.serial = serial;
    again.created = now;
    again.modified = now;
    return append(again);
  }

  Rows build() {
    return new Rows(origin, Arrays.copyOf(entries, count), live);
  }
}
