package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.event.Event;
import dev.homeroom.sandbox.event.EventList;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Rows;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The elements of a list before paging, by position, in order of id. */
sealed interface Selection {
  /** The upper bound of positions, exclusive. */
  int positions();

  /** The id at a position. */
  ObjectId id(int position);

  /**
   * The first position whose id is not below the given one; {@link #positions()} if all are below.
   */
  int firstNotBelow(ObjectId id);

  /** The first position of the selection at or after this one, or -1. */
  int next(int position);

  /** The last position of the selection at or before this one, or -1. */
  int previous(int position);

  /** The number of elements. */
  default int count() {
    var count = 0;
    for (var slot = next(0); slot >= 0; slot = next(slot + 1)) {
      count++;
    }
    return count;
  }

  /** All records of a type. */
  static OfRecords all(Roster roster, RecordType type) {
    return new Matching(roster.rows(type), _ -> true);
  }

  /** The live ones among these records, which may come in any order and repeatedly. */
  static OfRecords these(Roster roster, RecordType type, IntStream slots) {
    var rows = roster.rows(type);
    return new Listed(
        rows, slots.filter(slot -> slot >= 0 && rows.isLive(slot)).sorted().distinct());
  }

  /** Records of one type; the positions are their slots. */
  sealed interface OfRecords extends Selection {
    /** The rows that the slots belong to. */
    Rows rows();

    @Override
    default int positions() {
      return rows().slots();
    }

    @Override
    default ObjectId id(int position) {
      return rows().id(position);
    }

    @Override
    default int firstNotBelow(ObjectId id) {
      return rows().firstNotBelow(id);
    }

    /** The part of this selection that matches. */
    default OfRecords filter(IntPredicate test) {
      return switch (this) {
        case Matching(var rows, var own) -> new Matching(rows, own.and(test));
        case Listed listed -> new Listed(listed.rows, IntStream.of(listed.slots).filter(test));
      };
    }
  }

  /** The events that pass a test. */
  record OfEvents(EventList events, Predicate<Event> test) implements Selection {
    @Override
    public int positions() {
      return events.size();
    }

    @Override
    public ObjectId id(int position) {
      return events.id(position);
    }

    @Override
    public int firstNotBelow(ObjectId id) {
      return events.firstNotBelow(id);
    }

    @Override
    public int next(int position) {
      for (var next = position; next < events.size(); next++) {
        if (test.test(events.event(next))) {
          return next;
        }
      }
      return -1;
    }

    @Override
    public int previous(int position) {
      for (var previous = position; previous >= 0; previous--) {
        if (test.test(events.event(previous))) {
          return previous;
        }
      }
      return -1;
    }
  }

  /** The live records that pass a test. */
  record Matching(Rows rows, IntPredicate test) implements OfRecords {
    @Override
    public int next(int slot) {
      var next = rows.nextLive(slot);
      while (next >= 0 && !test.test(next)) {
        next = rows.nextLive(next + 1);
      }
      return next;
    }

    @Override
    public int previous(int slot) {
      var previous = rows.previousLive(slot);
      while (previous >= 0 && !test.test(previous)) {
        previous = rows.previousLive(previous - 1);
      }
      return previous;
    }
  }

  /** Slots in ascending order. */
  final class Listed implements OfRecords {
    private final Rows rows;
    private final int[] slots;

    private Listed(Rows rows, IntStream ascending) {
      this.rows = rows;
      this.slots = ascending.toArray();
    }

    @Override
    public Rows rows() {
      return rows;
    }

    @Override
    public int next(int slot) {
      var position = Arrays.binarySearch(slots, slot);
      var index = position >= 0 ? position : -position - 1;
      return index < slots.length ? slots[index] : -1;
    }

    @Override
    public int previous(int slot) {
      var position = Arrays.binarySearch(slots, slot);
      var index = position >= 0 ? position : -position - 2;
      return index >= 0 ? slots[index] : -1;
    }
  }
}
