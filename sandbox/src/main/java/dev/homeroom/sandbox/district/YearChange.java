package dev.homeroom.sandbox.district;

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
      draft.sections.empty(section);
    }
  }

  /** Moves students up a grade; returns the number of those who left from the last grade. */
  private int promote() {
    var graduates = 0;
    for (var student : draft.holders(Role.STUDENT).toArray()) {
      var grade = draft.users.grades[student];
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
    var school = draft.users.schools(student).findFirst().orElse(Users.NONE);
    if (school == Users.NONE || draft.catalog.level(school).teaches(grade)) {
      return;
    }
    schoolsFor(grade)
        .boxed()
        .min(Comparator.comparingInt(candidate -> Math.abs(candidate / GROUP - school / GROUP)))
        .ifPresent(next ->
            draft.users.setSchools(
                student,
                IntStream.concat(
                    IntStream.of(next),
                    draft.users.schools(student).filter(own -> own != school))));
  }

  private IntStream schoolsFor(int grade) {
    return draft
        .live(RecordType.SCHOOLS)
        .filter(school -> draft.catalog.level(school).teaches(grade));
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
      var line = lines.get(draft.sections.schools[like]);
      var count = Math.min(draft.sections.students[like].length, line.length());
      if (count > 0) {
        var students = line.take(count, stamps, index + 1);
        beginSection(like, teachersOf(like, index, teachers), students, terms, courses);
      }
    }
  }

  private void beginSection(int like, int[] teachers, int[] students, int[] terms, int[] courses) {
    var section = draft.append(RecordType.SECTIONS);
    var sections = draft.sections;
    sections.append(like, teachers, students);
    sections.grades[section] = draft.users.grades[students[students.length / 2]];
    var term = sections.terms[like];
    if (term != Sections.NONE) {
      if (terms[term] == Sections.NONE) {
        terms[term] = schools.rebuildTerm(term, draft.schoolYear);
      }
      sections.terms[section] = (short) terms[term];
    }
    var course = sections.courses[like];
    if (course != Sections.NONE && !draft.courseHasNumber(course)) {
      if (courses[course] == Sections.NONE) {
        courses[course] = schools.rebuildCourse(course);
      }
      sections.courses[section] = courses[course];
    }
  }

  private List<StudentOrder> lines() {
    List<StudentOrder> lines = new ArrayList<>();
    for (var pool : bySchool(Role.STUDENT)) {
      lines.add(new StudentOrder(pool, draft.users.grades, dice));
    }
    return lines;
  }

  /** The live holders of a role, by every school that they belong to. */
  private int[][] bySchool(Role role) {
    var counts = new int[draft.rows(RecordType.SCHOOLS).slots()];
    draft
        .holders(role)
        .forEach(user -> draft.users.schools(user).forEach(school -> counts[school]++));
    var pools = new int[counts.length][];
    Arrays.setAll(pools, school -> new int[counts[school]]);
    Arrays.fill(counts, 0);
    draft
        .holders(role)
        .forEach(user ->
            draft.users.schools(user).forEach(school -> pools[school][counts[school]++] = user));
    return pools;
  }

  /** Returns the former teachers that are still live; if there are none, one of the school. */
  private int[] teachersOf(int like, int turn, int[][] bySchool) {
    var stay =
        Arrays.stream(draft.sections.teachers[like])
            .filter(draft.rows(RecordType.USERS)::isLive)
            .toArray();
    var others = bySchool[draft.sections.schools[like]];
    return stay.length > 0 || others.length == 0 ? stay : new int[] {others[turn % others.length]};
  }
}
