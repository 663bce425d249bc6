package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Describes a change of the SIS set: the numbers of created, updated and removed records by type,
 * with the ids of some of them. Cheap for any size: no record is written as JSON.
 */
final class RosterDifference {
  private static final int NAMES = 20;

  private final Roster before;
  private final Roster after;

  RosterDifference(Roster before, Roster after) {
    this.before = before;
    this.after = after;
  }

  Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("created", kind(after, type -> slot -> !isIn(before, type, slot)));
    content.put(
        "updated",
        kind(
            after,
            type ->
                slot ->
                    isIn(before, type, slot)
                        && before.rows(type).modified(slot) != after.rows(type).modified(slot)));
    content.put("removed", kind(before, type -> slot -> !after.rows(type).isLive(slot)));
    return content;
  }

  private static Map<String, Object> kind(Roster roster, Test test) {
    Map<String, Object> byType = new LinkedHashMap<>();
    for (var type : RecordType.values()) {
      if (type != RecordType.DISTRICTS) {
        var matching = test.of(type);
        var count = slots(roster, type).filter(matching).count();
        if (count > 0) {
          var ids =
              slots(roster, type)
                  .filter(matching)
                  .limit(NAMES)
                  .mapToObj(slot -> roster.rows(type).id(slot).toString())
                  .toList();
          byType.put(type.path(), Map.of("count", count, "ids", ids));
        }
      }
    }
    return byType;
  }

  private static IntStream slots(Roster roster, RecordType type) {
    return roster.rows(type).liveSlots();
  }

  private static boolean isIn(Roster roster, RecordType type, int slot) {
    return slot < roster.rows(type).slots() && roster.rows(type).isLive(slot);
  }

  @FunctionalInterface
  private interface Test {
    IntPredicate of(RecordType type);
  }
}
