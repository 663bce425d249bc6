package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.Signals.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static final Duration POLLING = Duration.ofMillis(50);

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

  @Test
  void what_is_due_triggers_one_run_however_often_it_was_missed() throws Exception {
    try (var fixture = SyncFixture.demo();
        var work = fixture.signals.subscribeAll(Channel.WORK)) {
      var clock = new MovableClock(Instant.parse("2026-11-23T12:00:00Z"));
      var schedule = Schedule.of("30 2 * * *", "America/Chicago");
      apply(fixture, schedule, false, clock.instant());
      assertThat(Schedules.next(fixture.database.dsl(), fixture.district))
          .contains(Instant.parse("2026-11-24T08:30:00Z"));

      clock.now = Instant.parse("2026-11-30T00:00:00Z");
      try (var _ = Schedules.start(fixture.database, clock, POLLING)) {
        while (!Schedules.next(fixture.database.dsl(), fixture.district)
            .equals(java.util.Optional.of(Instant.parse("2026-11-30T08:30:00Z")))) {
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
      assertThat(Schedules.next(fixture.database.dsl(), fixture.district)).isEmpty();

      apply(fixture, schedule, false, now);
      Schedules.remove(fixture.database.dsl(), fixture.district);
      assertThat(Schedules.next(fixture.database.dsl(), fixture.district)).isEmpty();
    }
  }

  private static void apply(
      SyncFixture fixture, Schedule schedule, boolean suspended, Instant now) {
    fixture.database.transaction(tx -> {
      Schedules.apply(tx, fixture.district, schedule, suspended, now);
      return 0;
    });
  }

  private static final class MovableClock extends Clock {
    private volatile Instant now;

    MovableClock(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
