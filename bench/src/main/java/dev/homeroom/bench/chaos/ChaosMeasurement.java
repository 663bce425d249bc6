package dev.homeroom.bench.chaos;

import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.process.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The result of a chaos run; its JSON form is kept.
 *
 * @param command the command line; the same seed hits at the same kinds of moments in the same
 *     order
 * @param date the time of the measurement, ISO 8601
 * @param planted the fault that was planted; null: none
 * @param revisions the last revision of the roster
 * @param takenAgain the number of runs that were taken more than once
 * @param givenUp the number of runs that failed after too many attempts, each followed by another
 *     run
 * @param unrest the number of pauses in which the other servers did not come to rest within a
 *     minute
 * @param watchers the number of watchers
 */
record ChaosMeasurement(
    String command,
    String date,
    Machine machine,
    Fleet.Plan plan,
    long seed,
    @Nullable String planted,
    int rounds,
    ServerFaults.Count blows,
    long revisions,
    int takenAgain,
    int givenUp,
    int unrest,
    int watchers,
    boolean clean,
    Evidence.Findings findings) {}
