package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import org.jooq.DSLContext;

/**
 * The limits above which removals and changes wait for a person.
 *
 * @param removedPercent the share of a kind above which removals wait, 1 to 100; 100 switches this
 *     off
 * @param changedPercent the share of a kind above which changes wait, 1 to 100; 100 switches this
 *     off
 * @param students the smallest number that can trigger a hold; like the other floors, 1 to {@link
 *     #HIGHEST_FLOOR}
 * @param staff the floor of staff and of district admins
 * @param emptiedSections the floor of sections that lose their last student
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
  /** The defaults. */
  public static final GuardSettings USUAL = new GuardSettings(10, 75, 25, 5, 3, 10, 250, 10);

  /** The highest floor that can be declared. */
  public static final int HIGHEST_FLOOR = 1_000_000;

  /** Loads the settings that are declared for the district. */
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

  /** Returns the smallest number of affected records that can trigger a hold. */
  int floor(GuardedKind subject) {
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
