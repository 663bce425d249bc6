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
 * @param revisions that the roster went through
 * @param takenAgain runs that were taken up more than once
 * @param givenUp runs that were taken up too often, which others followed
 * @param unrest pauses in which the other servers came to no rest within a minute
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
    Blows.Count blows,
    long revisions,
    int takenAgain,
    int givenUp,
    int unrest,
    int watchers,
    boolean clean,
    Evidence.Findings findings) {}
