package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Edits a copy of the sections' columns; member lists are replaced, never written to. */
final class SectionsEditor {
  private final int[] schools;
  private final int[] courses;
  private final byte[] terms;
  private final byte[] subjects;
  private final byte[] grades;
  private final byte[] periods;
  private final int[][] teachers;
  private final int[][] students;
  final Map<Integer, String> renamed;
  private int count;

  /** Leaves room for exactly this many new sections. */
  SectionsEditor(Sections sections, int additions) {
    this.count = sections.schools.length;
    var length = count + additions;
    this.schools = Arrays.copyOf(sections.schools, length);
    this.courses = Arrays.copyOf(sections.courses, length);
    this.terms = Arrays.copyOf(sections.terms, length);
    this.subjects = Arrays.copyOf(sections.subjects, length);
    this.grades = Arrays.copyOf(sections.grades, length);
    this.periods = Arrays.copyOf(sections.periods, length);
    this.teachers = Arrays.copyOf(sections.teachers, length);
    this.students = Arrays.copyOf(sections.students, length);
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
    students[section] =
        Arrays.stream(students[section]).filter(member -> member != student).toArray();
  }

  void addTeacher(int section, int teacher) {
    refuse(
        Sections.contains(teachers[section], teacher), "the teacher teaches the section already");
    teachers[section] = with(teachers[section], teacher);
  }

  void replacePrimary(int section, int teacher) {
    refuse(
        teachers[section].length > 0 && teachers[section][0] == teacher,
        "the teacher is the primary one already");
    var others = Arrays.stream(teachers[section]).skip(1).filter(member -> member != teacher);
    teachers[section] = IntStream.concat(IntStream.of(teacher), others).toArray();
  }

  /** Takes gone users from a section; tells whether there were any. */
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

  /** The sections that carry this teacher's name: those without a name of their own. */
  IntStream taughtBy(int teacher) {
    return IntStream.range(0, count)
        .filter(section ->
            teachers[section].length > 0
                && teachers[section][0] == teacher
                && courses[section] != Sections.NONE
                && !renamed.containsKey(section));
  }

  void append(int like, int[] newTeachers, int[] newStudents) {
    schools[count] = schools[like];
    courses[count] = courses[like];
    terms[count] = terms[like];
    subjects[count] = subjects[like];
    grades[count] = grades[like];
    periods[count] = (byte) (periods[like] + 1);
    teachers[count] = newTeachers;
    students[count] = newStudents;
    count++;
  }

  Sections build() {
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

  private static int[] with(int[] members, int user) {
    var more = Arrays.copyOf(members, members.length + 1);
    more[members.length] = user;
    return more;
  }

  private static int[] without(int[] members, BitSet gone) {
    for (var member : members) {
      if (gone.get(member)) {
        return Arrays.stream(members).filter(kept -> !gone.get(kept)).toArray();
      }
    }
    return members;
  }

  private static void refuse(boolean when, String problem) {
    if (when) {
      throw new IllegalArgumentException(problem);
    }
  }
}
