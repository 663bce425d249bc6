package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.RecordType;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** A set of records of one roster, by type and slot. Mutable; for one thread. */
public final class Coverage {
  private final Map<RecordType, BitSet> slots = new EnumMap<>(RecordType.class);

  /** Creates a set that holds only the district itself. */
  public Coverage() {
    for (var type : RecordType.values()) {
      slots.put(type, new BitSet());
    }
    add(RecordType.DISTRICTS, 0);
  }

  /** All live records of a roster. */
  public static Coverage all(Roster roster) {
    var all = new Coverage();
    for (var type : RecordType.values()) {
      all.of(type).or(roster.rows(type).live);
    }
    return all;
  }

  /** Adds a record; ignores a negative slot, which stands for no record. */
  public void add(RecordType type, int slot) {
    if (slot >= 0) {
      of(type).set(slot);
    }
  }

  /** Removes a record from the set. */
  public void remove(RecordType type, int slot) {
    of(type).clear(slot);
  }

  /** Returns whether the record is in the set. */
  public boolean contains(RecordType type, int slot) {
    return slot >= 0 && of(type).get(slot);
  }

  /** Returns whether the set holds nothing but the district itself. */
  public boolean isDistrictOnly() {
    return slots.entrySet().stream()
        .allMatch(each -> each.getKey() == RecordType.DISTRICTS || each.getValue().isEmpty());
  }

  /** The slots of a type, for reading and writing. */
  BitSet of(RecordType type) {
    return Objects.requireNonNull(slots.get(type));
  }
}
