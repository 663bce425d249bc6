package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.StudentOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ends a school year and begins the next (sandbox/CLEVER.md 11): everybody moves up a grade, and
 * each section gets a successor in the same school and course, with students of its grade.
 */
final class YearChange {
  private static final int LAST_GRADE = Grade.count() - 1;
  private static final int GROUP = 3;
  private static final int[] NOBODY = {};

  private final RosterDraft draft;
  private final PeopleChanges people;
  private final SchoolChanges schools;
  private final SeededChoices dice;

  YearChange(RosterDraft draft, PeopleChanges people, SchoolChanges schools) {
    this.draft = draft;
    this.people = people;
    this.schools = schools;
    this.dice = new SeededChoices(draft.before().seed(), draft.schoolYear + 1);
  }

  void happen() {
    draft.schoolYear++;
    var ended = draft.live(RecordType.SECTIONS).toArray();
    var graduates = promote();
    begin(graduates);
    beginSections(ended);
    for (var section : ended) {
      draft.endSection(section);
      draft.sections.edit(section).of(NOBODY, NOBODY);
    }
  }

  /** Moves students up a grade; returns the number of those who left from the last grade. */
  private int promote() {
    var graduates = 0;
    for (var student : draft.holders(Role.STUDENT).toArray()) {
      var grade = draft.users.at(student).grade;
      if (grade == LAST_GRADE) {
        draft.withdraw(student);
        graduates++;
      } else {
        people.changeGrade(student, (byte) (grade + 1));
        moveUp(student, grade + 1);
      }
    }
    return graduates;
  }

  private void moveUp(int student, int grade) {
    var school = draft.users.at(student).school(0);
    if (school == Users.NONE || draft.schools.at(school).level.teaches(grade)) {
      return;
    }
    schoolsFor(grade)
        .boxed()
        .min(Comparator.comparingInt(candidate -> Math.abs(candidate / GROUP - school / GROUP)))
        .ifPresent(next -> {
          var others = draft.users.at(student).schools().filter(own -> own != school);
          draft.users.edit(student).at(IntStream.concat(IntStream.of(next), others).toArray());
        });
  }

  private IntStream schoolsFor(int grade) {
    return draft
        .live(RecordType.SCHOOLS)
        .filter(school -> draft.schools.at(school).level.teaches(grade));
  }

  /** Adds this many students to the youngest grade of the district, each with a contact. */
  private void begin(int count) {
    var youngest =
        IntStream.rangeClosed(0, LAST_GRADE)
            .filter(grade -> schoolsFor(grade).findAny().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the district has no school"));
    var open = schoolsFor(youngest).toArray();
    for (var index = 0; index < count; index++) {
      people.addContact(people.enrol(open[index % open.length], (byte) youngest));
    }
  }

  private void beginSections(int[] ended) {
    var lines = lines();
    var teachers = bySchool(Role.TEACHER);
    var stamps = new int[draft.rows(RecordType.USERS).slots()];
    var terms = new int[draft.rows(RecordType.TERMS).slots()];
    var courses = new int[draft.rows(RecordType.COURSES).slots()];
    Arrays.fill(terms, Sections.NONE);
    Arrays.fill(courses, Sections.NONE);
    for (var index = 0; index < ended.length; index++) {
      var like = ended[index];
      var line = lines.get(draft.sections.at(like).school);
      var count = Math.min(draft.sections.at(like).students.length, line.length());
      if (count > 0) {
        var students = line.take(count, stamps, index + 1);
        beginSection(like, teachersOf(like, index, teachers), students, terms, courses);
      }
    }
  }

  private void beginSection(int like, int[] teachers, int[] students, int[] terms, int[] courses) {
    var section = draft.sections.at(like).another(draft.stamp()).of(teachers, students);
    draft.sections.append(section);
    section.grade = draft.users.at(students[students.length / 2]).grade;
    var term = section.term;
    if (term != Sections.NONE) {
      if (terms[term] == Sections.NONE) {
        terms[term] = schools.rebuildTerm(term, draft.schoolYear);
      }
      section.term = terms[term];
    }
    var course = section.course;
    if (course != Sections.NONE && !draft.courseHasNumber(course)) {
      if (courses[course] == Sections.NONE) {
        courses[course] = schools.rebuildCourse(course);
      }
      section.course = courses[course];
    }
  }

  private List<StudentOrder> lines() {
    List<StudentOrder> lines = new ArrayList<>();
    for (var pool : bySchool(Role.STUDENT)) {
      lines.add(new StudentOrder(pool, user -> draft.users.at(user).grade, dice));
    }
    return lines;
  }

  /** The live holders of a role, by every school that they belong to. */
  private int[][] bySchool(Role role) {
    var counts = new int[draft.rows(RecordType.SCHOOLS).slots()];
    draft
        .holders(role)
        .forEach(user -> draft.users.at(user).schools().forEach(school -> counts[school]++));
    var pools = new int[counts.length][];
    Arrays.setAll(pools, school -> new int[counts[school]]);
    Arrays.fill(counts, 0);
    draft
        .holders(role)
        .forEach(user ->
            draft
                .users
                .at(user)
                .schools()
                .forEach(school -> pools[school][counts[school]++] = user));
    return pools;
  }

  /** Returns the former teachers that are still live; if there are none, one of the school. */
  private int[] teachersOf(int like, int turn, int[][] bySchool) {
    var stay =
        Arrays.stream(draft.sections.at(like).teachers).filter(draft.users::isLive).toArray();
    var others = bySchool[draft.sections.at(like).school];
    return stay.length > 0 || others.length == 0 ? stay : new int[] {others[turn % others.length]};
  }
}
