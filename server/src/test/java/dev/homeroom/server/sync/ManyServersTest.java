package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two servers on one Postgres. */
class ManyServersTest {
  private static final Duration POLLING = Duration.ofMillis(50);
  private static final Instant NOON = Instant.parse("2026-11-24T12:01:00Z");

  @Test
  void each_time_that_is_due_makes_one_run_whatever_server_triggers_and_takes_it()
      throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var districts = declare(fixture, 12);
      var clock = new RunningClock(NOON);
      for (var district : districts) {
        apply(fixture, district, "0 * * * *", "UTC", clock.instant());
      }
      fixture.startSteadyWorker("one");
      fixture.startSteadyWorker("two");
      try (var _ = Schedules.start(fixture.database, clock, List.of(), POLLING);
          var _ = Schedules.start(fixture.database, clock, List.of(), POLLING)) {
        for (int hour = 1; hour <= 3; hour++) {
          clock.set(NOON.plus(Duration.ofHours(hour)));
          int runs = hour * districts.size();
          Eventually.see(() -> ended(fixture), ended -> ended >= runs);
        }
      }

      var perDistrict =
          fixture
              .database
              .dsl()
              .select(SYNC_RUNS.DISTRICT, SYNC_RUNS.ATTEMPT)
              .from(SYNC_RUNS)
              .fetch()
              .stream()
              .collect(groupingBy(row -> row.value1(), counting()));
      assertThat(perDistrict)
          .hasSize(districts.size())
          .allSatisfy((_, runs) -> assertThat(runs).isEqualTo(3));
      assertThat(fixture.database.dsl().fetchCount(SYNC_RUNS, SYNC_RUNS.ATTEMPT.ne(1))).isZero();
      assertThat(overlaps(fixture)).isZero();
    }
  }

  @Test
  void two_servers_that_were_down_for_days_make_up_for_it_with_one_run() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var clock = new RunningClock(NOON);
      var nightly = Schedule.of("0 2 * * *", "America/Chicago");
      apply(fixture, fixture.district, "0 2 * * *", "America/Chicago", clock.instant());
      clock.set(NOON.plus(Duration.ofDays(9)));

      var next = nightly.spread(fixture.district.id()).after(clock.instant());
      try (var _ = Schedules.start(fixture.database, clock, List.of(), POLLING);
          var _ = Schedules.start(fixture.database, clock, List.of(), POLLING)) {
        Eventually.see(fixture::nextRun, seen -> seen.filter(next::equals).isPresent());
      }

      assertThat(fixture.database.dsl().fetchCount(SYNC_RUNS)).isEqualTo(1);
    }
  }

  @Test
  void a_slow_district_takes_one_place_and_holds_no_other_up() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var slow = declare(fixture, 1).getFirst();
      var answer = new CountDownLatch(1);
      fixture.tokens.before =
          district -> {
            if (district.equals(slow)) {
              answer.await();
            }
          };
      fixture.startWorker("one", 2);
      var waiting = trigger(fixture, slow);
      fixture.awaitState(slow, waiting, SyncState.SYNC_STATE_FETCHING);

      for (int i = 0; i < 3; i++) {
        assertThat(fixture.run().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      }

      assertThat(fixture.find(slow, waiting).getState()).isEqualTo(SyncState.SYNC_STATE_FETCHING);
      answer.countDown();
      assertThat(fixture.await(slow, waiting).hasEndTime()).isTrue();
    }
  }

  /** Districts that Clever does not know by the fixture's token: their runs fail, and quickly. */
  private static List<DistrictKey> declare(SyncFixture fixture, int districts) {
    var declared = new ArrayList<DistrictKey>();
    for (int i = 0; i < districts; i++) {
      declared.add(fixture.declare(CleverId.of("5f0000000000000000%06x".formatted(i + 1))));
    }
    return declared;
  }

  private static void apply(
      SyncFixture fixture, DistrictKey district, String cron, String zone, Instant now) {
    fixture.database.transaction(tx -> {
      tx.update(DISTRICT_DECLARATIONS)
          .set(DISTRICT_DECLARATIONS.CRON, cron)
          .set(DISTRICT_DECLARATIONS.TIME_ZONE, zone)
          .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
          .execute();
      Schedules.apply(tx, district, Schedule.of(cron, zone), false, now);
      return 0;
    });
  }

  private static UUID trigger(SyncFixture fixture, DistrictKey district) {
    return fixture.database.transaction(
        tx -> SyncRuns.trigger(tx, district, SyncMode.SYNC_MODE_FULL, Optional.empty()));
  }

  private static int ended(SyncFixture fixture) {
    return fixture.database.dsl().fetchCount(SYNC_RUNS, SYNC_RUNS.ENDED_AT.isNotNull());
  }

  private static int overlaps(SyncFixture fixture) {
    var other = SYNC_RUNS.as("other");
    return fixture
        .database
        .dsl()
        .selectCount()
        .from(SYNC_RUNS)
        .join(other)
        .on(other.DISTRICT.eq(SYNC_RUNS.DISTRICT))
        .and(other.RUN.ne(SYNC_RUNS.RUN))
        .and(other.STARTED_AT.ge(SYNC_RUNS.STARTED_AT))
        .and(other.STARTED_AT.lt(SYNC_RUNS.ENDED_AT))
        .fetchSingle()
        .value1();
  }
}
