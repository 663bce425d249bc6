package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.server.db.generated.tables.records.SyncRunsRecord;
import dev.homeroom.server.sync.RunState.Active;
import dev.homeroom.server.sync.RunState.Applying;
import dev.homeroom.server.sync.RunState.Checking;
import dev.homeroom.server.sync.RunState.Diffing;
import dev.homeroom.server.sync.RunState.Ended;
import dev.homeroom.server.sync.RunState.Failed;
import dev.homeroom.server.sync.RunState.Fetching;
import dev.homeroom.server.sync.RunState.Queued;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.UpdateSetMoreStep;

/** How the states of runs stand in their rows. */
final class RunStates {
  private static final List<Active> ACTIVE =
      List.of(new Queued(), new Fetching(), new Diffing(), new Applying(), new Checking());

  private RunStates() {}

  /** Whether a run's row is in a state of the kind. */
  static Condition are(Class<? extends Active> kind) {
    return SYNC_RUNS.STATE.in(
        ACTIVE.stream().filter(kind::isInstance).map(RunState::column).toList());
  }

  /** The state that a column holds; nothing where the run has ended. */
  static Optional<Active> active(String column) {
    return ACTIVE.stream().filter(state -> state.column().equals(column)).findFirst();
  }

  /** The step into a state, still without a condition. */
  static UpdateSetMoreStep<SyncRunsRecord> into(DSLContext transaction, RunState next) {
    var step = transaction.update(SYNC_RUNS).set(SYNC_RUNS.STATE, next.column());
    return switch (next) {
      case Active _ -> step;
      case Ended ended ->
          step.set(
                  SYNC_RUNS.FAILURE,
                  ended instanceof Failed failed ? RunLedger.name(failed.failure()) : null)
              .set(SYNC_RUNS.MESSAGE, ended.message())
              .set(SYNC_RUNS.ENDED_AT, currentOffsetDateTime())
              .setNull(SYNC_RUNS.LEASE_HOLDER)
              .setNull(SYNC_RUNS.LEASE_UNTIL)
              .setNull(SYNC_RUNS.STAGE);
    };
  }
}
