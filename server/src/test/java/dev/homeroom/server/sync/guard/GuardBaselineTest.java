package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.db.generated.Tables.ROSTER_SIZES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.v1.RosterCounts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the window of 24 hours begins, and the sizes that removals are measured against. */
final class GuardBaselineTest {
  private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  private final int district = new WindowRows(database.dsl()).district();

  @BeforeAll
  static void open() {
    database = TestPostgres.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_district_without_a_roster_has_no_window() {
    assertThat(GuardBaseline.find(database.dsl(), district, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT24H, 2", "PT23H59M59S, 1", "PT25H, 2"})
  void the_window_begins_at_the_roster_of_24_hours_ago(Duration age, long revision) {
    write(1, Duration.ofHours(30));
    write(2, age);
    write(3, Duration.ofHours(1));

    var found = find();

    assertThat(found.revision()).isEqualTo(revision);
    assertThat(found.joined()).isFalse();
  }

  @Test
  void a_district_that_is_younger_than_the_window_is_measured_against_its_first_roster() {
    write(1, Duration.ofHours(5));
    write(2, Duration.ofHours(1));

    var found = find();

    assertThat(found.revision()).isEqualTo(1);
    assertThat(found.joined()).as("the whole roster joined within the window").isTrue();
  }

  @Test
  void sizes_that_no_window_begins_at_any_more_are_deleted() {
    write(1, Duration.ofHours(50));
    write(2, Duration.ofHours(30));
    write(3, Duration.ofHours(2));
    write(4, Duration.ZERO);

    assertThat(
            database
                .dsl()
                .selectFrom(ROSTER_SIZES)
                .where(ROSTER_SIZES.DISTRICT.eq(district))
                .orderBy(ROSTER_SIZES.REVISION)
                .fetch(ROSTER_SIZES.REVISION))
        .containsExactly(2L, 3L, 4L);
  }

  @ParameterizedTest
  @CsvSource({
    "SECTION, record, 14",
    "USER, student, 15",
    "USER, teacher, 16",
    "USER, staff, 17",
    "USER, district_admin, 18"
  })
  void a_kind_is_measured_against_its_size_then_and_those_that_have_joined_since(
      RosterType type, String part, long size) {
    write(1, Duration.ofHours(30));

    assertThat(find().size(database.dsl(), type, ChangePart.of(part), 10)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "SCHOOL, 3",
    "SECTION, 4",
    "STUDENT, 5",
    "TEACHER, 6",
    "STAFF, 7",
    "DISTRICT_ADMIN, 8",
    "ENROLLMENT, 19"
  })
  void each_kind_has_its_size(GuardedKind kind, long size) {
    write(1, Duration.ofHours(30));

    assertThat(find().size(kind)).isEqualTo(size);
  }

  private GuardBaseline find() {
    return GuardBaseline.find(database.dsl(), district, NOW).orElseThrow();
  }

  private void write(long revision, Duration ago) {
    GuardBaseline.write(
        database.dsl(),
        district,
        revision,
        NOW.minus(ago),
        RosterCounts.newBuilder()
            .setSchools(3)
            .setSections(4)
            .setStudents(5)
            .setTeachers(6)
            .setStaff(7)
            .setDistrictAdmins(8)
            .setEnrollments(10)
            .setTeacherEnrollments(9)
            .build());
  }
}
