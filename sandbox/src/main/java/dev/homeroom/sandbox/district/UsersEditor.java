package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Edits a copy of the users' columns. */
final class UsersEditor {
  static final int MOST_SCHOOLS = 3;
  private static final int MOST_STUDENTS = 2;

  private int count;
  byte[] roles;
  byte[] grades;
  private byte[] birthYears;
  private int[] sisNumbers;
  private final int[][] schools;
  private final int[][] students;
  final Map<Integer, PersonName> renamed;
  final Map<Integer, String> emails;
  final Map<Integer, String> gradeWords;
  final Map<Integer, RoleOrigin> origins;

  UsersEditor(Users users) {
    this.count = users.roles.length;
    this.roles = users.roles.clone();
    this.grades = users.grades.clone();
    this.birthYears = users.birthYears.clone();
    this.sisNumbers = users.sisNumbers.clone();
    this.schools = Arrays.stream(users.schools).map(int[]::clone).toArray(int[][]::new);
    this.students = Arrays.stream(users.students).map(int[]::clone).toArray(int[][]::new);
    this.renamed = new HashMap<>(users.renamed);
    this.emails = new HashMap<>(users.emails);
    this.gradeWords = new HashMap<>(users.gradeWords);
    this.origins = new HashMap<>(users.origins);
  }

  boolean has(Role role, int user) {
    return role.in(roles[user]);
  }

  void append(int mask, int sisNumber) {
    if (count == roles.length) {
      resize(ColumnGrowth.beyond(count));
    }
    roles[count] = (byte) mask;
    sisNumbers[count] = sisNumber;
    setSchools(count, IntStream.empty());
    setStudents(count, IntStream.empty());
    count++;
  }

  void appendStudent(int school, byte grade, int birthYear, int sisNumber) {
    append(Role.STUDENT.bit(), sisNumber);
    grades[count - 1] = grade;
    birthYears[count - 1] = (byte) (birthYear - 1900);
    schools[0][count - 1] = school;
  }

  /** Appends a copy of a user, with its given name, address and grade word. */
  void appendCopy(int user, int sisNumber) {
    append(roles[user], sisNumber);
    var copy = count - 1;
    grades[copy] = grades[user];
    birthYears[copy] = birthYears[user];
    for (var rank : schools) {
      rank[copy] = rank[user];
    }
    for (var rank : students) {
      rank[copy] = rank[user];
    }
    copyEntry(renamed, user, copy);
    copyEntry(emails, user, copy);
    copyEntry(gradeWords, user, copy);
    if (origins.isEmpty()) {
      return;
    }
    for (var role : Role.values()) {
      var origin = origins.get(RoleOrigin.key(user, role));
      if (origin != null) {
        origins.put(RoleOrigin.key(copy, role), origin);
      }
    }
  }

  int sisNumber(int user) {
    return sisNumbers[user];
  }

  int sisNumber(int user, Role role) {
    var origin = origins.get(RoleOrigin.key(user, role));
    return origin == null ? sisNumbers[user] : origin.number();
  }

  /** The user's schools, the primary one first. */
  IntStream schools(int user) {
    return Arrays.stream(schools)
        .mapToInt(rank -> rank[user])
        .filter(school -> school != Users.NONE);
  }

  boolean belongsTo(int user, int school) {
    return schools(user).anyMatch(own -> own == school);
  }

  void setSchools(int user, IntStream own) {
    set(schools, user, own.distinct().limit(MOST_SCHOOLS).toArray());
  }

  /** The slots of a contact's students. */
  IntStream students(int user) {
    return Arrays.stream(students)
        .mapToInt(rank -> rank[user])
        .filter(student -> student != Users.NONE);
  }

  boolean hasStudents(int contact) {
    return students[0][contact] != Users.NONE;
  }

  void setStudents(int contact, IntStream own) {
    set(students, contact, own.distinct().limit(MOST_STUDENTS).toArray());
  }

  /** Removes students from a contact; returns whether there were any. */
  boolean dropStudents(int contact, BitSet gone) {
    if (students(contact).noneMatch(gone::get)) {
      return false;
    }
    setStudents(contact, students(contact).filter(student -> !gone.get(student)));
    return true;
  }

  Users build() {
    resize(count);
    return new Users(
        roles,
        grades,
        birthYears,
        schools,
        students,
        sisNumbers,
        Map.copyOf(renamed),
        Map.copyOf(emails),
        Map.copyOf(gradeWords),
        Map.copyOf(origins));
  }

  private static void set(int[][] ranks, int user, int[] values) {
    for (var rank = 0; rank < ranks.length; rank++) {
      ranks[rank][user] = rank < values.length ? values[rank] : Users.NONE;
    }
  }

  private static <V> void copyEntry(Map<Integer, V> entries, int from, int to) {
    var value = entries.get(from);
    if (value != null) {
      entries.put(to, value);
    }
  }

  private void resize(int length) {
    if (length == roles.length) {
      return;
    }
    roles = Arrays.copyOf(roles, length);
    grades = Arrays.copyOf(grades, length);
    birthYears = Arrays.copyOf(birthYears, length);
    sisNumbers = Arrays.copyOf(sisNumbers, length);
    Arrays.setAll(schools, rank -> Arrays.copyOf(schools[rank], length));
    Arrays.setAll(students, rank -> Arrays.copyOf(students[rank], length));
  }
}
