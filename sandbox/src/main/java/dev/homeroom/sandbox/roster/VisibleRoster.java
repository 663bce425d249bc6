package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Narrows the SIS set to the roster that an app sees. Slots, ids and values stay the same; only
 * covered records are live, users lack the roles that are switched off, and sections have shared
 * members only. A user's schools and a contact's students stay as they are, shared or not
 * (sandbox/CLEVER.md 6.2). Unchanged records are not copied.
 */
public final class VisibleRoster {
  private final Roster sis;
  private final BitSet shared;
  private final int rolesOff;

  private VisibleRoster(Roster sis, Coverage coverage, int rolesOff) {
    this.sis = sis;
    this.rolesOff = rolesOff;
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

  private BitSet sharedUsers(Coverage coverage) {
    var users = (BitSet) coverage.of(RecordType.USERS).clone();
    users.and(sis.rows(RecordType.USERS).live);
    IntStream.of(users.stream().filter(user -> roles(user) == 0).toArray()).forEach(users::clear);
    return users;
  }

  private int roles(int user) {
    return sis.users().roles(user) & ~rolesOff;
  }

  private Roster narrow(Coverage coverage) {
    Map<RecordType, Rows> rows = new EnumMap<>(RecordType.class);
    sis.allRows()
        .forEach((type, all) -> {
          var live = (BitSet) (type == RecordType.USERS ? shared : coverage.of(type)).clone();
          live.and(all.live);
          rows.put(type, (type == RecordType.SECTIONS ? sections(coverage) : all).withLive(live));
        });
    return sis.with(rows, rolesOff);
  }

  /** The sections, those that are covered with their shared members only. */
  private Rows sections(Coverage coverage) {
    var narrowed = new BitSet();
    coverage.of(RecordType.SECTIONS).stream()
        .filter(slot -> hasHidden(sis.sections().at(slot)))
        .forEach(narrowed::set);
    return sis.rows(RecordType.SECTIONS).with(narrowed, this::narrowed);
  }

  private boolean hasHidden(Section section) {
    return IntStream.of(section.students).anyMatch(user -> !isShown(user, Role.STUDENT))
        || IntStream.of(section.teachers).anyMatch(user -> !isShown(user, Role.TEACHER));
  }

  private Section narrowed(int slot) {
    var all = sis.sections().at(slot);
    var shown = (Section) all.copy();
    shown.students = sharedMembers(all.students, Role.STUDENT);
    shown.teachers = sharedMembers(all.teachers, Role.TEACHER);
    // The name was built from the primary teacher in the SIS, and sharing does not change it.
    shown.name = sis.sectionName(slot);
    return shown;
  }

  private int[] sharedMembers(int[] members, Role role) {
    return IntStream.of(members).filter(user -> isShown(user, role)).toArray();
  }

  /**
   * Returns whether the app sees the user as a member in this role. A user who is removed from the
   * SIS set stays a member where the SIS left a reference.
   */
  private boolean isShown(int user, Role role) {
    var isThere = sis.rows(RecordType.USERS).isLive(user);
    return !isThere || (shared.get(user) && role.in(roles(user)));
  }
}
