package dev.homeroom.sandbox.generate;

/**
 * The number of records of each kind in a district: for 1004 students exactly those of Clever's
 * demo district (sandbox/CLEVER.md 8), for other sizes in the same ratios.
 *
 * @param inTwoSchools students who belong to two schools
 * @param inThreeSchools students who belong to three schools
 * @param enrollments enrollments of students
 * @param leaders teachers who are also staff (one user with two roles)
 */
record DistrictSize(
    int students,
    int schools,
    int terms,
    int courses,
    int sections,
    int admins,
    int staff,
    int leaders,
    int teachers,
    int contacts,
    int inTwoSchools,
    int inThreeSchools,
    int enrollments) {
  static final int DEMO_STUDENTS = 1004;
  static final int SMALLEST = 10;
  static final int LARGEST = 1_000_000;

  /**
   * The demo district's sections by their number of teachers: 333 sections have one, 20 have two.
   */
  static final int[] DEMO_SECTIONS_BY_TEACHERS = {0, 333, 20, 21, 4};

  /** Sections of the demo district's three schools. */
  static final int[] DEMO_SECTIONS_BY_SCHOOL = {165, 127, 86};

  static final int DEMO_SECTIONS = 378;
  private static final int SMALLEST_WITH_THREE_SCHOOLS = 100;
  private static final int SMALLEST_WITH_STAFF = 5_000;

  static DistrictSize of(int students) {
    if (students < SMALLEST || students > LARGEST) {
      throw new IllegalArgumentException(
          "a district has from %d to %d students, not %d".formatted(SMALLEST, LARGEST, students));
    }
    var schools = students < SMALLEST_WITH_THREE_SCHOOLS ? 1 : Math.max(3, scaled(students, 3));
    var staffed = students >= SMALLEST_WITH_STAFF;
    return new DistrictSize(
        students,
        schools,
        5,
        scaled(students, 343),
        scaled(students, DEMO_SECTIONS),
        3 + students / 50_000,
        staffed ? students / 400 : 0,
        staffed ? students / 1_000 : 0,
        scaled(students, 89),
        scaled(students, 1002),
        schools < 3 ? 0 : scaled(students, 221),
        schools < 3 ? 0 : scaled(students, 43),
        scaled(students, 8954));
  }

  /** Scales a count of the demo district to another number of students; never below 1. */
  static int scaled(int students, int demo) {
    return (int) Math.max(1, ((long) students * demo + DEMO_STUDENTS / 2) / DEMO_STUDENTS);
  }
}
