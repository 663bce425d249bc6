package dev.homeroom.bench.latency;

import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.Machine;
import java.util.List;

/**
 * All that was measured; its JSON form is what is kept.
 *
 * @param command the command line
 * @param date when, ISO 8601
 * @param renamed so many students got another name at Clever before each sync
 * @param incremental how many of the syncs read events; the others read everything
 * @param millis from {@code TriggerSync} to the watcher's bookmark of the new revision, in turn
 */
record Measurement(
    String command,
    String date,
    Machine machine,
    Plan plan,
    int renamed,
    int incremental,
    List<Double> millis) {

  /** Whether what was measured is what was asked for. */
  boolean allByEvents() {
    return incremental == millis.size();
  }

  /** None of the given part took longer. */
  double at(double part) {
    var sorted = millis.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
