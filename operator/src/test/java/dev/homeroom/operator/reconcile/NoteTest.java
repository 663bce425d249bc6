package dev.homeroom.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NoteTest {
  private final DistrictSync resource = Samples.lakeside();

  @Test
  void becoming_ready_is_told_once() {
    var ready = status(new Observation.Applied(Samples.healthy().build()));

    assertThat(Note.between(DistrictSyncStatus.EMPTY, ready))
        .extracting(Note::reason, Note::warning)
        .containsExactly(tuple("AcceptedByClever", false), tuple("Ready", false));
    assertThat(Note.between(ready, ready)).isEmpty();
  }

  @Test
  void each_failed_sync_is_told_even_where_no_condition_turns() {
    var first = failed("one");
    var second = failed("two");

    assertThat(Note.between(first, second))
        .singleElement()
        .isEqualTo(new Note(true, "SyncFailed", "Clever did not answer."));
  }

  @Test
  void a_first_sync_under_way_is_no_warning() {
    var running = Samples.healthy().setRevision(0);
    running.getLatestRunBuilder().setState(SyncState.SYNC_STATE_FETCHING);

    assertThat(
            Note.between(
                DistrictSyncStatus.EMPTY, status(new Observation.Applied(running.build()))))
        .noneMatch(Note::warning);
  }

  private DistrictSyncStatus failed(String run) {
    var state = Samples.healthy();
    state
        .getLatestRunBuilder()
        .setName(run)
        .setState(SyncState.SYNC_STATE_FAILED)
        .setFailure(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE)
        .setMessage("Clever did not answer.");
    return status(new Observation.Applied(state.build()));
  }

  private DistrictSyncStatus status(Observation seen) {
    return new StatusFactory(Clock.systemUTC()).status(resource, seen, Optional.empty());
  }
}
