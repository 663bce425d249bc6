package dev.homeroom.sandbox.history;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.roster.Sections;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The events of ordinary days. No school is left without a teacher, a student or a section, and
 * about as many people come as leave.
 */
final class TypicalChanges {
  private static final int SECTIONS_OF_A_NEW_STUDENT = 6;
  private static final int STUDENTS_OF_A_NEW_SECTION = 18;
  private static final int LONG_ABSENCE_DAYS = 290;
  private static final int DAY = 86_400;

  static final List<WeightedChange> ALL =
      List.of(
          new WeightedChange(14, TypicalChanges::enrol),
          new WeightedChange(12, TypicalChanges::withdrawStudent),
          new WeightedChange(3, TypicalChanges::comeBack),
          new WeightedChange(8, TypicalChanges::rename),
          new WeightedChange(6, TypicalChanges::changeEmail),
          new WeightedChange(3, TypicalChanges::changeGrade),
          new WeightedChange(4, TypicalChanges::changeSchool),
          new WeightedChange(8, TypicalChanges::joinSection),
          new WeightedChange(6, TypicalChanges::leaveSection),
          new WeightedChange(14, TypicalChanges::changeSection),
          new WeightedChange(5, TypicalChanges::renameSection),
          new WeightedChange(5, TypicalChanges::addCoTeacher),
          new WeightedChange(4, TypicalChanges::removeCoTeacher),
          new WeightedChange(4, TypicalChanges::replacePrimary),
          new WeightedChange(3, TypicalChanges::swapPrimary),
          new WeightedChange(3, TypicalChanges::addSection),
          new WeightedChange(3, TypicalChanges::endSection),
          new WeightedChange(1, TypicalChanges::reuseSection),
          new WeightedChange(2, TypicalChanges::hire),
          new WeightedChange(2, TypicalChanges::teacherLeaves),
          new WeightedChange(4, TypicalChanges::addContact),
          new WeightedChange(2, TypicalChanges::contactLeaves),
          new WeightedChange(1, TypicalChanges::renameCourse));

  private TypicalChanges() {}

  private static List<RosterChange> enrol(DayChanges day) {
    if (!day.mayGrow(Role.STUDENT)) {
      return List.of();
    }
    return when(
        day.takeUser(Role.STUDENT),
        classmate -> {
          var school = day.schoolsOf(classmate).findFirst();
          if (school.isEmpty()) {
            return List.of();
          }
          var sections =
              day.sectionsOf(classmate, school.getAsInt())
                  .filter(day::use)
                  .limit(SECTIONS_OF_A_NEW_STUDENT);
          return List.of(
              new RosterChange.EnrolStudent(
                  day.school(school.getAsInt()),
                  Grade.word(day.roster().users().grade(classmate)),
                  day.ids(RecordType.SECTIONS, sections)));
        });
  }

  private static List<RosterChange> withdrawStudent(DayChanges day) {
    if (!day.mayShrink(Role.STUDENT)) {
      return List.of();
    }
    var leaver = day.takeUser(Role.STUDENT, user -> day.isSpared(Role.STUDENT, user));
    return when(
        leaver,
        user -> {
          day.leaves(Role.STUDENT, day.schoolsOf(user));
          return List.of(new RosterChange.WithdrawUser(day.user(user)));
        });
  }

  /** Brings a student back under the same id, or under a new one after a long absence. */
  private static List<RosterChange> comeBack(DayChanges day) {
    if (!day.mayGrow(Role.STUDENT)) {
      return List.of();
    }
    return when(
        day.takeFormerUser(Role.STUDENT),
        user -> {
          var away = day.roster().lastSync() - day.roster().rows(RecordType.USERS).modified(user);
          return List.of(
              away < LONG_ABSENCE_DAYS * DAY
                  ? new RosterChange.Restore(RecordType.USERS, day.user(user))
                  : new RosterChange.ReturnUnderNewId(day.user(user)));
        });
  }

  private static List<RosterChange> rename(DayChanges day) {
    return when(
        day.takeUser(roleOfMost(day)),
        user -> {
          var before = day.roster().name(user);
          var name = Names.of(SeededChoices.hash(day.dice().below(Integer.MAX_VALUE), 77));
          return List.of(new RosterChange.RenameUser(day.user(user), before.first(), name.last()));
        });
  }

