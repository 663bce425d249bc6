package dev.homeroom.bench.many;

import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Map;

/**
 * The result of a benchmark with many districts; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 * @param holds true if each minute of each district had exactly one run, in time and alone
 * @param serverCpuSeconds of each server in the measured minutes
 * @param townCpuSeconds of Clever in them, which in production runs elsewhere
 */
record ManyMeasurement(
    String command,
    String date,
    Machine machine,
    Fleet.Plan plan,
    Map<String, String> postgresSettings,
    int minutes,
    boolean holds,
    RunTally tally,
    List<Double> serverCpuSeconds,
    double postgresCpuSeconds,
    double townCpuSeconds) {}
