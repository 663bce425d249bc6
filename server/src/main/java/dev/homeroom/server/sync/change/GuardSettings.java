package dev.homeroom.server.sync.change;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import org.jooq.DSLContext;

/**
 * When removals and changes wait for a person.
 *
 * @param removedPercent more than this share of a kind, 1 to 100
 * @param changedPercent more than this share of a kind, 1 to 100
 * @param students fewer never wait; so for each, 1 to {@link #HIGHEST_FLOOR}
 * @param staff district admins, too
 * @param emptiedSections sections that lose their last student
 */
public record GuardSettings(
    int removedPercent,
    int changedPercent,
    int students,
    int teachers,
    int staff,
    int sections,
    int enrollments,
    int emptiedSections) {
  /** What holds unless something else is declared. */
  public static final GuardSettings USUAL = new GuardSettings(10, 75, 25, 5, 3, 10, 250, 10);

  /** The highest floor that can be declared. */
  public static final int HIGHEST_FLOOR = 1_000_000;

  /** What is declared of the district. */
  static GuardSettings load(DSLContext sql, int district) {
    var row =
        sql.selectFrom(DISTRICT_DECLARATIONS)
            .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district))
            .fetchSingle();
    return new GuardSettings(
        row.getGuardRemovedPercent(),
        row.getGuardChangedPercent(),
        row.getGuardStudentFloor(),
        row.getGuardTeacherFloor(),
        row.getGuardStaffFloor(),
        row.getGuardSectionFloor(),
        row.getGuardEnrollmentFloor(),
        row.getGuardEmptiedSectionFloor());
  }

  /** How many of it never wait, less one. */
  int floor(Subject subject) {
    return switch (subject) {
      case SCHOOL -> 1;
      case STUDENT -> students;
      case TEACHER -> teachers;
      case STAFF, DISTRICT_ADMIN -> staff;
      case SECTION -> sections;
      case ENROLLMENT -> enrollments;
    };
  }
}
