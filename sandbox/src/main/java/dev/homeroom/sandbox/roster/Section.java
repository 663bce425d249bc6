package dev.homeroom.sandbox.roster;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A section. Arrays of members are replaced, never modified. */
public final class Section extends Entry {
  private static final int PERIODS = 8;
  private static final int[] NOBODY = {};

  int school;
  int course;
  int term;
  private byte subject;
  byte grade;
  private byte period;
  int[] teachers = NOBODY;
  int[] students = NOBODY;

  /** The name that the school gave it instead of the made-up one. */
  @Nullable String name;

  /**
   * Creates a section without members.
   *
   * @param course its slot, or {@link Sections#NONE}
   * @param term its slot, or {@link Sections#NONE}
   * @param subject its number, or {@link Sections#NONE}
   */
  public Section(
      Stamp stamp, int school, int course, int term, int subject, int grade, int period) {
    super(stamp);
    this.school = school;
    this.course = course;
    this.term = term;
    this.subject = (byte) subject;
    this.grade = (byte) grade;
    this.period = (byte) period;
  }

  /** Sets the slots of the members; the first teacher is the primary one. */
  public Section of(int[] newTeachers, int[] newStudents) {
    setTeachers(newTeachers);
    students = newStudents;
    return this;
  }

  int subject() {
    return subject;
  }

  int period() {
    return period;
  }

  void addStudent(int student) {
    refuse(contains(students, student), "the student sits in the section already");
    students = with(students, student);
  }

  void removeStudent(int student) {
    refuse(!contains(students, student), "the student does not sit in the section");
    students = without(students, student);
  }

  void addTeacher(int teacher) {
    refuse(contains(teachers, teacher), "the teacher teaches the section already");
    setTeachers(with(teachers, teacher));
  }

  void removeCoTeacher(int teacher) {
    refuse(!contains(teachers, teacher), "the teacher does not teach the section");
    refuse(
        teachers[0] == teacher,
        "the teacher is the primary one; let another be the primary one first");
    teachers = without(teachers, teacher);
  }

  /**
   * Puts a teacher first. The former primary teacher becomes a co-teacher or leaves the section.
   */
  void makePrimary(int teacher, boolean othersStay) {
    refuse(teachers.length > 0 && teachers[0] == teacher, "the teacher is the primary one already");
    var others =
        Arrays.stream(teachers).skip(othersStay ? 0 : 1).filter(member -> member != teacher);
    setTeachers(IntStream.concat(IntStream.of(teacher), others).toArray());
  }

  boolean hasMember(int user) {
    return contains(students, user) || contains(teachers, user);
  }

  boolean hasMemberIn(BitSet users) {
    return isIn(students, users) || isIn(teachers, users);
  }

  void drop(BitSet gone) {
    students = Arrays.stream(students).filter(member -> !gone.get(member)).toArray();
    teachers = Arrays.stream(teachers).filter(member -> !gone.get(member)).toArray();
  }

  boolean isReplaced(IntUnaryOperator other) {
    return IntStream.concat(IntStream.of(students), IntStream.of(teachers))
        .anyMatch(member -> other.applyAsInt(member) != member);
  }

  void replace(IntUnaryOperator other) {
    students = Arrays.stream(students).map(other).distinct().toArray();
    teachers = Arrays.stream(teachers).map(other).distinct().toArray();
  }

  /** Returns whether its made-up name contains this teacher's name. */
  boolean isNamedAfter(int teacher) {
    return teachers.length > 0 && teachers[0] == teacher && course != Sections.NONE && name == null;
  }

  /** Returns a new section like this one, in the next period. */
  Section another(Stamp stamp) {
    return new Section(stamp, school, course, term, subject, grade, (period + 1) % PERIODS);
  }

  /** Copies everything but the members from another section. */
  void become(Section like) {
    school = like.school;
    course = like.course;
    term = like.term;
    subject = like.subject;
    grade = like.grade;
    period = like.period;
    name = null;
  }

  private void setTeachers(int[] members) {
    refuse(
        members.length > Sections.MOST_TEACHERS,
        "a section has at most %d teachers, not %d"
            .formatted(Sections.MOST_TEACHERS, members.length));
    teachers = members;
  }

  static boolean contains(int[] members, int user) {
    for (var member : members) {
      if (member == user) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(int[] members, BitSet users) {
    for (var member : members) {
      if (users.get(member)) {
        return true;
      }
    }
    return false;
  }

  private static int[] with(int[] members, int user) {
    var more = Arrays.copyOf(members, members.length + 1);
    more[members.length] = user;
    return more;
  }

  private static int[] without(int[] members, int user) {
    return Arrays.stream(members).filter(member -> member != user).toArray();
  }

  private static void refuse(boolean when, String problem) {
    if (when) {
      throw new IllegalArgumentException(problem);
    }
  }
}
