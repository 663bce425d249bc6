package dev.homeroom.server.sync.guard;

import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.Guard.Verdict;
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
  record HeldRemovals(Map<RosterType, Map<ChangePart, Long>> parts, Map<ChangePart, Long> users) {
    private long records(RosterType type) {
      return count(type, ChangePart.Kind.RECORD);
    }

    /** Counts users with the role that would be removed, and users that would lose the role. */
    private long role(ChangePart role) {
      return users.getOrDefault(role, 0L)
          + parts.getOrDefault(RosterType.USER, Map.of()).getOrDefault(role, 0L);
    }

    private long values() {
      return parts.keySet().stream().mapToLong(type -> count(type, ChangePart.Kind.FIELD)).sum();
    }

    private long count(RosterType type, ChangePart.Kind kind) {
      return parts.getOrDefault(type, Map.of()).entrySet().stream()
          .filter(part -> part.getKey().kind() == kind)
          .mapToLong(Map.Entry::getValue)
          .sum();
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
    add(also, held.role(ChangePart.of("contact")), "contacts");
    add(also, held.records(RosterType.TERM), "terms");
    add(also, held.records(RosterType.COURSE), "courses");
    add(also, held.count(RosterType.USER, ChangePart.Kind.MEMBERSHIP), "school memberships");
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
      case SCHOOL, SECTION -> held.records(subject.type());
      case ENROLLMENT -> held.count(RosterType.SECTION, ChangePart.Kind.ENROLLMENT);
      case STUDENT, TEACHER, STAFF, DISTRICT_ADMIN -> held.role(subject.parts().getFirst());
    };
  }

  private static void add(List<String> also, long count, String words) {
    if (count > 0) {
      also.add(count + " " + words);
    }
  }
}
