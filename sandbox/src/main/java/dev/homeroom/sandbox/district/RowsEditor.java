package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Edits a copy of {@link Rows}; every touch sets the time of the last change. */
final class RowsEditor {
  private static final int LAST_SERIAL = 0xFF_FFFF;

  private final long origin;
  private final int now;
  private int[] serials;
  private int @Nullable [] personas;
  private int[] created;
  private int[] modified;
  private final BitSet live;
  private int count;

  RowsEditor(Rows rows, int now) {
    this.origin = rows.origin();
    this.now = now;
    this.count = rows.slots();
    this.serials = rows.serials.clone();
    var other = rows.personas;
    this.personas = other == null ? null : other.clone();
    this.created = rows.created.clone();
    this.modified = rows.modified.clone();
    this.live = (BitSet) rows.live.clone();
  }

  void touch(int slot) {
    modified[slot] = now;
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

  /** The next slot with a live record at or after this one, or -1. */
  int nextLive(int slot) {
    return live.nextSetBit(slot);
  }

  int liveCount() {
    return live.cardinality();
  }

  int slots() {
    return count;
  }

  int serial(int slot) {
    return serials[slot];
  }

  int persona(int slot) {
    var own = personas;
    return own == null ? serials[slot] : own[slot];
  }

  /** Unix seconds of the last change, or of the removal. */
  int modified(int slot) {
    return modified[slot];
  }

  ObjectId id(int slot) {
    return ObjectId.of(origin, serials[slot], created[slot]);
  }

  /** Adds a record and returns its slot. */
  int append(int serial, int persona) {
    if (serial > LAST_SERIAL) {
      throw new IllegalArgumentException(
          "the district has given all its %d ids; start the sandbox again".formatted(LAST_SERIAL));
    }
    if (personas == null && persona != serial) {
      personas = serials.clone();
    }
    if (count == serials.length) {
      resize(ColumnGrowth.beyond(count));
    }
    serials[count] = serial;
    var own = personas;
    if (own != null) {
      own[count] = persona;
    }
    created[count] = now;
    modified[count] = now;
    live.set(count);
    return count++;
  }

  Rows build() {
    resize(count);
    return new Rows(origin, serials, personas, created, modified, live);
  }

  private void resize(int length) {
    if (length == serials.length) {
      return;
    }
    serials = Arrays.copyOf(serials, length);
    var own = personas;
    personas = own == null ? null : Arrays.copyOf(own, length);
    created = Arrays.copyOf(created, length);
    modified = Arrays.copyOf(modified, length);
  }
}
