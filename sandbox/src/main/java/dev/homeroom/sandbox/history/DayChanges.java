package dev.homeroom.sandbox.history;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Sections;
import dev.homeroom.sandbox.roster.Users;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Chooses the users and records for one day's changes. Each user is in at most one change of the
 * day, and a section that ends is in no other, so the changes fit together in any order.
 */
final class DayChanges {
  private static final int TRIES = 20;

  private final Roster roster;
  private final SeededChoices dice;
  private final BitSet takenUsers = new BitSet();
  private final Map<RecordType, BitSet> takenOfCatalog = new EnumMap<>(RecordType.class);
  private final BitSet usedSections = new BitSet();
  private final BitSet endedSections = new BitSet();
  private final Map<Role, int[]> holders = new EnumMap<>(Role.class);
  private final Map<Role, int[]> bySchool = new EnumMap<>(Role.class);
  private final Map<Role, Integer> start;
  private final int[] sections;

  /**
   * @param start the number of holders that each role had at the start of the history
   */
  DayChanges(Roster roster, SeededChoices dice, Map<Role, Integer> start) {
    this.roster = roster;
    this.dice = dice;
    this.start = start;
    this.sections = live(RecordType.SECTIONS).toArray();
  }

  Roster roster() {
    return roster;
  }

  SeededChoices dice() {
    return dice;
  }

  IntStream live(RecordType type) {
    var rows = roster.rows(type);
    return IntStream.range(0, rows.slots()).filter(rows::isLive);
  }

  int[] holders(Role role) {
    return holders.computeIfAbsent(
        role,
        wanted ->
            live(RecordType.USERS).filter(user -> wanted.in(roster.users().roles(user))).toArray());
  }

  /**
   * Returns whether another holder of the role may come, so that the district stays about as large
   * as it was.
   */
  boolean mayGrow(Role role) {
    return holders(role).length <= start.getOrDefault(role, 0) * 4 / 3;
  }

  /**
   * Returns whether a holder of the role may leave, so that the district stays about as large as it
   * was.
   */
  boolean mayShrink(Role role) {
    return holders(role).length > start.getOrDefault(role, 0) * 2 / 3;
  }

  /** Takes a live user with this role who is in no change of the day yet. */
  OptionalInt takeUser(Role role, IntPredicate fitting) {
    var found = pick(holders(role), user -> !takenUsers.get(user) && fitting.test(user));
    found.ifPresent(takenUsers::set);
    return found;
  }

  OptionalInt takeUser(Role role) {
    return takeUser(role, _ -> true);
  }

  /** Keeps a user out of all further changes of the day. */
  void take(int user) {
    takenUsers.set(user);
  }

  boolean isTaken(int user) {
    return takenUsers.get(user);
  }

  /** Returns a live section that does not end today; no later change of the day may end it. */
  OptionalInt useSection(IntPredicate fitting) {
    var found = pick(sections, section -> !endedSections.get(section) && fitting.test(section));
    found.ifPresent(usedSections::set);
    return found;
  }

  /** Takes a removed section for a change; returns false if another change of the day uses it. */
  boolean takeFormerSection(int section) {
    if (usedSections.get(section)) {
      return false;
    }
    usedSections.set(section);
    return true;
  }

  OptionalInt useSection() {
    return useSection(_ -> true);
  }

  /**
   * Returns whether a section may be used because it does not end today; if so, no later change may
   * end it.
   */
  boolean use(int section) {
    if (endedSections.get(section)) {
      return false;
    }
    usedSections.set(section);
    return true;
  }

  /** Takes a live section that no change of the day has touched; no later change may touch it. */
  OptionalInt endSection(IntPredicate fitting) {
    var found =
        pick(
            sections,
            section ->
                !endedSections.get(section) && !usedSections.get(section) && fitting.test(section));
    found.ifPresent(endedSections::set);
    return found;
  }

  /** Returns a live school that fits. */
  OptionalInt school(IntPredicate fitting) {
    return pick(live(RecordType.SCHOOLS).toArray(), fitting);
  }

