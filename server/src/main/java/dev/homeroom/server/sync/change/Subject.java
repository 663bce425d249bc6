package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.RosterTable;
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

  /**
   * How much of it there was, and what became of that.
   *
   * @param base how many at the start
   * @param gone how many of these are gone
   * @param changed how many of these have other values
   * @param emptied on how many of these the field emptied that did so on most
   * @param added how many the run adds
   */
  record Tally(long base, long gone, long changed, long emptied, long added) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);
  }

  /**
   * What became of everything.
   *
   * @param emptiedSections sections that lost their last student
   * @param goneSchools schools that would go
   * @param abandonedSchools schools that would be left without any teacher or any student
   */
  record Tallies(
      Map<Subject, Tally> of, long emptiedSections, long goneSchools, long abandonedSchools) {
    Tally of(Subject subject) {
      return of.getOrDefault(subject, Tally.NOTHING);
    }
  }
}
