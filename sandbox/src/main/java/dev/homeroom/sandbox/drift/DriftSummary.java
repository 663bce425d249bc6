package dev.homeroom.sandbox.drift;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.AppView;
import dev.homeroom.sandbox.wire.RecordWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The differences between two states of a district. They are found by writing and comparing every
 * record of both, not from the list of changes. {@code last_modified} and the district's {@code
 * last_sync} are ignored.
 *
 * @param types by record type, in Clever's words; a user with several roles counts once
 * @param roles by role: the users who hold it (before the changes, for removed ones)
 * @param enrollments the enrollments that began and ended
 * @param teacherEnrollments the teacher enrollments that began and ended
 */
public record DriftSummary(
    Map<String, Difference> types,
    Map<String, Difference> roles,
    Difference enrollments,
    Difference teacherEnrollments) {

  /** The numbers of new, changed and removed records. */
  public record Difference(int created, int updated, int removed) {
    static final Difference NONE = new Difference(0, 0, 0);

    Difference plus(Difference other) {
      return new Difference(
          created + other.created, updated + other.updated, removed + other.removed);
    }
  }

  /** The difference in one type. */
  public Difference of(RecordType type) {
    return types.getOrDefault(type.path(), Difference.NONE);
  }

  /** The difference among the users who hold one role. */
  public Difference of(Role role) {
    return roles.getOrDefault(role.word(), Difference.NONE);
  }

  /** Compares two states of one district. */
  public static DriftSummary between(Roster before, Roster after) {
    Map<String, Difference> types = new LinkedHashMap<>();
    for (var type : RecordType.values()) {
      types.put(
          type.path(),
          new Comparison(before, after, type, slot -> true, slot -> true).difference());
    }
    Map<String, Difference> roles = new LinkedHashMap<>();
    for (var role : Role.values()) {
      roles.put(
          role.word(),
          new Comparison(
                  before,
                  after,
                  RecordType.USERS,
                  slot -> role.in(before.users().roles(slot)),
                  slot -> role.in(after.users().roles(slot)))
              .difference());
    }
    return new DriftSummary(
        types, roles, enrollments(before, after, false), enrollments(before, after, true));
  }

  private static Difference enrollments(Roster before, Roster after, boolean teachers) {
    var old = members(before, teachers);
    var now = members(after, teachers);
    var sum = Difference.NONE;
    for (var section : old.entrySet()) {
      var left = section.getValue();
      var right = now.getOrDefault(section.getKey(), new ObjectId[0]);
      sum = sum.plus(new Difference(countMissing(right, left), 0, countMissing(left, right)));
    }
    for (var section : now.entrySet()) {
      if (!old.containsKey(section.getKey())) {
        sum = sum.plus(new Difference(section.getValue().length, 0, 0));
      }
    }
    return sum;
  }

  private static Map<ObjectId, ObjectId[]> members(Roster roster, boolean teachers) {
    Map<ObjectId, ObjectId[]> members = new LinkedHashMap<>();
    var rows = roster.rows(RecordType.SECTIONS);
    var users = roster.rows(RecordType.USERS);
    var sections = roster.sections();
    for (var slot = rows.nextLive(0); slot >= 0; slot = rows.nextLive(slot + 1)) {
      var section = slot;
      var ids = new ObjectId[teachers ? sections.teachers(slot) : sections.students(slot)];
      Arrays.setAll(
          ids,
          rank ->
              users.id(
                  teachers ? sections.teacher(section, rank) : sections.student(section, rank)));
      Arrays.sort(ids);
      members.put(rows.id(slot), ids);
    }
    return members;
  }

  /** Counts the ids that are not among the others, which are sorted. */
  private static int countMissing(ObjectId[] these, ObjectId[] others) {
    return (int) Arrays.stream(these).filter(id -> Arrays.binarySearch(others, id) < 0).count();
  }

  /** Merges the two lists of one type, both in order of id. */
  private static final class Comparison {
    private final Side before;
    private final Side after;

    Comparison(
        Roster before, Roster after, RecordType type, IntPredicate ofBefore, IntPredicate ofAfter) {
      this.before = new Side(before, type, ofBefore);
      this.after = new Side(after, type, ofAfter);
    }

    Difference difference() {
      var created = 0;
      var updated = 0;
      var removed = 0;
      while (before.slot >= 0 || after.slot >= 0) {
        var order = before.slot < 0 ? 1 : after.slot < 0 ? -1 : before.id().compareTo(after.id());
        if (order < 0) {
          removed++;
        } else if (order > 0) {
          created++;
        } else if (!Arrays.equals(before.content(), after.content())) {
          updated++;
        }
        if (order <= 0) {
          before.advance();
        }
        if (order >= 0) {
          after.advance();
        }
      }
      return new Difference(created, updated, removed);
    }
  }

  private static final class Side {
    private final Roster roster;
    private final RecordType type;
    private final IntPredicate included;
    private int slot = -1;

    Side(Roster roster, RecordType type, IntPredicate included) {
      this.roster = roster;
      this.type = type;
      this.included = included;
      advance();
    }

    void advance() {
      do {
        slot = roster.rows(type).nextLive(slot + 1);
      } while (slot >= 0 && !included.test(slot));
    }

    ObjectId id() {
      return roster.rows(type).id(slot);
    }

    byte[] content() {
      return RecordWriter.bytes(AppView.whole(roster), ApiVersion.V3_1, type, slot, false);
    }
  }
}
