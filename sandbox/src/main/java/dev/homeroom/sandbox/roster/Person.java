package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.PersonName;
import dev.homeroom.sandbox.district.Role;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A user. Values that are not here are derived from the persona. */
public final class Person extends Entry {
  static final int MOST_SCHOOLS = 3;
  private static final int MOST_STUDENTS = 2;
  private static final int[] NONE = {};

  byte roles;
  byte grade;
  short birthYear;
  int sisNumber;
  private int[] schools = NONE;
  private int[] students = NONE;
  @Nullable PersonName givenName;

  /** The address that replaced the first one; empty for none. */
  @Nullable String email;

  /** A rare word that replaces the grade. */
  @Nullable String gradeWord;

  private Map<Role, RoleOrigin> origins = Map.of();

  /**
   * Creates a user without schools.
   *
   * @param roles a mask
   */
  public Person(Stamp stamp, int roles) {
    super(stamp);
    this.roles = (byte) roles;
    this.sisNumber = stamp.serial();
  }

  /** Sets a student's grade number and year of birth. */
  public Person inGrade(int newGrade, int newBirthYear) {
    grade = (byte) newGrade;
    birthYear = (short) newBirthYear;
    return this;
  }

  /** Sets the schools' slots, the primary one first; three at most are kept. */
  public Person at(int... newSchools) {
    schools = first(MOST_SCHOOLS, newSchools);
    return this;
  }

  /** Sets the slots of a contact's students; two at most are kept. */
  public Person of(int... newStudents) {
    students = first(MOST_STUDENTS, newStudents);
    return this;
  }

  /** Returns the first different slots; the same array if there are few. */
  private static int[] first(int most, int[] slots) {
    return slots.length < 2 ? slots : IntStream.of(slots).distinct().limit(most).toArray();
  }

  /** Sets what is rare but real, where it is not null. */
  public Person odd(int newSisNumber, @Nullable String newEmail, @Nullable String newGradeWord) {
    sisNumber = newSisNumber;
    email = newEmail;
    gradeWord = newGradeWord;
    return this;
  }

  boolean has(Role role) {
    return role.in(roles);
  }

  /** The slot of a school, or {@link Users#NONE}; rank 0 is the primary one. */
  int school(int rank) {
    return rank < schools.length ? schools[rank] : Users.NONE;
  }

  IntStream schools() {
    return IntStream.of(schools);
  }

  boolean belongsTo(int school) {
    return Section.contains(schools, school);
  }

  /** The slot of a contact's student, or {@link Users#NONE}. */
  int student(int rank) {
    return rank < students.length ? students[rank] : Users.NONE;
  }

  IntStream students() {
    return IntStream.of(students);
  }

  /** Returns whether any of these users is a student of this contact. */
  boolean hasStudentIn(BitSet users) {
    return Arrays.stream(students).anyMatch(users::get);
  }

  @Nullable RoleOrigin origin(Role role) {
    return origins.get(role);
  }

  /** Sets the origin of a role; null for the user's own. */
  void originate(Role role, @Nullable RoleOrigin origin) {
    Map<Role, RoleOrigin> changed = new HashMap<>(origins);
    if (origin == null) {
      changed.remove(role);
    } else {
      changed.put(role, origin);
    }
    origins = Map.copyOf(changed);
  }

  int sisNumber(Role role) {
    var origin = origin(role);
    return origin == null ? sisNumber : origin.number();
  }
}
