package dev.homeroom.server.sharing;

import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.ShareCounts;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The kinds of records by which a share is counted. A user with several roles counts in each. */
public enum ShareKind {
  /** Schools. */
  SCHOOL,
  /** Terms. */
  TERM,
  /** Courses. */
  COURSE,
  /** Sections. */
  SECTION,
  /** Students. */
  STUDENT,
  /** Teachers. */
  TEACHER,
  /** Staff. */
  STAFF,
  /** District admins. */
  DISTRICT_ADMIN,
  /** Contacts. */
  CONTACT;

  /** The number of records of this kind in a roster. */
  public long of(RosterCounts sizes) {
    return switch (this) {
      case SCHOOL -> sizes.getSchools();
      case TERM -> sizes.getTerms();
      case COURSE -> sizes.getCourses();
      case SECTION -> sizes.getSections();
      case STUDENT -> sizes.getStudents();
      case TEACHER -> sizes.getTeachers();
      case STAFF -> sizes.getStaff();
      case DISTRICT_ADMIN -> sizes.getDistrictAdmins();
      case CONTACT -> sizes.getContacts();
    };
  }

  /**
   * The bit of this role in an uncovered user's roles; 0 for a kind that is no role. The migration
   * that adds {@code undeclared_records} defines the bits.
   */
  public int bit() {
    return switch (this) {
      case SCHOOL, TERM, COURSE, SECTION -> 0;
      case STUDENT -> 1;
      case TEACHER -> 2;
      case STAFF -> 4;
      case DISTRICT_ADMIN -> 8;
      case CONTACT -> 16;
    };
  }

  /** The kind in a column; empty if a newer release wrote a kind that is unknown to this one. */
  static Optional<ShareKind> find(String column) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(column)).findFirst();
  }

  /** Counts as a message of the contract; missing kinds count as 0. */
  public static ShareCounts counts(Map<ShareKind, Long> counts) {
    return ShareCounts.newBuilder()
        .setSchools(counts.getOrDefault(SCHOOL, 0L))
        .setTerms(counts.getOrDefault(TERM, 0L))
        .setCourses(counts.getOrDefault(COURSE, 0L))
        .setSections(counts.getOrDefault(SECTION, 0L))
        .setStudents(counts.getOrDefault(STUDENT, 0L))
        .setTeachers(counts.getOrDefault(TEACHER, 0L))
        .setStaff(counts.getOrDefault(STAFF, 0L))
        .setDistrictAdmins(counts.getOrDefault(DISTRICT_ADMIN, 0L))
        .setContacts(counts.getOrDefault(CONTACT, 0L))
        .build();
  }
}
