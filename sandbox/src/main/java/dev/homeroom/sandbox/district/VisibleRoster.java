package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Narrows the SIS set to the roster that an app sees. Slots, ids and values stay the same; only
 * covered records are live, users lack the roles that are switched off, and sections have shared
 * members only. A user's schools and a contact's students stay as they are, shared or not
 * (sandbox/CLEVER.md 6.2). Unchanged columns are not copied.
 */
public final class VisibleRoster {
  private final Roster sis;
  private final BitSet shared;
  private final int rolesOff;
  private final byte[] roles;

  private VisibleRoster(Roster sis, Coverage coverage, int rolesOff) {
    this.sis = sis;
    this.rolesOff = rolesOff;
    this.roles = remainingRoles();
    this.shared = sharedUsers(coverage);
  }

  /**
   * Returns the covered part of the SIS set.
   *
   * @param rolesOff the mask of the roles that the app may not see
   */
  public static Roster of(Roster sis, Coverage coverage, int rolesOff) {
    return new VisibleRoster(sis, coverage, rolesOff).narrow(coverage);
  }

  private byte[] remainingRoles() {
    var all = sis.users().roles;
    if (rolesOff == 0) {
      return all;
    }
    var remaining = all.clone();
    for (var slot = 0; slot < remaining.length; slot++) {
      remaining[slot] &= (byte) ~rolesOff;
    }
    return remaining;
  }

  private BitSet sharedUsers(Coverage coverage) {
    var users = (BitSet) coverage.of(RecordType.USERS).clone();
    users.and(sis.rows(RecordType.USERS).live);
    for (var slot = users.nextSetBit(0); slot >= 0; slot = users.nextSetBit(slot + 1)) {
      if (roles[slot] == 0) {
        users.clear(slot);
      }
    }
    return users;
  }

  private Roster narrow(Coverage coverage) {
    Map<RecordType, Rows> rows = new EnumMap<>(RecordType.class);
    sis.allRows()
        .forEach((type, all) -> {
          var live = (BitSet) (type == RecordType.USERS ? shared : coverage.of(type)).clone();
          live.and(all.live);
          rows.put(type, all.withLive(live));
        });
    return sis.with(rows, sis.users().withRoles(roles), sections(coverage));
  }

  private Sections sections(Coverage coverage) {
    var all = sis.sections();
    var covered = coverage.of(RecordType.SECTIONS);
    var students = all.students.clone();
    var teachers = all.teachers.clone();
    Map<Integer, String> names = new HashMap<>(all.renamed);
    for (var slot = covered.nextSetBit(0); slot >= 0; slot = covered.nextSetBit(slot + 1)) {
      students[slot] = sharedMembers(students[slot], Role.STUDENT);
      teachers[slot] = sharedMembers(teachers[slot], Role.TEACHER);
      if (primary(teachers[slot]) != primary(all.teachers[slot])) {
        // The name was built from the primary teacher in the SIS, and sharing does not change it.
        names.put(slot, sis.sectionName(slot));
      }
    }
    return all.withMembers(students, teachers, Map.copyOf(names));
  }

  private static int primary(int[] teachers) {
    return teachers.length == 0 ? Users.NONE : teachers[0];
  }

  private int[] sharedMembers(int[] members, Role role) {
    for (var member : members) {
      if (!isShown(member, role)) {
        return Arrays.stream(members).filter(user -> isShown(user, role)).toArray();
      }
    }
    return members;
  }

  /**
   * Returns whether the app sees the user as a member in this role. A user who is removed from the
   * SIS set stays a member where the SIS left a reference.
   */
  private boolean isShown(int user, Role role) {
    var isThere = sis.rows(RecordType.USERS).isLive(user);
    return !isThere || (shared.get(user) && role.in(roles[user]));
  }
}
