package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.record.RosterType.SECTION;
import static dev.homeroom.server.sync.guard.WindowRows.BEFORE;
import static dev.homeroom.server.sync.guard.WindowRows.EARLY;
import static dev.homeroom.server.sync.guard.WindowRows.LATE;
import static dev.homeroom.server.sync.guard.WindowRows.SINCE;
import static dev.homeroom.server.sync.guard.WindowRows.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.sync.guard.GuardCountSql.EnrollmentCounts;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How enrollments are counted since the window began, on rows alone. */
final class EnrollmentCountTest {
  private static final int ONE = 301;

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  private final WindowRows rows = new WindowRows(database.dsl());

  @BeforeAll
  static void open() {
    database = TestPostgres.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_student_or_teacher_who_leaves_a_section_is_one_enrollment_gone() {
    rows.live(SECTION, ONE, BEFORE, section(ids(1, 2), ids(3, 4)));
    rows.changed(SECTION, ONE, section(ids(1), ids(3)));

    assertThat(count()).isEqualTo(new EnrollmentCounts(0, 2, 0, 1, 0));
  }

  @Test
  void a_section_that_stays_and_loses_its_last_student_is_emptied() {
    rows.live(SECTION, ONE, BEFORE, section(ids(1, 2), ids(3)));
    rows.changed(SECTION, ONE, section(ids(), ids(3)));
    rows.former(SECTION, ONE + 1, BEFORE, EARLY, section(ids(1), ids()));
    rows.live(SECTION, ONE + 1, EARLY, section(ids(), ids()));

    assertThat(count()).isEqualTo(new EnrollmentCounts(0, 3, 0, 3, 2));
  }

  @Test
  void a_section_that_never_had_students_is_not_emptied() {
    rows.live(SECTION, ONE, BEFORE, section(ids(), ids(3)));
    rows.changed(SECTION, ONE, section(ids(), ids()));

    assertThat(count()).isEqualTo(new EnrollmentCounts(0, 1, 0, 0, 0));
  }

  @Test
  void enrollments_end_with_their_section_which_is_not_emptied() {
    rows.live(SECTION, ONE, BEFORE, section(ids(1, 2), ids(3)));
    rows.removed(SECTION, ONE);

    assertThat(count()).isEqualTo(new EnrollmentCounts(0, 3, 0, 2, 0));
  }

  @Test
  void an_enrollment_that_joined_and_ends_within_the_window_counts_as_both() {
    rows.former(SECTION, ONE, BEFORE, EARLY, section(ids(1), ids(3)));
    rows.live(SECTION, ONE, EARLY, section(ids(1, 2), ids(3)));
    rows.changed(SECTION, ONE, section(ids(1), ids(3)));
    rows.live(SECTION, ONE + 1, SINCE, section(ids(4), ids()));
    rows.removed(SECTION, ONE + 1);

    assertThat(count())
        .as("that of the second section was there when it began")
        .isEqualTo(new EnrollmentCounts(1, 2, 1, 2, 0));
  }

  @Test
  void a_section_that_joined_within_the_window_brings_its_enrollments() {
    rows.live(SECTION, ONE, SINCE, section(ids(1, 2), ids(3)));
    rows.live(SECTION, ONE + 1, SINCE + 1, section(ids(1, 2), ids(3)));

    assertThat(count()).isEqualTo(new EnrollmentCounts(3, 0, 0, 0, 0));
  }

  @Test
  void an_enrollment_that_ended_earlier_in_the_window_is_gone_and_one_that_is_back_is_not() {
    rows.former(SECTION, ONE, BEFORE, EARLY, section(ids(1, 2), ids()));
    rows.former(SECTION, ONE, EARLY, LATE, section(ids(), ids()));
    rows.live(SECTION, ONE, LATE, section(ids(1), ids()));
    rows.former(SECTION, ONE + 1, 1, SINCE, section(ids(1, 2), ids()));
    rows.live(SECTION, ONE + 1, SINCE, section(ids(), ids()));

    assertThat(count()).isEqualTo(new EnrollmentCounts(0, 1, 0, 1, 0));
  }

  @Test
  void a_student_in_two_sections_has_two_enrollments() {
    rows.live(SECTION, ONE, BEFORE, section(ids(1), ids()));
    rows.live(SECTION, ONE + 1, BEFORE, section(ids(1), ids()));
    rows.removed(SECTION, ONE);
    rows.removed(SECTION, ONE + 1);

    assertThat(count()).isEqualTo(new EnrollmentCounts(0, 2, 0, 2, 0));
  }

  private EnrollmentCounts count() {
    return rows.counts().enrollments(database.dsl());
  }

  private static Map<String, ?> section(byte[][] students, byte[][] teachers) {
    return Map.of("students", students, "teachers", teachers);
  }
}
