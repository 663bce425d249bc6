package dev.homeroom.bench.latency;

import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.Machine;
import java.util.List;

/**
 * The result of a latency benchmark; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 * @param renamed the number of students who got another name at Clever before each sync
 * @param incremental the number of syncs that read events; the others read everything
 * @param millis from {@code TriggerSync} to the watcher's bookmark of the new revision, in order
 */
record LatencyMeasurement(
    String command,
    String date,
    Machine machine,
    Plan plan,
    int renamed,
    int incremental,
    List<Double> millis) {

  /** Returns whether all syncs read events, as requested. */
  boolean allByEvents() {
    return incremental == millis.size();
  }

  /**
   * Returns the milliseconds that this part of the syncs did not exceed.
   *
   * @param part 0 to 1, for example 0.95
   */
  double at(double part) {
    var sorted = millis.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
