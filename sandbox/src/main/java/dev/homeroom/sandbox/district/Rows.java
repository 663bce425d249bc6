package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ids and lifetimes of all records of one type, one slot per record, in order of id. A removed
 * record keeps its slot so that it can come back under the same id. Immutable.
 */
public final class Rows {
  private final long origin;
  final int[] serials;
  final int @Nullable [] personas;
  final int[] created;
  final int[] modified;
  final BitSet live;

  Rows(
      long origin,
      int[] serials,
      int @Nullable [] personas,
      int[] created,
      int[] modified,
      BitSet live) {
    this.origin = origin;
    this.serials = serials;
    this.personas = personas;
    this.created = created;
    this.modified = modified;
    this.live = live;
  }

  /** Returns the same records with these slots live. */
  Rows withLive(BitSet newLive) {
    return new Rows(origin, serials, personas, created, modified, newLive);
  }

  /** Returns the same records with other times of last change. */
  Rows withModified(int[] newModified) {
    return new Rows(origin, serials, personas, created, newModified, live);
  }

  long origin() {
    return origin;
  }

  /** The number of slots, those of removed records included. */
  public int slots() {
    return serials.length;
  }

  /** The number of live records. */
  public int count() {
    return live.cardinality();
  }

  /** Returns whether the record in this slot is live. */
  public boolean isLive(int slot) {
    return live.get(slot);
  }

  /** The next slot with a live record at or after this one, or -1. */
  public int nextLive(int slot) {
    return live.nextSetBit(slot);
  }

  /** The last slot with a live record at or before this one, or -1. */
  public int previousLive(int slot) {
    return slot < 0 ? -1 : live.previousSetBit(slot);
  }

  /** The slots of all live records, ascending. */
  public IntStream liveSlots() {
    return live.stream();
  }

  /** The record's serial number, which is part of its id. */
  public int serial(int slot) {
    return serials[slot];
  }

  /**
   * The number from which this record's made-up values are derived: its own serial number, or that
   * of its predecessor if it is the same person, course or term under another id.
   */
  public int persona(int slot) {
    var own = personas;
    return own == null ? serials[slot] : own[slot];
  }

  /** Unix seconds of creation. */
  public int created(int slot) {
    return created[slot];
  }

  /** Unix seconds of the last change, or of the removal if the record is removed. */
  public int modified(int slot) {
    return modified[slot];
  }

  /** The record's id. */
  public ObjectId id(int slot) {
    return ObjectId.of(origin, serials[slot], created[slot]);
  }

  /** The slot of the live record with this id, or -1. */
  public int find(ObjectId id) {
    var slot = findAny(id);
    return slot >= 0 && live.get(slot) ? slot : -1;
  }

  /** The slot of the record with this id, removed or not, or -1. */
  public int findAny(ObjectId id) {
    var slot = Arrays.binarySearch(serials, (int) (id.rest() & 0xFFFFFF));
    return slot >= 0 && id(slot).equals(id) ? slot : -1;
  }

  /** The first slot whose id is not below the given one; {@link #slots()} if all are below. */
  public int firstNotBelow(ObjectId id) {
    var low = 0;
    var high = serials.length;
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (id(middle).compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
