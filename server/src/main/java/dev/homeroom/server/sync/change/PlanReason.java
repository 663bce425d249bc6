package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.RosterTable;
import dev.homeroom.server.sync.change.Guard.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sentences of a plan: why the guard holds it, and what else it holds. */
final class PlanReason {
  private PlanReason() {}

  /**
   * The parts that a plan would remove.
   *
   * @param parts how many there are, by type and part
   * @param users how many users would be removed as whole records, by role
   */
  record HeldRemovals(Map<String, Map<String, Long>> parts, Map<String, Long> users) {
    private long of(RosterTable type, String part) {
      return parts.getOrDefault(type.name(), Map.of()).getOrDefault(part, 0L);
    }

    /** Counts users with the role that would be removed, and users that would lose the role. */
    private long role(String role) {
      return users.getOrDefault(role, 0L) + of(RosterTable.USER, role);
    }

    private long members(RosterTable type) {
      return type.lists().stream().mapToLong(list -> of(type, list)).sum();
    }

    private long values() {
      return parts.entrySet().stream()
          .flatMap(type ->
              type.getValue().entrySet().stream()
                  .filter(part -> isValue(RosterTable.valueOf(type.getKey()), part.getKey())))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    private static boolean isValue(RosterTable type, String part) {
      return !part.equals("record") && !type.roles().contains(part) && !type.lists().contains(part);
    }
  }

  /** Joins the sentences; what a reason has named is not named again. */
  static String of(Verdict verdict, HeldRemovals held) {
    var also = new ArrayList<String>();
    for (var subject : GuardedKind.values()) {
      if (!verdict.removed().contains(subject)) {
        add(also, count(subject, held), subject.words());
      }
    }
    add(also, held.role("contact"), "contacts");
    add(also, held.of(RosterTable.TERM, "record"), "terms");
    add(also, held.of(RosterTable.COURSE, "record"), "courses");
    add(also, held.members(RosterTable.USER), "school memberships");
    if (!verdict.emptied()) {
      add(also, held.values(), "values of fields");
    }
    var sentences = new ArrayList<>(verdict.reasons());
    if (!also.isEmpty()) {
      sentences.add("The plan also holds the removal of " + String.join(", ", also) + ".");
    }
    return String.join(" ", sentences);
  }

  private static long count(GuardedKind subject, HeldRemovals held) {
    return switch (subject) {
      case SCHOOL, SECTION -> held.of(subject.table(), "record");
      case ENROLLMENT -> held.members(RosterTable.SECTION);
      case STUDENT, TEACHER, STAFF, DISTRICT_ADMIN -> held.role(subject.role());
    };
  }

  private static void add(List<String> also, long count, String words) {
    if (count > 0) {
      also.add(count + " " + words);
    }
  }
}
