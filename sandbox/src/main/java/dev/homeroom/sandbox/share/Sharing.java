package dev.homeroom.sandbox.share;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Coverage;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.share.Rule.Subject;
import dev.homeroom.sandbox.wire.AppView;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Computes the records of an SIS set that a share covers (sandbox/CLEVER.md 6.2). A covered section
 * covers its school, course, term, students and teachers, and a covered student covers its
 * contacts. A share that covers anything covers the district's admins.
 */
public final class Sharing {
  private final AppView sis;
  private final Roster roster;
  private final Coverage covered = new Coverage();

  private Sharing(AppView sis) {
    this.sis = sis;
    this.roster = sis.roster();
  }

  /** The records that the share covers. */
  public static Coverage of(AppView sis, Share share) {
    var sharing = new Sharing(sis);
    sharing.cover(share);
    return sharing.covered;
  }

  /**
   * Refuses a share that names a school or section that the SIS set does not have.
   *
   * @throws IllegalArgumentException when it names one; the message lists allowed ids
   */
  public static void check(Roster roster, Share share) {
    switch (share) {
      case Share.Schools(var ids, var _) -> checkIds(roster, RecordType.SCHOOLS, ids);
      case Share.Sections(var ids) -> checkIds(roster, RecordType.SECTIONS, ids);
      case Share.SchoolSite(var schools) -> checkIds(roster, RecordType.SCHOOLS, schools.keySet());
      case Share.Nothing _, Share.District _, Share.Rules _ -> {
        // these name no records
      }
    }
  }

  private static void checkIds(Roster roster, RecordType type, Set<String> ids) {
    var unknown = new TreeSet<>(ids);
    unknown.removeIf(id -> slot(roster, type, id) >= 0);
    if (!unknown.isEmpty()) {
      var rows = roster.rows(type);
      var some = rows.liveSlots().limit(10).mapToObj(slot -> rows.id(slot).toString());
      throw new IllegalArgumentException(
          "the district has no %s %s; it has %d, with ids such as %s"
              .formatted(
                  type.path(),
                  String.join(", ", unknown),
                  rows.count(),
                  some.collect(Collectors.joining(", "))));
    }
  }

  /**
   * Returns the share after a sync: a share of sections loses those that are no longer in the SIS
   * set.
   */
  public static Share afterSync(Share share, Roster roster) {
    return share instanceof Share.Sections(var ids)
        ? new Share.Sections(
            ids.stream()
                .filter(id -> slot(roster, RecordType.SECTIONS, id) >= 0)
                .collect(Collectors.toUnmodifiableSet()))
        : share;
  }

  private static int slot(Roster roster, RecordType type, String id) {
    return ObjectId.parse(id).map(roster.rows(type)::find).orElse(-1);
  }

  private void cover(Share share) {
    switch (share) {
      case Share.Nothing _ -> {
        return;
      }
      case Share.District(var includeAllStaff) -> {
        for (var type : RecordType.values()) {
          roster
              .rows(type)
              .liveSlots()
              .filter(slot -> includeAllStaff || type != RecordType.USERS || !isOnlyStaff(slot))
              .forEach(slot -> covered.add(type, slot));
        }
        return;
      }
      case Share.Schools(var ids, var includeAllStaff) ->
          slots(RecordType.SCHOOLS, ids).stream()
              .forEach(school -> coverSchool(school, includeAllStaff));
      case Share.Sections(var ids) ->
          slots(RecordType.SECTIONS, ids).stream().forEach(this::coverSection);
      case Share.Rules(var rules, var filters) ->
          coverMatching(new Share.Matching(rules, filters), _ -> true, _ -> true);
      case Share.SchoolSite(var schools) ->
          schools.forEach(
              (id, choice) -> coverOfSchool(slot(roster, RecordType.SCHOOLS, id), choice));
    }
    if (covered.isDistrictOnly()) {
      return;
    }
    users(Role.DISTRICT_ADMIN).forEach(user -> covered.add(RecordType.USERS, user));
    users(Role.CONTACT)
        .filter(user -> isCoveredUser(student(user, 0)) || isCoveredUser(student(user, 1)))
        .forEach(user -> covered.add(RecordType.USERS, user));
  }

