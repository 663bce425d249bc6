package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.ResourceNames.SyncRunName;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run ends by somebody's wish, whoever carries it and whatever it is doing. */
class CancelTest {
  private static SyncFixture fixture;

  @BeforeAll
  static void start() {
    fixture = SyncFixture.students(20);
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  @AfterEach
  void recover() {
    fixture.clever.faults().clear();
  }

  @Test
  void a_run_that_waits_is_cancelled_once_and_the_same_request_is_answered_again() {
    var run = fixture.trigger();
    var request = Optional.of(UUID.randomUUID());

    cancel(run, request);
    cancel(run, request);

    assertThat(fixture.find(run).getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
    assertThat(fixture.find(run).hasEndTime()).isTrue();
    assertRefused(() -> cancel(run, Optional.empty()), ErrorReason.ERROR_REASON_SYNC_RUN_ENDED);
    var next = fixture.trigger();
    assertRefused(() -> cancel(next, request), ErrorReason.ERROR_REASON_REQUEST_ID_REUSED);
    cancel(next, Optional.empty());
  }

  @Test
  void a_run_that_waits_for_clever_stops_at_once_and_its_place_is_free() throws Exception {
    fixture.clever.faults().add(new Fault.Slow(Duration.ofMinutes(10)));
    try (var _ = fixture.startWorker("holder", 1)) {
      var run = fixture.trigger();
      fixture.awaitState(run, SyncState.SYNC_STATE_FETCHING);

      cancel(run, Optional.empty());

      assertThat(fixture.find(run).getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      fixture.clever.faults().clear();
      assertThat(fixture.run().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(fixture.find(run).getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      assertThat(fixture.database.dsl().fetchCount(STAGED_USERS)).isZero();
    }
  }

  @Test
  void a_run_in_the_middle_of_a_statement_stops_at_once_and_undoes_it() throws Exception {
    try (var _ = fixture.startWorker("holder", 1);
        var blocking = fixture.database.connect("test")) {
      var before = fixture.run();
      fixture.clever.drift(20);
      var run = cancelledWhileItWaits(blocking);

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      assertThat(run.hasRevision()).isFalse();
      assertThat(revision()).isEqualTo(before.getRevision());
      assertThat(fixture.run().getRevision()).isEqualTo(before.getRevision() + 1);
    }
  }

  /**
   * The district's row is locked, once the run has been taken, until the holder's session is gone:
   * nothing but the cancelling ends it.
   */
  private static SyncRun cancelledWhileItWaits(Connection blocking) throws Exception {
    blocking.setAutoCommit(false);
    fixture.clever.faults().add(new Fault.Slow(Duration.ofMillis(300)));
    var run = fixture.trigger();
    fixture.awaitState(run, SyncState.SYNC_STATE_FETCHING);
    Database.on(blocking)
        .selectFrom(DISTRICTS)
        .where(DISTRICTS.DISTRICT.eq(fixture.district.number()))
        .forUpdate()
        .fetch();
    fixture.clever.faults().clear();
    fixture.awaitState(run, SyncState.SYNC_STATE_APPLYING);
    Eventually.see(
        () -> sessions("wait_event_type = 'Lock' and application_name like ?", run), n -> n == 1);

    cancel(run, Optional.empty());

    Eventually.see(() -> sessions("application_name like ?", run), n -> n == 0);
    blocking.rollback();
    return fixture.find(run);
  }

  @Test
  void a_run_that_has_been_applied_ends_as_it_is() throws Exception {
    var run = fixture.trigger();
    var taken =
        new RunQueue(fixture.database, "holder", Duration.ofMinutes(5)).take().orElseThrow();
    var journal = new RunProgress(fixture.database, taken);
    fixture.sync().apply(taken.take(), taken.asked(), journal);

    assertRefused(() -> cancel(run, Optional.empty()), ErrorReason.ERROR_REASON_SYNC_RUN_APPLIED);
    fixture.database.transaction(tx -> {
      SyncRuns.cancel(tx, fixture.district, "declared no more");
      return 0;
    });

    assertThat(fixture.find(run).getState()).isEqualTo(SyncState.SYNC_STATE_CHECKING);
    assertThat(fixture.database.dsl().fetchCount(USERS)).isPositive();
    fixture.database.dsl().deleteFrom(SYNC_RUNS).where(SYNC_RUNS.RUN.eq(run)).execute();
  }

  @Test
  void an_unknown_run_is_refused() {
    assertRefused(
        () -> cancel(UUID.randomUUID(), Optional.empty()),
        ErrorReason.ERROR_REASON_SYNC_RUN_NOT_FOUND);
  }

  private static void cancel(UUID run, Optional<UUID> request) {
    fixture.database.transaction(tx -> {
      SyncRuns.cancel(tx, new SyncRunName(fixture.district.id(), run), fixture.district, request);
      return 0;
    });
  }

  private static int sessions(String condition, UUID run) {
    return fixture
        .database
        .dsl()
        .selectCount()
        .from(DSL.table(DSL.name("pg_stat_activity")))
        .where(DSL.condition(condition, "homeroom " + run + "%"))
        .fetchSingle()
        .value1();
  }

  private static long revision() {
    return fixture.database.dsl().select(DISTRICTS.REVISION).from(DISTRICTS).fetchSingle().value1();
  }

  private static void assertRefused(ThrowingCallable call, ErrorReason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(reason));
  }
}
