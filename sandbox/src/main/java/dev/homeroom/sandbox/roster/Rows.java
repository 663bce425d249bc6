package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.ObjectId;
import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The ids and lifetimes of all records of one type, one slot per record, in order of id. A removed
 * record keeps its slot so that it can come back under the same id. Immutable.
 */
public final class Rows {
  private final long origin;
  final Entry[] entries;
  final BitSet live;

  /** Creates the rows of these records, in order of serial number. */
  Rows(long origin, Entry[] entries, BitSet live) {
    this.origin = origin;
    this.entries = entries;
    this.live = live;
  }

  /**
   * Creates the rows of live records.
   *
   * @param origin the five bytes that all ids of the district share
   * @param entries in order of serial number
   */
  public static Rows of(long origin, Entry... entries) {
    var live = new BitSet(entries.length);
    live.set(0, entries.length);
    return new Rows(origin, entries, live);
  }

  /** Returns the same records with these slots live. */
  Rows withLive(BitSet newLive) {
    return new Rows(origin, entries, newLive);
  }

  /** Returns other records in these slots. */
  Rows with(BitSet slots, IntFunction<Entry> others) {
    if (slots.isEmpty()) {
      return this;
    }
    var changed = entries.clone();
    slots.stream().forEach(slot -> changed[slot] = others.apply(slot));
    return new Rows(origin, changed, live);
  }

  long origin() {
    return origin;
  }

  /** The number of slots, those of removed records included. */
  public int slots() {
    return entries.length;
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
    return entries[slot].serial;
  }

  /**
   * The number from which this record's made-up values are derived: its own serial number, or that
   * of its predecessor if it is the same person, course or term under another id.
   */
  public int persona(int slot) {
    return entries[slot].persona;
  }

  /** Unix seconds of creation. */
  public int created(int slot) {
    return entries[slot].created;
  }

  /** Unix seconds of the last change, or of the removal if the record is removed. */
  public int modified(int slot) {
    return entries[slot].modified;
  }

  /** The record's id. */
  public ObjectId id(int slot) {
    return ObjectId.of(origin, serial(slot), created(slot));
  }

  /** The slot of the live record with this id, or -1. */
  public int find(ObjectId id) {
    var slot = findAny(id);
    return slot >= 0 && live.get(slot) ? slot : -1;
  }

  /** The slot of the record with this id, removed or not, or -1. */
  public int findAny(ObjectId id) {
    var serial = (int) (id.rest() & 0xFFFFFF);
    var slot = first(at -> serial(at) >= serial);
    return slot < entries.length && id(slot).equals(id) ? slot : -1;
  }

  /** The first slot whose id is not below the given one; {@link #slots()} if all are below. */
  public int firstNotBelow(ObjectId id) {
    return first(slot -> id(slot).compareTo(id) >= 0);
  }

  /** The first slot that passes a test which all later slots pass, too. */
  private int first(IntPredicate test) {
    var low = 0;
    var high = entries.length;
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (test.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
