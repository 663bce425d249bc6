package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.Rows;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The records of a list before paging, in order of id. */
sealed interface Selection {
  /** The rows that the slots belong to. */
  Rows rows();

  /** The first slot of the selection at or after this one, or -1. */
  int next(int slot);

  /** The last slot of the selection at or before this one, or -1. */
  int previous(int slot);

  /** How many records there are. */
  default int count() {
    var count = 0;
    for (var slot = next(0); slot >= 0; slot = next(slot + 1)) {
      count++;
    }
    return count;
  }

  /** All records of a type. */
  static Selection all(Roster roster, RecordType type) {
    return new Matching(roster.rows(type), _ -> true);
  }

  /** These records, in any order and more than once, as far as they are there. */
  static Selection these(Roster roster, RecordType type, IntStream slots) {
    var rows = roster.rows(type);
    return new Listed(
        rows, slots.filter(slot -> slot >= 0 && rows.isLive(slot)).sorted().distinct());
  }

  /** The part of this selection that matches. */
  default Selection filter(IntPredicate test) {
    return switch (this) {
      case Matching(var rows, var own) -> new Matching(rows, own.and(test));
      case Listed listed -> new Listed(listed.rows, IntStream.of(listed.slots).filter(test));
    };
  }

  /** The live records that pass a test. */
  record Matching(Rows rows, IntPredicate test) implements Selection {
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
  final class Listed implements Selection {
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
