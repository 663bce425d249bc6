package dev.homeroom.bench.many;

import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Map;

/**
 * All that was measured; its JSON form is what is kept.
 *
 * @param command the command line
 * @param date when, ISO 8601
 * @param holds whether each minute of each district had exactly its run, in time and alone
 * @param serverCpuSeconds of each server in the measured minutes
 * @param townCpuSeconds of Clever in them, which runs elsewhere in earnest
 */
record Measurement(
    String command,
    String date,
    Machine machine,
    Fleet.Plan plan,
    Map<String, String> postgresSettings,
    int minutes,
    boolean holds,
    Tally tally,
    List<Double> serverCpuSeconds,
    double postgresCpuSeconds,
    double townCpuSeconds) {}