  private static List<RosterChange> changeEmail(DayChanges day) {
    return when(
        day.takeUser(roleOfMost(day)),
        user ->
            List.of(
                new RosterChange.ChangeEmail(
                    day.user(user),
                    "new.%s.%d@example.com"
                        .formatted(day.user(user), day.dice().below(1_000_000)))));
  }

  private static List<RosterChange> changeGrade(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT),
        user -> List.of(new RosterChange.ChangeGrade(day.user(user), otherGrade(day, user))));
  }

  /** Returns another grade for the student; in an odd district it may be a rare one. */
  private static String otherGrade(DayChanges day, int student) {
    var rare = Grade.rareWords();
    return day.roster().isOdd() && day.dice().below(3) == 0
        ? rare.get(day.dice().below(rare.size()))
        : Grade.word(Grade.other(day.roster().users().grade(student)));
  }

  private static List<RosterChange> changeSchool(DayChanges day) {
    var mover = day.takeUser(Role.STUDENT, user -> day.isSpared(Role.STUDENT, user));
    return when(
        mover,
        user ->
            when(
                day.school(school -> !day.roster().users().belongsTo(user, school)),
                school -> {
                  day.leaves(Role.STUDENT, IntStream.of(day.roster().users().school(user, 0)));
                  var sections =
                      IntStream.of(
                          day.useSection(section -> canJoin(day, user, section, school)).stream()
                              .toArray());
                  return List.of(
                      new RosterChange.MoveToSchool(
                          day.user(user),
                          day.school(school),
                          day.ids(RecordType.SECTIONS, sections)));
                }));
  }

  private static List<RosterChange> joinSection(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT),
        user ->
            when(
                day.useSection(
                    section -> canJoin(day, user, section, day.roster().users().school(user, 0))),
                section ->
                    List.of(new RosterChange.TakeSeat(day.user(user), day.section(section)))));
  }

  private static List<RosterChange> leaveSection(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT),
        user ->
            when(
                sectionToLeave(day, user),
                section ->
                    List.of(new RosterChange.LeaveSeat(day.user(user), day.section(section)))));
  }

  private static List<RosterChange> changeSection(DayChanges day) {
    return when(
        day.takeUser(Role.STUDENT),
        user ->
            when(
                sectionToLeave(day, user),
                from -> {
                  var school = day.roster().sections().school(from);
                  return when(
                      day.useSection(section -> canJoin(day, user, section, school)),
                      to ->
                          List.of(
                              new RosterChange.MoveSeat(
                                  day.user(user), day.section(from), day.section(to))));
                }));
  }

  private static List<RosterChange> renameSection(DayChanges day) {
    return when(
        day.useSection(),
        section ->
            List.of(
                new RosterChange.RenameSection(
                    day.section(section), "Section " + day.dice().below(10_000))));
  }

  private static List<RosterChange> addCoTeacher(DayChanges day) {
    return teacherJoins(day, RosterChange.AddCoTeacher::new, 1);
  }

  private static List<RosterChange> replacePrimary(DayChanges day) {
    return teacherJoins(day, RosterChange.ReplacePrimaryTeacher::new, 0);
  }

  private static List<RosterChange> swapPrimary(DayChanges day) {
    return teacherJoins(day, RosterChange.SwapPrimaryTeacher::new, 1);
  }

  private static List<RosterChange> teacherJoins(DayChanges day, Joining joining, int more) {
    var columns = day.roster().sections();
    // No other change may touch the section: two joining teachers could be too many, or the same
    // one.
    return when(
        day.endSection(section -> columns.teachers(section) + more <= Sections.MOST_TEACHERS),
        section ->
            when(
                day.takeTeacherFor(section),
                teacher -> List.of(joining.of(day.section(section), day.user(teacher)))));
  }

  private static List<RosterChange> removeCoTeacher(DayChanges day) {
    var columns = day.roster().sections();
    return when(
        day.endSection(
            section -> columns.teachers(section) > 1 && !day.isTaken(columns.teacher(section, 1))),
        section -> {
          var teacher = columns.teacher(section, 1);
          day.take(teacher);
          return List.of(new RosterChange.RemoveCoTeacher(day.section(section), day.user(teacher)));
        });
  }

  private static List<RosterChange> addSection(DayChanges day) {
    return when(
        day.endSection(_ -> true),
        like -> {
          var members = membersLike(day, like);
          return List.of(
              new RosterChange.AddSection(day.section(like), members.teachers, members.students));
        });
  }

  private static List<RosterChange> endSection(DayChanges day) {
    return when(
        day.endSection(day::hasOtherSection),
        section -> List.of(new RosterChange.EndSection(day.section(section))));
  }

  private static List<RosterChange> reuseSection(DayChanges day) {
    return when(
        day.endSection(day::hasOtherSection),
        section ->
            when(
                day.endSection(like ->
                    day.roster().sections().school(like)
                        == day.roster().sections().school(section)),
                like -> {
                  var members = membersLike(day, like);
                  return List.of(
                      new RosterChange.ReuseSection(
                          day.section(section),
                          day.section(like),
                          members.teachers,
                          members.students));
                }));
  }

  private static List<RosterChange> hire(DayChanges day) {
    if (!day.mayGrow(Role.TEACHER)) {
      return List.of();
    }
    return when(
        day.school(_ -> true),
        school -> List.of(new RosterChange.HireEmployee("teacher", List.of(day.school(school)))));
  }

  /**
   * Removes a teacher; where possible, another one takes over the sections without other teachers.
   */
  private static List<RosterChange> teacherLeaves(DayChanges day) {
    if (!day.mayShrink(Role.TEACHER)) {
      return List.of();
    }
    var leaver = day.takeUser(Role.TEACHER, user -> day.isSpared(Role.TEACHER, user));
    return when(
        leaver,
        user -> {
          List<RosterChange> changes = new ArrayList<>();
          var columns = day.roster().sections();
          for (var section : day.roster().sectionsOf(user)) {
            if (columns.teachers(section) == 1 && day.use(section)) {
              day.takeTeacherFor(section)
                  .ifPresent(other ->
                      changes.add(
                          new RosterChange.SwapPrimaryTeacher(
                              day.section(section), day.user(other))));
            }
          }
          day.leaves(Role.TEACHER, day.schoolsOf(user));
          changes.add(new RosterChange.WithdrawUser(day.user(user)));
          return changes;
        });
  }

  private static List<RosterChange> addContact(DayChanges day) {
    if (!day.mayGrow(Role.CONTACT)) {
      return List.of();
    }
    return when(
        day.takeUser(Role.STUDENT),
        student -> List.of(new RosterChange.AddContact(List.of(day.user(student)))));
  }

  private static List<RosterChange> contactLeaves(DayChanges day) {
    return when(
        day.takeUser(Role.CONTACT),
        contact -> List.of(new RosterChange.WithdrawUser(day.user(contact))));
  }

  private static List<RosterChange> renameCourse(DayChanges day) {
    return when(
        day.takeOfCatalog(RecordType.COURSES),
        course ->
            List.of(
                new RosterChange.RenameCourse(
                    day.id(RecordType.COURSES, course), "Course " + day.dice().below(10_000))));
  }

  private record Members(List<String> teachers, List<String> students) {}

  /** Takes the primary teacher and some students of a section, if no change of the day has them. */
  private static Members membersLike(DayChanges day, int like) {
    var columns = day.roster().sections();
    var teachers =
        IntStream.range(0, Math.min(1, columns.teachers(like)))
            .map(rank -> columns.teacher(like, rank))
            .filter(user -> !day.isTaken(user))
            .toArray();
    var students =
        IntStream.range(0, columns.students(like))
            .map(rank -> columns.student(like, rank))
            .filter(user -> !day.isTaken(user))
            .limit(STUDENTS_OF_A_NEW_SECTION)
            .toArray();
    IntStream.of(teachers).forEach(day::take);
    IntStream.of(students).forEach(day::take);
    return new Members(
        day.ids(RecordType.USERS, IntStream.of(teachers)),
        day.ids(RecordType.USERS, IntStream.of(students)));
  }

  private static boolean canJoin(DayChanges day, int user, int section, int school) {
    return day.roster().sections().school(section) == school
        && !day.roster().sections().hasMember(section, user);
  }

  private static OptionalInt sectionToLeave(DayChanges day, int user) {
    return day.sectionsOf(user, Sections.NONE).filter(day::use).findFirst();
  }

  /** Returns a role, mostly student, since most users are students. */
  private static Role roleOfMost(DayChanges day) {
    var roles = new Role[] {Role.STUDENT, Role.STUDENT, Role.STUDENT, Role.TEACHER, Role.CONTACT};
    return roles[day.dice().below(roles.length)];
  }

  static List<RosterChange> when(OptionalInt found, IntFunction<List<RosterChange>> changes) {
    return found.isPresent() ? changes.apply(found.getAsInt()) : List.of();
  }

  private interface Joining {
    RosterChange of(String section, String teacher);
  }
}
