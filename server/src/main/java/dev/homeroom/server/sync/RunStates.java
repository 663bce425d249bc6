package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.homeroom.server.db.generated.tables.records.SyncRunsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.sync.RunState.Active;
import dev.homeroom.server.sync.RunState.Applying;
import dev.homeroom.server.sync.RunState.Checking;
import dev.homeroom.server.sync.RunState.Diffing;
import dev.homeroom.server.sync.RunState.Ended;
import dev.homeroom.server.sync.RunState.Failed;
import dev.homeroom.server.sync.RunState.Fetching;
import dev.homeroom.server.sync.RunState.Queued;
import dev.homeroom.server.sync.RunState.Succeeded;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.UpdateSetMoreStep;

/** Converts the states of runs to their rows and back. */
final class RunStates {
  private static final List<Active> ACTIVE =
      List.of(new Queued(), new Fetching(), new Diffing(), new Applying(), new Checking());

  private RunStates() {}

  /** Returns the condition that a run is in a state of the kind. */
  static Condition are(Class<? extends Active> kind) {
    return SYNC_RUNS.STATE.in(
        ACTIVE.stream().filter(kind::isInstance).map(RunState::column).toList());
  }

  /** Returns the state that a column holds; empty if the run has ended. */
  static Optional<Active> active(String column) {
    return ACTIVE.stream().filter(state -> state.column().equals(column)).findFirst();
  }

  /** Returns the update into a state, still without a condition. */
  static UpdateSetMoreStep<SyncRunsRecord> into(DSLContext transaction, RunState next) {
    return switch (next) {
      case Active _ -> transaction.update(SYNC_RUNS).set(SYNC_RUNS.STATE, next.column());
      case Ended ended ->
          transaction
              .update(SYNC_RUNS)
              .set(SYNC_RUNS.STATE, column(ended))
              .set(
                  SYNC_RUNS.FAILURE,
                  ended instanceof Failed failed ? EnumWords.word(failed.failure()) : null)
              .set(SYNC_RUNS.MESSAGE, message(ended))
              .set(SYNC_RUNS.ENDED_AT, currentOffsetDateTime())
              .setNull(SYNC_RUNS.LEASE_HOLDER)
              .setNull(SYNC_RUNS.LEASE_UNTIL)
              .setNull(SYNC_RUNS.STAGE);
    };
  }

  /** Returns the column's value, which depends on whether the row has a plan. */
  private static Field<String> column(Ended ended) {
    return ended instanceof Succeeded
        ? when(SYNC_RUNS.PLAN.isNull(), val(ended.column()))
            .otherwise(val(ended.column() + "_WITH_PLAN"))
        : val(ended.column());
  }

  /** Returns the new message or, if a successful run has none, that of its row. */
  private static Field<String> message(Ended ended) {
    return ended instanceof Succeeded && ended.message().isEmpty()
        ? SYNC_RUNS.MESSAGE
        : val(ended.message());
  }
}
