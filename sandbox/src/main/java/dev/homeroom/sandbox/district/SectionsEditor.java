package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Edits a copy of the sections' columns. Member arrays are replaced, never modified. */
final class SectionsEditor {
  private static final int PERIODS = 8;
  private static final int[] NOBODY = {};

  int[] schools;
  int[] courses;
  short[] terms;
  private byte[] subjects;
  byte[] grades;
  private byte[] periods;
  int[][] teachers;
  int[][] students;
  final Map<Integer, String> renamed;
  private int count;

  SectionsEditor(Sections sections) {
    this.count = sections.schools.length;
    this.schools = sections.schools.clone();
    this.courses = sections.courses.clone();
    this.terms = sections.terms.clone();
    this.subjects = sections.subjects.clone();
    this.grades = sections.grades.clone();
    this.periods = sections.periods.clone();
    this.teachers = sections.teachers.clone();
    this.students = sections.students.clone();
    this.renamed = new HashMap<>(sections.renamed);
  }

  void addStudent(int section, int student) {
    refuse(
        Sections.contains(students[section], student), "the student sits in the section already");
    students[section] = with(students[section], student);
  }

  void removeStudent(int section, int student) {
    refuse(
        !Sections.contains(students[section], student), "the student does not sit in the section");
    students[section] = without(students[section], student);
  }

  void addTeacher(int section, int teacher) {
    refuse(
        Sections.contains(teachers[section], teacher), "the teacher teaches the section already");
    setTeachers(section, with(teachers[section], teacher));
  }

  void removeCoTeacher(int section, int teacher) {
    refuse(
        !Sections.contains(teachers[section], teacher), "the teacher does not teach the section");
    refuse(
        teachers[section][0] == teacher,
        "the teacher is the primary one; let another be the primary one first");
    teachers[section] = without(teachers[section], teacher);
  }

  /**
   * Puts a teacher first. The former primary teacher becomes a co-teacher or leaves the section.
   */
  void makePrimary(int section, int teacher, boolean othersStay) {
    var own = teachers[section];
    refuse(own.length > 0 && own[0] == teacher, "the teacher is the primary one already");
    var others = Arrays.stream(own).skip(othersStay ? 0 : 1).filter(member -> member != teacher);
    setTeachers(section, IntStream.concat(IntStream.of(teacher), others).toArray());
  }

  /** Removes users from a section; returns whether there were any. */
  boolean dropMembers(int section, BitSet gone) {
    var fewerStudents = without(students[section], gone);
    var fewerTeachers = without(teachers[section], gone);
    var changed =
        fewerStudents.length < students[section].length
            || fewerTeachers.length < teachers[section].length;
    students[section] = fewerStudents;
    teachers[section] = fewerTeachers;
    return changed;
  }

  /** Replaces members by other users; returns whether there were any such members. */
  boolean replaceMembers(int section, IntUnaryOperator other) {
    var changed = isReplaced(students[section], other) || isReplaced(teachers[section], other);
    if (changed) {
      students[section] = Arrays.stream(students[section]).map(other).distinct().toArray();
      teachers[section] = Arrays.stream(teachers[section]).map(other).distinct().toArray();
    }
    return changed;
  }

  /** Removes the members of a section that will not come back. */
  void empty(int section) {
    students[section] = NOBODY;
    teachers[section] = NOBODY;
  }

  /** The sections whose made-up name contains this teacher's name. */
  IntStream taughtBy(int teacher) {
    return IntStream.range(0, count)
        .filter(section ->
            teachers[section].length > 0
                && teachers[section][0] == teacher
                && courses[section] != Sections.NONE
                && !renamed.containsKey(section));
  }

  void append(int like, int[] newTeachers, int[] newStudents) {
    if (count == schools.length) {
      resize(ColumnGrowth.beyond(count));
    }
    count++;
    become(count - 1, like, newTeachers, newStudents);
    periods[count - 1] = (byte) ((periods[like] + 1) % PERIODS);
  }

  /** Copies another section into this one, with its own members. */
  void become(int section, int like, int[] newTeachers, int[] newStudents) {
    schools[section] = schools[like];
    courses[section] = courses[like];
    terms[section] = terms[like];
    subjects[section] = subjects[like];
    grades[section] = grades[like];
    periods[section] = periods[like];
    setTeachers(section, newTeachers);
    students[section] = newStudents;
    renamed.remove(section);
  }

  Sections build() {
    resize(count);
    return new Sections(
        schools,
        courses,
        terms,
        subjects,
        grades,
        periods,
        teachers,
        students,
        Map.copyOf(renamed));
  }

  private void setTeachers(int section, int[] members) {
    refuse(
        members.length > Sections.MOST_TEACHERS,
        "a section has at most %d teachers, not %d"
            .formatted(Sections.MOST_TEACHERS, members.length));
    teachers[section] = members;
  }

  private void resize(int length) {
    if (length == schools.length) {
      return;
    }
    schools = Arrays.copyOf(schools, length);
    courses = Arrays.copyOf(courses, length);
    terms = Arrays.copyOf(terms, length);
    subjects = Arrays.copyOf(subjects, length);
    grades = Arrays.copyOf(grades, length);
    periods = Arrays.copyOf(periods, length);
    teachers = Arrays.copyOf(teachers, length);
    students = Arrays.copyOf(students, length);
  }

  private static int[] with(int[] members, int user) {
    var more = Arrays.copyOf(members, members.length + 1);
    more[members.length] = user;
    return more;
  }

  private static int[] without(int[] members, int user) {
    return Arrays.stream(members).filter(member -> member != user).toArray();
  }

  private static int[] without(int[] members, BitSet gone) {
    for (var member : members) {
      if (gone.get(member)) {
        return Arrays.stream(members).filter(kept -> !gone.get(kept)).toArray();
      }
    }
    return members;
  }

  private static boolean isReplaced(int[] members, IntUnaryOperator other) {
    return Arrays.stream(members).anyMatch(member -> other.applyAsInt(member) != member);
  }

  private static void refuse(boolean when, String problem) {
    if (when) {
      throw new IllegalArgumentException(problem);
    }
  }
}
