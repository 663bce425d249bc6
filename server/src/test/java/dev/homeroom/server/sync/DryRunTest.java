package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;
import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A dry run tells what a sync would do, and does nothing. */
class DryRunTest {
  private static SyncFixture fixture;

  @BeforeAll
  static void start() {
    fixture = SyncFixture.students(60);
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  @Test
  void what_a_dry_run_tells_is_what_the_next_sync_does() {
    try (var _ = fixture.startWorker("one")) {
      var first = fixture.await(dryRun());
      assertThat(first.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(first.getDryRun()).isTrue();
      assertThat(first.getRevision()).isZero();
      assertThat(SyncFixture.changes(first, RecordType.RECORD_TYPE_USER).getCreated()).isPositive();
      assertThat(fixture.database.dsl().fetchCount(USERS)).isZero();
      var before = fixture.run();
      assertThat(before.getChangesList()).isEqualTo(first.getChangesList());

      fixture.clever.drift(10);
      var told = fixture.await(dryRun());

      assertThat(told.getRevision()).isEqualTo(before.getRevision());
      assertThat(told.hasCounts()).isFalse();
      assertThat(revision()).isEqualTo(before.getRevision());
      assertThat(fixture.database.dsl().fetchCount(STAGED_USERS)).isZero();
      assertThat(fixture.database.dsl().fetchCount(ROSTER_CHANGES)).isZero();
      assertThat(latest().getName()).isEqualTo(before.getName());
      var done = fixture.run();
      assertThat(done.getChangesList()).isEqualTo(told.getChangesList());
      assertThat(done.getRevision()).isEqualTo(before.getRevision() + 1);
    }
  }

  @Test
  void a_dry_run_makes_way_for_a_sync_and_never_stands_in_for_one() {
    var dry = dryRun();
    assertThat(dryRun()).isEqualTo(dry);

    var sync = fixture.trigger();

    assertThat(sync).isNotEqualTo(dry);
    assertThat(fixture.find(dry).getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
    assertThatThrownBy(DryRunTest::dryRun)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.refusal().reason())
                    .isEqualTo(ErrorReason.ERROR_REASON_SYNC_RUN_ACTIVE));
    SyncRuns.cancel(fixture.database.dsl(), fixture.district, "test");
  }

  private static UUID dryRun() {
    return fixture.database.transaction(tx ->
        SyncRuns.trigger(
            tx,
            fixture.district,
            new SyncRuns.RunRequest(SyncMode.SYNC_MODE_FULL, true),
            Optional.empty()));
  }

  private static SyncRun latest() {
    return fixture.latest().orElseThrow();
  }

  private static long revision() {
    return fixture.database.dsl().select(DISTRICTS.REVISION).from(DISTRICTS).fetchSingle().value1();
  }
}
