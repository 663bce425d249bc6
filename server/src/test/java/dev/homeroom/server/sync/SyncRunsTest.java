package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.CreationPosition;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncRunsTest {
  private static final SyncMode ANY = SyncMode.SYNC_MODE_UNSPECIFIED;

  @Test
  void a_second_wish_joins_the_active_run() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var first = trigger(fixture, ANY, Optional.empty());

      assertThat(trigger(fixture, SyncMode.SYNC_MODE_FULL, Optional.empty())).isEqualTo(first);
      assertThat(fixture.find(first).getMode()).isEqualTo(SyncMode.SYNC_MODE_FULL);

      SyncRuns.cancel(fixture.database.dsl(), fixture.district, "test");
      assertThat(trigger(fixture, ANY, Optional.empty())).isNotEqualTo(first);
    }
  }

  @Test
  void a_wish_that_everything_be_read_is_not_lost_in_a_run_that_reads_events() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var run = trigger(fixture, SyncMode.SYNC_MODE_AUTO, Optional.empty());
      var taken = new RunQueue(fixture.database, "one", Duration.ofMinutes(5)).take().orElseThrow();
      var journal = new RunProgress(fixture.database, taken);
      journal.reads(SyncMode.SYNC_MODE_INCREMENTAL, "");
      assertThat(journal.wholeAsked()).isFalse();

      assertThat(trigger(fixture, SyncMode.SYNC_MODE_FULL, Optional.empty())).isEqualTo(run);

      assertThat(journal.wholeAsked()).isTrue();
      assertThat(fixture.find(run).getRequestedMode()).isEqualTo(SyncMode.SYNC_MODE_FULL);
    }
  }

  @Test
  void who_asks_that_everything_be_read_too_late_is_told_so() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var run = trigger(fixture, SyncMode.SYNC_MODE_AUTO, Optional.empty());
      var taken = new RunQueue(fixture.database, "one", Duration.ofMinutes(5)).take().orElseThrow();
      var journal = new RunProgress(fixture.database, taken);
      journal.reads(SyncMode.SYNC_MODE_INCREMENTAL, "");
      journal.entered(SyncState.SYNC_STATE_DIFFING);

      assertRefused(
          () -> trigger(fixture, SyncMode.SYNC_MODE_FULL, Optional.empty()),
          ErrorReason.ERROR_REASON_SYNC_RUN_ACTIVE);
      assertThat(trigger(fixture, SyncMode.SYNC_MODE_AUTO, Optional.empty())).isEqualTo(run);

      journal.reads(SyncMode.SYNC_MODE_FULL, "The last full sync was too long ago.");
      assertThat(trigger(fixture, SyncMode.SYNC_MODE_FULL, Optional.empty())).isEqualTo(run);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SyncState.class,
      names = {
        "SYNC_STATE_FETCHING",
        "SYNC_STATE_DIFFING",
        "SYNC_STATE_APPLYING",
        "SYNC_STATE_CHECKING"
      })
  void a_decision_is_carried_out_behind_a_run_by_events_wherever_that_stands(SyncState state)
      throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var run = trigger(fixture, SyncMode.SYNC_MODE_AUTO, Optional.empty());
      var ledger = new RunQueue(fixture.database, "one", Duration.ofMinutes(5));
      var taken = ledger.take().orElseThrow();
      new RunProgress(fixture.database, taken).reads(SyncMode.SYNC_MODE_INCREMENTAL, "");
      var reached = state.name().substring("SYNC_STATE_".length());
      fixture.database.dsl().update(SYNC_RUNS).set(SYNC_RUNS.STATE, reached).execute();

      fixture.database.transaction(tx -> {
        SyncRuns.readAgain(tx, fixture.district);
        return tx;
      });

      assertThat(fixture.find(run).getState()).isEqualTo(state);
      var from = (RunState.Held) RunStates.active(reached).orElseThrow();
      ledger.end(taken.take(), new RunEnd.AtEnd(from, new RunState.Succeeded("")));
      var next = ledger.take().orElseThrow();
      assertThat(next.take().run()).isNotEqualTo(run);
      assertThat(next.asked()).isEqualTo(SyncMode.SYNC_MODE_FULL);
    }
  }

  @Test
  void many_wishes_at_once_make_one_run() throws Exception {
    try (var fixture = SyncFixture.demo();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<UUID> wish = () -> trigger(fixture, ANY, Optional.of(UUID.randomUUID()));
      var runs = new ArrayList<UUID>();
      for (var each : callers.invokeAll(java.util.Collections.nCopies(12, wish))) {
        runs.add(each.get());
      }

      assertThat(runs).hasSize(12).containsOnly(runs.getFirst());
    }
  }

  @Test
  void a_request_id_leads_to_its_run_for_good() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var request = Optional.of(UUID.randomUUID());
      var first = trigger(fixture, ANY, request);
      SyncRuns.cancel(fixture.database.dsl(), fixture.district, "test");

      assertThat(trigger(fixture, ANY, request)).isEqualTo(first);
      assertThat(fixture.find(first).getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      assertRefused(
          () -> trigger(fixture, SyncMode.SYNC_MODE_FULL, request),
          ErrorReason.ERROR_REASON_REQUEST_ID_REUSED);
    }
  }

  @Test
  void only_districts_that_are_declared_and_not_suspended_sync() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.suspend(true);
      assertRefused(
          () -> trigger(fixture, ANY, Optional.empty()),
          ErrorReason.ERROR_REASON_DISTRICT_SUSPENDED);

      var unknown = new DistrictKey(4711, fixture.district.id());
      assertRefused(
          () ->
              fixture.database.transaction(
                  tx -> SyncRuns.trigger(tx, unknown, ANY, Optional.empty())),
          ErrorReason.ERROR_REASON_DISTRICT_NOT_FOUND);
    }
  }

  @Test
  void runs_are_listed_newest_first_page_by_page() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var made = new ArrayList<UUID>();
      for (int i = 0; i < 5; i++) {
        made.addFirst(trigger(fixture, ANY, Optional.empty()));
        SyncRuns.cancel(fixture.database.dsl(), fixture.district, "test");
      }

      var sql = fixture.database.dsl();
      var first = SyncRuns.list(sql, fixture.district, null, 2);
      var last = first.getLast();
      var time = last.getCreateTime();
      var after =
          new CreationPosition(
              java.time.Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
                  .atOffset(java.time.ZoneOffset.UTC),
              made.get(1));
      var rest = SyncRuns.list(sql, fixture.district, after, 10);

      assertThat(names(first)).isEqualTo(names(fixture, made.subList(0, 2)));
      assertThat(names(rest)).isEqualTo(names(fixture, made.subList(2, 5)));
      assertThat(fixture.latest().orElseThrow()).isEqualTo(first.getFirst());
      assertThat(SyncRuns.find(sql, fixture.district, UUID.randomUUID())).isEmpty();
    }
  }

  private static List<String> names(List<SyncRun> runs) {
    return runs.stream().map(SyncRun::getName).toList();
  }

  private static List<String> names(SyncFixture fixture, List<UUID> runs) {
    return runs.stream()
        .map(run -> "districts/" + fixture.district.id() + "/syncRuns/" + run)
        .toList();
  }

  private static UUID trigger(SyncFixture fixture, SyncMode mode, Optional<UUID> request) {
    return fixture.database.transaction(
        tx -> SyncRuns.trigger(tx, fixture.district, mode, request));
  }

  private static void assertRefused(ThrowingCallable call, ErrorReason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(reason));
  }
}
