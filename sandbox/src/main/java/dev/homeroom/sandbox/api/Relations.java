package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Sections;
import dev.homeroom.sandbox.roster.Users;
import java.util.stream.IntStream;

/**
 * Finds the records that are related to a record (sandbox/CLEVER.md 3.3). Courses and terms do not
 * belong to a school: sections connect them.
 */
final class Relations {
  private final Roster roster;
  private final Users users;
  private final Sections sections;

  Relations(Roster roster) {
    this.roster = roster;
    this.users = roster.users();
    this.sections = roster.sections();
  }

  Selection.OfRecords sectionsOfSchool(int school) {
    return Selection.all(roster, RecordType.SECTIONS)
        .filter(section -> sections.school(section) == school);
  }

  Selection.OfRecords sectionsOfCourse(int course) {
    return Selection.all(roster, RecordType.SECTIONS)
        .filter(section -> sections.course(section) == course);
  }

  Selection.OfRecords sectionsOfTerm(int term) {
    return Selection.all(roster, RecordType.SECTIONS)
        .filter(section -> sections.term(section) == term);
  }

  Selection.OfRecords sectionsOfUser(int user) {
    return Selection.these(roster, RecordType.SECTIONS, IntStream.of(roster.sectionsOf(user)));
  }

  Selection.OfRecords coursesOf(Selection of) {
    return Selection.these(roster, RecordType.COURSES, slots(of).map(sections::course));
  }

  Selection.OfRecords termsOf(Selection of) {
    return Selection.these(roster, RecordType.TERMS, slots(of).map(sections::term));
  }

  Selection.OfRecords schoolsOf(Selection of) {
    return Selection.these(roster, RecordType.SCHOOLS, slots(of).map(sections::school));
  }

  Selection.OfRecords schoolsOfUser(int user, boolean primaryOnly) {
    var schools =
        primaryOnly
            ? IntStream.of(primarySchool(user))
            : IntStream.range(0, 3).map(rank -> users.school(user, rank));
    return Selection.these(roster, RecordType.SCHOOLS, schools);
  }

  /** The slot of the user's primary school, or {@link Users#NONE}: staff have none. */
  int primarySchool(int user) {
    var roles = users.roles(user);
    return Role.STUDENT.in(roles) || Role.TEACHER.in(roles) ? users.school(user, 0) : Users.NONE;
  }

  Selection.OfRecords usersOfSchool(int school) {
    return Selection.all(roster, RecordType.USERS).filter(user -> users.belongsTo(user, school));
  }

  Selection.OfRecords usersOfSection(int section) {
    return Selection.these(
        roster,
        RecordType.USERS,
        IntStream.concat(studentsIn(section), teachersOfSection(section)));
  }

  Selection.OfRecords contactsOf(int student) {
    return Selection.all(roster, RecordType.USERS)
        .filter(user -> users.student(user, 0) == student || users.student(user, 1) == student);
  }

  Selection.OfRecords teachersOf(int user) {
    var own = isStudent(user) ? IntStream.of(roster.sectionsOf(user)) : IntStream.empty();
    return Selection.these(roster, RecordType.USERS, own.flatMap(this::teachersOfSection));
  }

  /** The students in a teacher's sections, or the students of a contact. */
  Selection.OfRecords studentsOf(int user) {
    var ofContact = IntStream.range(0, 2).map(rank -> users.student(user, rank));
    var taught = isStudent(user) ? IntStream.empty() : IntStream.of(roster.sectionsOf(user));
    return Selection.these(
        roster, RecordType.USERS, IntStream.concat(ofContact, taught.flatMap(this::studentsIn)));
  }

  private boolean isStudent(int user) {
    return Role.STUDENT.in(users.roles(user));
  }

  private IntStream studentsIn(int section) {
    return IntStream.range(0, sections.students(section))
        .map(rank -> sections.student(section, rank));
  }

  private IntStream teachersOfSection(int section) {
    return IntStream.range(0, sections.teachers(section))
        .map(rank -> sections.teacher(section, rank));
  }

  private static IntStream slots(Selection selection) {
    return IntStream.iterate(
        selection.next(0), slot -> slot >= 0, slot -> selection.next(slot + 1));
  }
}
