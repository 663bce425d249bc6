package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs survive the servers that carry them. */
class LeaseTest {
  @Test
  void a_run_whose_server_died_is_taken_over_and_the_late_server_is_refused() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var run = fixture.trigger();
      var dead = ledger(fixture, "dead").take().orElseThrow();
      fixture.startWorker("heir");

      var ended = fixture.await(run);

      assertThat(ended.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(ended.getAttempt()).isEqualTo(2);
      assertThat(ended.getRevision()).isEqualTo(1);
      assertThatThrownBy(() ->
              fixture
                  .sync()
                  .apply(dead.take(), dead.asked(), new RunProgress(fixture.database, dead)))
          .isInstanceOf(LeaseLostException.class);
      assertThat(fixture.find(run)).isEqualTo(ended);
    }
  }

  @Test
  void taking_over_ends_the_session_of_the_former_holder_and_waits_for_no_lock() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.trigger();
      var paused = ledger(fixture, "paused").take().orElseThrow().take();
      try (var session = fixture.database.connect(paused.session())) {
        session.setAutoCommit(false);
        Database.on(session)
            .selectFrom(DISTRICTS)
            .where(DISTRICTS.DISTRICT.eq(fixture.district.number()))
            .forUpdate()
            .fetch();
        lapse(fixture);

        var heir = ledger(fixture, "heir").take().orElseThrow().take();

        assertThat(heir.epoch()).isGreaterThan(paused.epoch());
        assertThat(heir.stage()).isNotEqualTo(paused.stage());
        assertThat(session.isValid(1)).isFalse();
      }
    }
  }

  @Test
  void a_server_that_stands_still_cannot_keep_the_row_of_its_run_locked() throws Exception {
    try (var fixture = SyncFixture.demo();
        var standing = Database.open(fixture.config, Duration.ofMillis(300))) {
      standing.migrated().join();
      fixture.trigger();
      var still = new RunQueue(standing, "still", SyncFixture.LEASE).take().orElseThrow().take();
      lapse(fixture);
      try (var session = standing.connect("homeroom")) {
        session.setAutoCommit(false);
        Database.on(session)
            .selectFrom(SYNC_RUNS)
            .where(SYNC_RUNS.RUN.eq(still.run()))
            .forUpdate()
            .fetch();

        var heir = Eventually.see(() -> ledger(fixture, "heir").take(), Optional::isPresent);

        assertThat(heir.orElseThrow().take().epoch()).isGreaterThan(still.epoch());
        assertThat(session.isValid(1)).isFalse();
      }
    }
  }

  @Test
  void a_run_in_good_hands_is_not_taken() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.trigger();
      var ledger = ledger(fixture, "one");
      var take = ledger.take().orElseThrow().take();

      assertThat(ledger(fixture, "two").take()).isEmpty();
      assertThat(ledger.renew(take)).isTrue();

      lapse(fixture);
      assertThat(ledger(fixture, "two").take()).isPresent();
      assertThat(ledger.renew(take)).isFalse();
    }
  }

  @Test
  void two_servers_never_take_one_run_twice() throws Exception {
    try (var fixture = SyncFixture.students(20)) {
      fixture.startWorker("one");
      fixture.startWorker("two");
      int runs = 8;

      for (int i = 0; i < runs; i++) {
        var run = fixture.run();
        assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
        assertThat(run.getAttempt()).isEqualTo(1);
      }

      assertThat(epoch(fixture)).as("takes").isEqualTo(runs);
    }
  }

  @Test
  void a_server_that_stops_gives_its_run_to_another_one() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.clever.faults().add(new Fault.Slow(Duration.ofSeconds(2)));
      var first = fixture.startWorker("first");
      var run = fixture.trigger();
      fixture.awaitState(run, SyncState.SYNC_STATE_FETCHING);

      first.close();

      var waiting = fixture.find(run);
      assertThat(waiting.getState()).isEqualTo(SyncState.SYNC_STATE_QUEUED);
      assertThat(waiting.getAttempt()).isZero();
      fixture.clever.faults().clear();
      fixture.startWorker("second");
      var ended = fixture.await(run);
      assertThat(ended.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(ended.getAttempt()).isEqualTo(1);
    }
  }

  @Test
  void a_run_goes_on_when_postgres_comes_back() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.clever.faults().add(new Fault.Slow(Duration.ofMillis(300)));
      fixture.startWorker("one");
      var run = fixture.trigger();
      fixture.awaitState(run, SyncState.SYNC_STATE_FETCHING);

      try (var session = fixture.database.connect("test");
          var statement = session.createStatement()) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
      }

      fixture.clever.faults().clear();
      var ended = fixture.await(run);
      assertThat(ended.getState()).as("%s", ended).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(ended.getAttempt()).isEqualTo(2);
      assertThat(ended.getCounts().getStudents()).isEqualTo(1004);
    }
  }

  @Test
  void a_run_that_never_ends_is_given_up() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var run = fixture.trigger();
      var ledger = ledger(fixture, "one");
      for (int attempt = 1; attempt <= 5; attempt++) {
        assertThat(ledger.take()).as("attempt %s", attempt).isPresent();
        lapse(fixture);
      }

      assertThat(ledger.take()).isEmpty();

      var ended = fixture.find(run);
      assertThat(ended.getFailure()).isEqualTo(SyncFailure.SYNC_FAILURE_TOO_MANY_ATTEMPTS);
      assertThat(ended.getState()).isEqualTo(SyncState.SYNC_STATE_FAILED);
    }
  }

  @Test
  void a_run_that_this_release_cannot_read_blocks_no_other() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var unreadable = fixture.trigger();
      fixture.database.dsl().execute("alter table sync_runs drop constraint sync_runs_mode_check");
      fixture
          .database
          .dsl()
          .execute("alter table sync_runs drop constraint sync_runs_requested_mode_check");
      fixture.database.dsl().execute("update sync_runs set requested_mode = 'BY_SCHOOL'");
      var other = fixture.declare(CleverId.of("6a702e5f64be279e8f0000ff"));
      var readable = trigger(fixture, other);
      var ledger = ledger(fixture, "old release");

      assertThat(ledger.take().orElseThrow().take().run()).isEqualTo(readable);
      assertThat(ledger.take()).isEmpty();

      assertThat(fixture.find(unreadable).getState()).isEqualTo(SyncState.SYNC_STATE_QUEUED);
      assertThat(fixture.find(unreadable).getAttempt()).isZero();
    }
  }

  @Test
  void a_district_whose_row_somebody_locks_blocks_no_other() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var locked = fixture.trigger();
      var other = fixture.declare(CleverId.of("6a702e5f64be279e8f0000ff"));
      var free = trigger(fixture, other);
      var ledger = ledger(fixture, "one");
      try (var session = fixture.database.connect("somebody")) {
        session.setAutoCommit(false);
        Database.on(session)
            .selectFrom(DISTRICTS)
            .where(DISTRICTS.DISTRICT.eq(fixture.district.number()))
            .forUpdate()
            .fetch();

        assertThat(ledger.take().orElseThrow().take().run()).isEqualTo(free);
        assertThat(ledger.take()).isEmpty();

        session.rollback();
      }
      assertThat(ledger.take().orElseThrow().take().run()).isEqualTo(locked);
    }
  }

  @Test
  void a_run_that_is_given_up_is_followed_by_the_one_that_a_decision_asked_for() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var run = fixture.trigger();
      var ledger = ledger(fixture, "one");
      ledger.take();
      fixture.database.transaction(tx -> {
        SyncRuns.readAgain(tx, fixture.district);
        return tx;
      });
      fixture.database.dsl().execute("update sync_runs set attempt = 5");
      lapse(fixture);

      var next = Eventually.see(ledger::take, Optional::isPresent);

      assertThat(fixture.find(run).getFailure())
          .isEqualTo(SyncFailure.SYNC_FAILURE_TOO_MANY_ATTEMPTS);
      assertThat(next.orElseThrow().take().run()).isNotEqualTo(run);
      assertThat(next.orElseThrow().asked()).isEqualTo(SyncMode.SYNC_MODE_FULL);
    }
  }

  @Test
  void a_cancelled_run_applies_nothing() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.clever.faults().add(new Fault.Slow(Duration.ofMillis(200)));
      fixture.startWorker("one");
      var run = fixture.trigger();
      fixture.awaitState(run, SyncState.SYNC_STATE_FETCHING);

      fixture.database.transaction(tx -> {
        SyncRuns.cancel(tx, fixture.district, "declared no more");
        return 0;
      });
      fixture.clever.faults().clear();
      var next = fixture.run();

      var ended = fixture.find(run);
      assertThat(ended.getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      assertThat(ended.getMessage()).isEqualTo("declared no more");
      assertThat(next.getRevision()).isEqualTo(1);
      assertThat(fixture.database.dsl().fetchCount(USERS)).isPositive();
    }
  }

  private static RunQueue ledger(SyncFixture fixture, String holder) {
    return new RunQueue(fixture.database, holder, SyncFixture.LEASE);
  }

  /** As if the lease's time had passed. */
  private static void lapse(SyncFixture fixture) {
    fixture
        .database
        .dsl()
        .update(SYNC_RUNS)
        .set(SYNC_RUNS.LEASE_UNTIL, OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC))
        .where(SYNC_RUNS.LEASE_UNTIL.gt(currentOffsetDateTime()))
        .execute();
  }

  private static UUID trigger(SyncFixture fixture, DistrictKey district) {
    return fixture.database.transaction(
        tx -> SyncRuns.trigger(tx, district, SyncMode.SYNC_MODE_FULL, Optional.empty()));
  }

  private static long epoch(SyncFixture fixture) {
    return fixture.database.dsl().select(DISTRICTS.EPOCH).from(DISTRICTS).fetchSingle().value1();
  }
}
