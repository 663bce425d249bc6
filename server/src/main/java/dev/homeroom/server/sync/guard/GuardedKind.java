package dev.homeroom.server.sync.guard;

import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import java.util.List;
import java.util.Map;

/**
 * The kinds that the guard counts. Terms, courses and contacts change often by nature and do not
 * count.
 */
enum GuardedKind {
  SCHOOL("schools"),
  SECTION("sections"),
  ENROLLMENT("enrollments"),
  STUDENT("students"),
  TEACHER("teachers"),
  STAFF("staff"),
  DISTRICT_ADMIN("district admins");

  private final String words;

  GuardedKind(String words) {
    this.words = words;
  }

  /** The plural, for people. */
  String words() {
    return words;
  }

  /** The type whose rows contain the kind. */
  RosterType type() {
    return switch (this) {
      case SCHOOL -> RosterType.SCHOOL;
      case SECTION, ENROLLMENT -> RosterType.SECTION;
      case STUDENT, TEACHER, STAFF, DISTRICT_ADMIN -> RosterType.USER;
    };
  }

  /** The parts of a row that are of the kind: one, but for enrollments, which are in two lists. */
  List<ChangePart> parts() {
    return switch (this) {
      case SCHOOL, SECTION -> List.of(ChangePart.RECORD);
      case ENROLLMENT -> type().lists().stream().map(ChangePart::of).toList();
      case STUDENT -> List.of(ChangePart.of("student"));
      case TEACHER -> List.of(ChangePart.of("teacher"));
      case STAFF -> List.of(ChangePart.of("staff"));
      case DISTRICT_ADMIN -> List.of(ChangePart.of("district_admin"));
    };
  }

  /** Returns how many the live roster has. */
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
   * The counts of one kind.
   *
   * @param base how many there were when the window began, plus those that have joined since
   * @param gone how many of {@code base} the run's result lacks
   * @param joined how many of {@code gone} had joined since the window began
   * @param changed how many of {@code base} have other values
   * @param emptied how many of {@code base} lost a value, in the field that lost most
   * @param added how many the run adds
   * @param left how many the run's result has
   */
  record Tally(
      long base, long gone, long joined, long changed, long emptied, long added, long left) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * The counts of everything that the guard judges.
   *
   * @param enrollments the counts of students' enrollments
   * @param goneSchools schools that would be removed
   * @param abandonedSchools schools that would be left without any teacher or any student
   */
  record Tallies(
      Map<GuardedKind, Tally> of,
      StudentEnrollments enrollments,
      long goneSchools,
      long abandonedSchools) {
    Tally of(GuardedKind subject) {
      return of.getOrDefault(subject, Tally.NOTHING);
    }
  }

  /**
   * The counts of students' enrollments.
   *
   * @param emptiedSections sections that stay and lost their last student
   * @param gone students' enrollments that are gone
   * @param left students' enrollments that the run's result has
   */
  record StudentEnrollments(long emptiedSections, long gone, long left) {
    static final StudentEnrollments NOTHING = new StudentEnrollments(0, 0, 0);
  }
}
