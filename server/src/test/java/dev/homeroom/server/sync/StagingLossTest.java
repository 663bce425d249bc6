package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;
import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.sync.change.Applied;
import dev.homeroom.server.sync.change.Journal;
import dev.homeroom.server.sync.change.Preview;
import dev.homeroom.server.sync.change.TakeLostException;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.DSLContext;
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
          new Interfering(
              new RunJournal(fixture.database, taken),
              entered -> {
                if (entered == stage && emptied.merge(entered, 1, Integer::sum) == 1) {
                  fixture.database.dsl().deleteFrom(STAGED_USERS).execute();
                }
              });

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
          new Interfering(
              new RunJournal(fixture.database, taken),
              entered -> {
                if (entered == SyncState.SYNC_STATE_APPLYING) {
                  fixture
                      .database
                      .dsl()
                      .update(DISTRICTS)
                      .set(DISTRICTS.EPOCH, DISTRICTS.EPOCH.plus(1))
                      .execute();
                }
              });

      assertThatThrownBy(() -> fixture.sync().apply(take, taken.asked(), journal))
          .isInstanceOf(TakeLostException.class);
      assertThat(fixture.database.dsl().fetchCount(USERS)).isZero();
    }
  }

  private static RunLedger.Taken take(SyncFixture fixture) {
    fixture.trigger();
    return new RunLedger(fixture.database, "one", Duration.ofMinutes(5)).take().orElseThrow();
  }

  /** Does something after a stage was entered. */
  private record Interfering(Journal journal, Consumer<SyncState> meanwhile) implements Journal {
    @Override
    public void entered(SyncState stage) {
      journal.entered(stage);
      meanwhile.accept(stage);
    }

    @Override
    public void walking(Map<RecordType, Long> totals) {
      journal.walking(totals);
    }

    @Override
    public void fetched(RecordType type, long records) {
      journal.fetched(type, records);
    }

    @Override
    public void events(long events) {
      journal.events(events);
    }

    @Override
    public void reads(SyncMode mode, String reason) {
      journal.reads(mode, reason);
    }

    @Override
    public void found(Map<FindingKind, Map<RecordType, Long>> findings) {
      journal.found(findings);
    }

    @Override
    public boolean repeatReferences() {
      return journal.repeatReferences();
    }

    @Override
    public void previewed(Preview preview) {
      journal.previewed(preview);
    }

    @Override
    public void applied(DSLContext transaction, Applied applied) {
      journal.applied(transaction, applied);
    }
  }
}