  /**
   * Takes a live term or course that no change of the day has touched; no later change may touch
   * it.
   */
  OptionalInt takeOfCatalog(RecordType type) {
    var taken = takenOfCatalog.computeIfAbsent(type, _ -> new BitSet());
    var found = pick(live(type).toArray(), slot -> !taken.get(slot));
    found.ifPresent(taken::set);
    return found;
  }

  /**
   * Takes a teacher of the section's school who is in no other change today and not in the section.
   */
  OptionalInt takeTeacherFor(int section) {
    var school = roster.sections().school(section);
    return takeUser(
        Role.TEACHER,
        teacher ->
            roster.users().belongsTo(teacher, school)
                && !roster.sections().hasMember(section, teacher));
  }

  /** The user's live schools. */
  IntStream schoolsOf(int user) {
    return IntStream.range(0, 3)
        .map(rank -> roster.users().school(user, rank))
        .filter(school -> school != Users.NONE && roster.rows(RecordType.SCHOOLS).isLive(school));
  }

  /**
   * Returns whether each school of the user keeps another holder of the role if the user leaves.
   */
  boolean isSpared(Role role, int user) {
    var counts = counts(role);
    return schoolsOf(user).allMatch(school -> counts[school] > 1);
  }

  /** Records that a holder of the role leaves these schools. */
  void leaves(Role role, IntStream schools) {
    var counts = counts(role);
    schools.forEach(school -> counts[school]--);
  }

  /** Returns whether the section's school has more than one section that does not end today. */
  boolean hasOtherSection(int section) {
    var school = roster.sections().school(section);
    return IntStream.of(sections)
            .filter(other -> !endedSections.get(other))
            .filter(other -> roster.sections().school(other) == school)
            .limit(2)
            .count()
        > 1;
  }

  private int[] counts(Role role) {
    return bySchool.computeIfAbsent(
        role,
        wanted -> {
          var counts = new int[roster.rows(RecordType.SCHOOLS).slots()];
          for (var user : holders(wanted)) {
            schoolsOf(user).forEach(school -> counts[school]++);
          }
          return counts;
        });
  }

  private OptionalInt pick(int[] from, IntPredicate fitting) {
    for (var attempt = 0; attempt < TRIES && from.length > 0; attempt++) {
      var candidate = from[dice.below(from.length)];
      if (fitting.test(candidate)) {
        return OptionalInt.of(candidate);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Takes a user who left and may come back: one who is not live under another id and has a live
   * school.
   */
  OptionalInt takeFormerUser(Role role) {
    var rows = roster.rows(RecordType.USERS);
    var livePersonas = new BitSet();
    live(RecordType.USERS).forEach(user -> livePersonas.set(rows.persona(user)));
    var former =
        IntStream.range(0, rows.slots())
            .filter(user -> !rows.isLive(user) && !takenUsers.get(user))
            .filter(user -> role.in(roster.users().roles(user)))
            .filter(user -> !livePersonas.get(rows.persona(user)))
            .filter(user -> schoolsOf(user).findAny().isPresent())
            .toArray();
    var found = pick(former, _ -> true);
    // All records with the same persona are one person: none of them may come back today.
    found.ifPresent(user ->
        IntStream.range(0, rows.slots())
            .filter(other -> rows.persona(other) == rows.persona(user))
            .forEach(takenUsers::set));
    return found;
  }

  List<String> ids(RecordType type, IntStream slots) {
    return slots.mapToObj(slot -> id(type, slot)).toList();
  }

  String id(RecordType type, int slot) {
    return roster.rows(type).id(slot).toString();
  }

  String user(int slot) {
    return id(RecordType.USERS, slot);
  }

  String section(int slot) {
    return id(RecordType.SECTIONS, slot);
  }

  String school(int slot) {
    return id(RecordType.SCHOOLS, slot);
  }

  /** The live sections of a user at one school, or at all schools for {@link Sections#NONE}. */
  IntStream sectionsOf(int user, int school) {
    return IntStream.of(roster.sectionsOf(user))
        .filter(section -> school == Sections.NONE || roster.sections().school(section) == school);
  }
}
