package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;

/** Edits a copy of {@link Rows}; every touch sets the time of the last change. */
final class RowsEditor {
  private final long origin;
  private final int now;
  private final int[] serials;
  private final int[] created;
  private final int[] modified;
  private final BitSet live;
  private int count;

  /** Leaves room for exactly this many new records. */
  RowsEditor(Rows rows, int additions, int now) {
    this.origin = rows.origin();
    this.now = now;
    this.count = rows.slots();
    this.serials = Arrays.copyOf(rows.serials, count + additions);
    this.created = Arrays.copyOf(rows.created, count + additions);
    this.modified = Arrays.copyOf(rows.modified, count + additions);
    this.live = (BitSet) rows.live.clone();
  }

  void touch(int slot) {
    modified[slot] = now;
  }

  void remove(int slot) {
    live.clear(slot);
  }

  void restore(int slot) {
    live.set(slot);
    touch(slot);
  }

  boolean isLive(int slot) {
    return live.get(slot);
  }

  int slots() {
    return count;
  }

  /** Adds a record and gives its slot. */
  int append(int serial) {
    serials[count] = serial;
    created[count] = now;
    modified[count] = now;
    live.set(count);
    return count++;
  }

  Rows build() {
    return new Rows(origin, serials, created, modified, live);
  }
}
