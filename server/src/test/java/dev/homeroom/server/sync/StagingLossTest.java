package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;
import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.EnumMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens between the stages of a run must not reach the roster. */
class StagingLossTest {
  @ParameterizedTest
  @EnumSource(
      value = SyncState.class,
      names = {"SYNC_STATE_DIFFING", "SYNC_STATE_APPLYING"})
  void staging_that_a_crash_emptied_is_fetched_again(SyncState stage) throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var taken = take(fixture);
      var take = taken.take();
      var emptied = new EnumMap<SyncState, Integer>(SyncState.class);
      var journal =
          new InterferingJournal(
              new RunProgress(fixture.database, taken),
              entered -> {
                if (entered == stage && emptied.merge(entered, 1, Integer::sum) == 1) {
                  fixture.database.dsl().deleteFrom(STAGED_USERS).execute();
                }
              },
              () -> {});

      fixture.sync().apply(take, taken.asked(), journal);

      assertThat(emptied).containsEntry(stage, 2);
      assertThat(fixture.find(take.run()).getState()).isEqualTo(SyncState.SYNC_STATE_CHECKING);
      assertThat(fixture.database.dsl().fetchCount(USERS, USERS.STUDENT.isTrue())).isEqualTo(1004);
      assertThat(fixture.database.dsl().fetchCount(STAGED_USERS)).isZero();
      assertThat(fixture.database.dsl().fetchCount(ROSTER_CHANGES)).isZero();
    }
  }

  @Test
  void the_transaction_itself_refuses_a_server_that_comes_late() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var taken = take(fixture);
      var take = taken.take();
      var journal =
          new InterferingJournal(
              new RunProgress(fixture.database, taken),
              entered -> {
                if (entered == SyncState.SYNC_STATE_APPLYING) {
                  fixture
                      .database
                      .dsl()
                      .update(DISTRICTS)
                      .set(DISTRICTS.EPOCH, DISTRICTS.EPOCH.plus(1))
                      .execute();
                }
              },
              () -> {});

      assertThatThrownBy(() -> fixture.sync().apply(take, taken.asked(), journal))
          .isInstanceOf(LeaseLostException.class);
      assertThat(fixture.database.dsl().fetchCount(USERS)).isZero();
    }
  }

  private static RunQueue.Taken take(SyncFixture fixture) {
    fixture.trigger();
    return new RunQueue(fixture.database, "one", Duration.ofMinutes(5)).take().orElseThrow();
  }
}
