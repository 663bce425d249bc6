package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.testing.RunningClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static final Duration POLLING = Duration.ofMillis(50);
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({
    "30 2 * * *, America/Chicago, 2026-11-23T12:00:00Z, 2026-11-24T08:30:00Z",
    "30 2 * * *, America/Chicago, 2026-06-23T12:00:00Z, 2026-06-24T07:30:00Z",
    "0 6 * * 1-5, UTC, 2026-11-20T06:00:00Z, 2026-11-23T06:00:00Z",
    "*/15 * * * *, UTC, 2026-11-20T06:01:00Z, 2026-11-20T06:15:00Z"
  })
  void a_schedule_is_read_in_its_time_zone(String cron, String zone, Instant now, Instant next) {
    assertThat(Schedule.of(cron, zone).after(now)).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30 2 * *",
        "0 30 2 * * *",
        "60 2 * * *",
        "a b c d e",
        "@daily",
        "-",
        "30 2 31 2 x"
      })
  void a_malformed_cron_is_refused_with_its_form(String cron) {
    assertThatThrownBy(() -> Schedule.of(cron, "UTC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(Schedule.CRON_FORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Chicago", "GMT+25", "+02:00"})
  void an_unknown_zone_is_refused_with_its_form(String zone) {
    assertThatThrownBy(() -> Schedule.of("30 2 * * *", zone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(Schedule.ZONE_FORM);
  }

  @ParameterizedTest
  @CsvSource({
    // 02:30 is skipped on March 8: made up for at 03:30, once.
    "30 2 * * *, 2026-03-07T00:00:00Z, 2026-03-07T08:30:00Z 2026-03-08T08:30:00Z"
        + " 2026-03-09T07:30:00Z",
    // 01:30 comes twice on November 1: the first counts.
    "30 1 * * *, 2026-10-31T00:00:00Z, 2026-10-31T06:30:00Z 2026-11-01T06:30:00Z"
        + " 2026-11-02T07:30:00Z"
  })
  void daylight_saving_neither_drops_nor_doubles_a_day(String cron, Instant from, String times) {
    var schedule = Schedule.of(cron, "America/Chicago");
    var told = new ArrayList<String>();
    var time = from;
    for (int i = 0; i < 3; i++) {
      time = schedule.after(time);
      told.add(time.toString());
    }

    assertThat(String.join(" ", told)).isEqualTo(times);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-08T05:00:00Z", "2026-11-01T04:00:00Z"})
  void an_hourly_schedule_goes_on_through_a_change_of_clocks(Instant from) {
    var schedule = Schedule.of("0 * * * *", "America/Chicago");
    var time = from;
    for (int i = 0; i < 6; i++) {
      var next = schedule.after(time);
      assertThat(Duration.between(time, next)).isBetween(HOUR, HOUR.multipliedBy(2));
      time = next;
    }
  }

  @Test
  void districts_of_the_same_minute_are_spread_within_it_and_each_stays_where_it_is() {
    var due = Instant.parse("2026-11-24T02:00:00Z");
    var before = due.minusSeconds(3600);
    var schedule = Schedule.of("0 2 * * *", "UTC");
    var starts = new ArrayList<Instant>();
    for (int i = 0; i < 200; i++) {
      var district = CleverId.of("6a702e5f64be279e8f%06x".formatted(i));
      var start = schedule.spread(district).after(before);
      assertThat(start).isBetween(due, due.plusSeconds(50));
      assertThat(schedule.spread(district).after(start))
          .isEqualTo(start.plus(HOUR.multipliedBy(24)));
      starts.add(start);
    }

    var seconds = starts.stream().collect(groupingBy(Instant::getEpochSecond, counting()));
    assertThat(seconds).hasSizeGreaterThan(40);
    assertThat(seconds.values()).allMatch(districts -> districts < 20);
  }

  @Test
  void a_schedule_that_changes_while_a_run_is_due_leaves_it_due() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var declared = Instant.parse("2026-11-23T12:00:00Z");
      apply(fixture, Schedule.of("30 2 * * *", "UTC"), false, declared);
      var due = fixture.nextRun().orElseThrow();

      var later = due.plusSeconds(60);
      apply(fixture, Schedule.of("0 9 * * *", "UTC"), false, later);
      assertThat(fixture.nextRun()).contains(due);

      apply(fixture, Schedule.of("0 8 * * *", "UTC"), false, due.minusSeconds(60));
      assertThat(fixture.nextRun())
          .contains(
              Schedule.of("0 8 * * *", "UTC")
                  .spread(fixture.district.id())
                  .after(due.minusSeconds(60)));
    }
  }

  @Test
  void what_is_due_triggers_one_run_however_often_it_was_missed() throws Exception {
    try (var fixture = SyncFixture.demo();
        var work = fixture.signals.subscribeAll(Channel.WORK)) {
      var clock = new RunningClock(Instant.parse("2026-11-23T12:00:00Z"));
      var schedule = Schedule.of("30 2 * * *", "America/Chicago");
      apply(fixture, schedule, false, clock.instant());
      assertThat(fixture.nextRun())
          .hasValueSatisfying(next ->
              assertThat(next)
                  .isBetween(
                      Instant.parse("2026-11-24T08:30:00Z"),
                      Instant.parse("2026-11-24T08:30:50Z")));

      clock.set(Instant.parse("2026-11-30T00:00:00Z"));
      var next = schedule.spread(fixture.district.id()).after(clock.instant());
      try (var _ = Schedules.start(fixture.database, clock, List.of(), POLLING)) {
        while (!fixture.nextRun().equals(Optional.of(next))) {
          work.await(Duration.ofMillis(100));
        }
      }

      assertThat(fixture.database.dsl().fetchCount(SYNC_RUNS)).isEqualTo(1);
    }
  }

  @Test
  void a_suspended_or_removed_district_has_no_next_time() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var schedule = Schedule.of("30 2 * * *", "America/Chicago");
      var now = Instant.parse("2026-11-23T12:00:00Z");

      apply(fixture, schedule, false, now);
      apply(fixture, schedule, true, now);
      assertThat(fixture.nextRun()).isEmpty();

      apply(fixture, schedule, false, now);
      Schedules.remove(fixture.database.dsl(), fixture.district);
      assertThat(fixture.nextRun()).isEmpty();
    }
  }

  private static void apply(
      SyncFixture fixture, Schedule schedule, boolean suspended, Instant now) {
    fixture.database.transaction(tx -> {
      Schedules.apply(tx, fixture.district, schedule, suspended, now);
      return 0;
    });
  }
}
