package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Edits a copy of the users' columns. */
final class UsersEditor {
  private static final int BORN_IN_PRE_KINDERGARTEN = 122;

  private int count;
  final byte[] roles;
  final byte[] grades;
  private final byte[] birthYears;
  private final int[][] schools;
  final int[][] students;
  final Map<Integer, PersonName> renamed;

  /** Leaves room for exactly this many new users. */
  UsersEditor(Users users, int additions) {
    this.count = users.roles.length;
    var length = count + additions;
    this.roles = Arrays.copyOf(users.roles, length);
    this.grades = Arrays.copyOf(users.grades, length);
    this.birthYears = Arrays.copyOf(users.birthYears, length);
    this.schools = longer(users.schools, length);
    this.students = longer(users.students, length);
    this.renamed = new HashMap<>(users.renamed);
  }

  void appendStudent(int school, byte grade) {
    roles[count] = (byte) Role.STUDENT.bit();
    grades[count] = grade;
    birthYears[count] = (byte) (BORN_IN_PRE_KINDERGARTEN - grade);
    schools[0][count] = school;
    schools[1][count] = Users.NONE;
    schools[2][count] = Users.NONE;
    students[0][count] = Users.NONE;
    students[1][count] = Users.NONE;
    count++;
  }

  /** Takes the gone students from a contact; tells whether there were any. */
  boolean dropStudents(int contact, BitSet gone) {
    var first = students[0][contact];
    var second = students[1][contact];
    var keepsFirst = first != Users.NONE && !gone.get(first);
    var keepsSecond = second != Users.NONE && !gone.get(second);
    students[0][contact] = keepsFirst ? first : keepsSecond ? second : Users.NONE;
    students[1][contact] = keepsFirst && keepsSecond ? second : Users.NONE;
    return students[0][contact] != first || students[1][contact] != second;
  }

  Users build() {
    return new Users(roles, grades, birthYears, schools, students, Map.copyOf(renamed));
  }

  private static int[][] longer(int[][] columns, int length) {
    return Arrays.stream(columns)
        .map(column -> Arrays.copyOf(column, length))
        .toArray(int[][]::new);
  }
}
