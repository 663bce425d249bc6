package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Map;

/** The sections' columns, one element per slot; members are user slots. */
public final class Sections {
  /** The largest number of teachers that Clever shows of a section (sandbox/CLEVER.md 3.4). */
  public static final int MOST_TEACHERS = 10;

  /** Stands for no course, no term or no subject. */
  public static final int NONE = -1;

  final int[] schools;
  final int[] courses;
  final short[] terms;
  final byte[] subjects;
  final byte[] grades;
  final byte[] periods;
  final int[][] teachers;
  final int[][] students;
  final Map<Integer, String> renamed;

  Sections(
      int[] schools,
      int[] courses,
      short[] terms,
      byte[] subjects,
      byte[] grades,
      byte[] periods,
      int[][] teachers,
      int[][] students,
      Map<Integer, String> renamed) {
    this.schools = schools;
    this.courses = courses;
    this.terms = terms;
    this.subjects = subjects;
    this.grades = grades;
    this.periods = periods;
    this.teachers = teachers;
    this.students = students;
    this.renamed = renamed;
  }

  /**
   * Returns the same sections with other members, and with names where these differ from the
   * made-up ones.
   */
  Sections withMembers(int[][] newStudents, int[][] newTeachers, Map<Integer, String> newNames) {
    return new Sections(
        schools, courses, terms, subjects, grades, periods, newTeachers, newStudents, newNames);
  }

  /** Returns whether a section has the same members, in the same order, in both. */
  public boolean hasSameMembers(Sections other, int slot) {
    return Arrays.equals(students[slot], other.students[slot])
        && Arrays.equals(teachers[slot], other.teachers[slot]);
  }

  /** The slot of the section's school. */
  public int school(int slot) {
    return schools[slot];
  }

  /** The slot of the section's course, or {@link #NONE}. */
  public int course(int slot) {
    return courses[slot];
  }

  /** The slot of the section's term, or {@link #NONE}. */
  public int term(int slot) {
    return terms[slot];
  }

  /** The subject's number, or {@link #NONE}. */
  public int subject(int slot) {
    return subjects[slot];
  }

  /** The grade number. */
  public int grade(int slot) {
    return grades[slot];
  }

  /** The period of the day. */
  public int period(int slot) {
    return periods[slot];
  }

  /** The number of teachers of the section; the first is the primary one. */
  public int teachers(int slot) {
    return teachers[slot].length;
  }

  /** The user slot of a teacher. */
  public int teacher(int slot, int rank) {
    return teachers[slot][rank];
  }

  /** The number of students of the section. */
  public int students(int slot) {
    return students[slot].length;
  }

  /** The user slot of a student. */
  public int student(int slot, int rank) {
    return students[slot][rank];
  }

  /** Returns whether the user attends the section or teaches it. */
  public boolean hasMember(int slot, int user) {
    return contains(students[slot], user) || contains(teachers[slot], user);
  }

  static boolean contains(int[] members, int user) {
    for (var member : members) {
      if (member == user) {
        return true;
      }
    }
    return false;
  }
}