  private void coverOfSchool(int school, Share.OfSchool choice) {
    if (school < 0) {
      return;
    }
    switch (choice) {
      case Share.WholeSchool(var includeAllStaff) -> coverSchool(school, includeAllStaff);
      case Share.Matching matching -> {
        covered.add(RecordType.SCHOOLS, school);
        coverMatching(
            matching,
            section -> roster.sections().school(section) == school,
            user -> roster.users().belongsTo(user, school));
      }
    }
  }

  private void coverSchool(int school, boolean includeAllStaff) {
    covered.add(RecordType.SCHOOLS, school);
    roster
        .rows(RecordType.SECTIONS)
        .liveSlots()
        .filter(section -> roster.sections().school(section) == school)
        .forEach(this::coverSection);
    roster
        .rows(RecordType.USERS)
        .liveSlots()
        .filter(user -> roster.users().belongsTo(user, school))
        .filter(user -> includeAllStaff || !isOnlyStaff(user))
        .forEach(user -> covered.add(RecordType.USERS, user));
  }

  private void coverSection(int section) {
    coverSection(section, new BitSet());
  }

  private void coverSection(int section, BitSet withoutUsers) {
    var sections = roster.sections();
    covered.add(RecordType.SECTIONS, section);
    covered.add(RecordType.SCHOOLS, sections.school(section));
    covered.add(RecordType.COURSES, sections.course(section));
    covered.add(RecordType.TERMS, sections.term(section));
    for (var rank = 0; rank < sections.teachers(section); rank++) {
      coverUser(sections.teacher(section, rank), withoutUsers);
    }
    for (var rank = 0; rank < sections.students(section); rank++) {
      coverUser(sections.student(section, rank), withoutUsers);
    }
  }

  private void coverUser(int user, BitSet withoutUsers) {
    if (!withoutUsers.get(user)) {
      covered.add(RecordType.USERS, user);
    }
  }

  private void coverMatching(
      Share.Matching matching, IntPredicate ofSections, IntPredicate ofUsers) {
    var withoutSections = matching(matching.filters(), true, ofSections);
    var withoutUsers = matching(matching.filters(), false, _ -> true);
    var sections = matching(matching.rules(), true, ofSections);
    sections.andNot(withoutSections);
    sections.stream().forEach(section -> coverSection(section, withoutUsers));
    matching(matching.rules(), false, ofUsers).stream()
        .forEach(user -> coverUser(user, withoutUsers));
  }

  /** The sections or the users that any of the rules matches. */
  private BitSet matching(List<Rule> rules, boolean ofSections, IntPredicate among) {
    var fields = new RuleFields(sis);
    var matching = new BitSet();
    for (var rule : rules) {
      if (ofSections == (rule.subject() == Subject.SECTIONS)) {
        var subjects =
            switch (rule.subject()) {
              case SECTIONS -> roster.rows(RecordType.SECTIONS).liveSlots();
              case STUDENTS -> users(Role.STUDENT);
              case TEACHERS -> users(Role.TEACHER);
              case STAFF -> users(Role.STAFF);
            };
        subjects
            .filter(among)
            .filter(slot -> !matching.get(slot))
            .filter(slot -> rule.accepts(fields.values(rule.subject(), rule.field(), slot)))
            .forEach(matching::set);
      }
    }
    return matching;
  }

  private IntStream users(Role role) {
    return roster
        .rows(RecordType.USERS)
        .liveSlots()
        .filter(user -> role.in(roster.users().roles(user)));
  }

  private BitSet slots(RecordType type, Set<String> ids) {
    var slots = new BitSet();
    ids.stream()
        .mapToInt(id -> slot(roster, type, id))
        .filter(slot -> slot >= 0)
        .forEach(slots::set);
    return slots;
  }

  private boolean isOnlyStaff(int user) {
    return roster.users().roles(user) == Role.STAFF.bit();
  }

  private int student(int contact, int rank) {
    return roster.users().student(contact, rank);
  }

  private boolean isCoveredUser(int user) {
    return covered.contains(RecordType.USERS, user);
  }
}
