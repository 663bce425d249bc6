package dev.homeroom.bench.many;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.homeroom.bench.many.RunTally.OfDistrict;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunTallyTest {
  private static final Instant FROM = Instant.parse("2026-11-24T02:00:00Z");
  private static final Duration LATER = Duration.ofSeconds(20);

  @Test
  void a_run_in_each_minute_in_time_and_alone_holds() {
    var tally = tally(run(21, 22, 24), run(81, 81, 85));

    assertThat(tally.holds()).isTrue();
    assertThat(tally.runs()).isEqualTo(2);
    assertThat(tally.lateSeconds()).isEqualTo(new Percentiles(1, 1, 1, 1));
    assertThat(tally.runSeconds().most()).isEqualTo(4);
  }

  @Test
  void a_minute_without_a_run_is_missing() {
    assertThat(tally(run(21, 22, 24)).missing()).isEqualTo(1);
  }

  @Test
  void two_runs_of_a_minute_are_doubled_and_those_at_once_overlap() {
    var tally = tally(run(21, 22, 40), run(30, 31, 50), run(81, 81, 85));

    assertThat(tally.doubled()).isEqualTo(1);
    assertThat(tally.overlaps()).isEqualTo(1);
    assertThat(tally.holds()).isFalse();
  }

  @Test
  void a_run_that_ends_after_its_minute_is_outside() {
    var tally = tally(run(21, 22, 81), run(82, 83, 85));

    assertThat(tally.outsideTheirMinute()).isEqualTo(1);
  }

  @Test
  void what_was_due_before_or_after_is_not_counted() {
    assertThat(tally(run(19, 19, 20), run(141, 142, 143)).runs()).isZero();
  }

  private static RunTally tally(SyncRun... runs) {
    return RunTally.of(List.of(new OfDistrict(LATER, List.of(runs))), FROM, 2);
  }

  private static SyncRun run(int created, int started, int ended) {
    return SyncRun.newBuilder()
        .setState(SyncState.SYNC_STATE_SUCCEEDED)
        .setAttempt(1)
        .setCreateTime(at(created))
        .setStartTime(at(started))
        .setEndTime(at(ended))
        .build();
  }

  private static Timestamp at(int seconds) {
    return Timestamp.newBuilder().setSeconds(FROM.getEpochSecond() + seconds).build();
  }
}
