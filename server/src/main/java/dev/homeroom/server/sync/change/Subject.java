package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.RosterTable;
import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import java.util.Map;

/** What the guard counts. Terms, courses and contacts churn by nature and are not among it. */
enum Subject {
  SCHOOL("schools"),
  SECTION("sections"),
  ENROLLMENT("enrollments"),
  STUDENT("students"),
  TEACHER("teachers"),
  STAFF("staff"),
  DISTRICT_ADMIN("district admins");

  private final String words;

  Subject(String words) {
    this.words = words;
  }

  /** Several of it, for people. */
  String words() {
    return words;
  }

  /** The type whose rows hold it. */
  RosterTable table() {
    return switch (this) {
      case SCHOOL -> RosterTable.SCHOOL;
      case SECTION, ENROLLMENT -> RosterTable.SECTION;
      case STUDENT, TEACHER, STAFF, DISTRICT_ADMIN -> RosterTable.USER;
    };
  }

  /** The role's column; {@code record} where it is none, {@code seat} for enrollments. */
  String role() {
    return switch (this) {
      case SCHOOL, SECTION -> "record";
      case ENROLLMENT -> "seat";
      case STUDENT -> "student";
      case TEACHER -> "teacher";
      case STAFF -> "staff";
      case DISTRICT_ADMIN -> "district_admin";
    };
  }

  /** How many of it the live roster has. */
  long live(RosterCountsRecord counts) {
    return switch (this) {
      case SCHOOL -> counts.getSchools();
      case SECTION -> counts.getSections();
      case ENROLLMENT -> counts.getEnrollments() + counts.getTeacherEnrollments();
      case STUDENT -> counts.getStudents();
      case TEACHER -> counts.getTeachers();
      case STAFF -> counts.getStaff();
      case DISTRICT_ADMIN -> counts.getDistrictAdmins();
    };
  }

  /**
   * How much of it there was, and what became of that.
   *
   * @param base how many there were when the window began, and have joined since
   * @param gone how many of these the run's result lacks
   * @param joined how many of those that are gone had joined since the window began
   * @param changed how many of the base have other values
   * @param emptied on how many of the base the field emptied that did so on most
   * @param added how many the run adds
   * @param left how many the run's result has
   */
  record Tally(
      long base, long gone, long joined, long changed, long emptied, long added, long left) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * What became of everything.
   *
   * @param seats what became of the students of sections
   * @param goneSchools schools that would go
   * @param abandonedSchools schools that would be left without any teacher or any student
   */
  record Tallies(
      Map<Subject, Tally> of, StudentSeats seats, long goneSchools, long abandonedSchools) {
    Tally of(Subject subject) {
      return of.getOrDefault(subject, Tally.NOTHING);
    }
  }

  /**
   * What became of the students of sections.
   *
   * @param emptiedSections sections that stay and lost their last student
   * @param gone students' enrollments that are gone
   * @param left students' enrollments that the run's result has
   */
  record StudentSeats(long emptiedSections, long gone, long left) {
    static final StudentSeats NOTHING = new StudentSeats(0, 0, 0);
  }
}
