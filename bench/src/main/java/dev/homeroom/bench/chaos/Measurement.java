package dev.homeroom.bench.chaos;

import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.process.Machine;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen; its JSON form is what is kept.
 *
 * @param command the command line; the same seed hits at the same kind of moment in the same order
 * @param date when, ISO 8601
 * @param planted the fault that was put in on purpose; null: none
 * @param kills by {@code SIGKILL}
 * @param pauses by {@code SIGSTOP} for twice the lease, then {@code SIGCONT}
 * @param insideApply of both, those at a server inside its open apply transaction
 * @param revisions that the roster went through
 * @param takenAgain runs that were taken up more than once
 * @param watchers that followed the roster
 */
record Measurement(
    String command,
    String date,
    Machine machine,
    Fleet.Plan plan,
    long seed,
    @Nullable String planted,
    int rounds,
    int kills,
    int pauses,
    int insideApply,
    long revisions,
    int takenAgain,
    int watchers,
    boolean clean,
    Evidence.Findings findings) {}
