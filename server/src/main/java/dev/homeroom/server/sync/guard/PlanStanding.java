package dev.homeroom.server.sync.guard;

import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The plans of a district as a run finds them, and what it may do about them.
 *
 * @param pending the plan that waits for a person
 * @param due the approvals that the run carries out
 * @param waiting the approvals that a later run may carry out; their parts stay as they are
 * @param lapsed the approvals that have grown too old; the guard judges their parts again
 * @param mayPlan whether the run may replace the pending plan or end it, or make one if there is
 *     none; if not, it removes nothing but what is approved
 */
record PlanStanding(
    Optional<PlansRecord> pending,
    List<PlansRecord> due,
    List<PlansRecord> waiting,
    List<PlansRecord> lapsed,
    boolean mayPlan) {
  /**
   * The evidence that a run has for removals.
   *
   * @param removes whether the run may remove anything
   * @param whole whether it covers the whole district
   * @param settles whether it shows for every part of the roster whether it still exists
   */
  record Evidence(boolean removes, boolean whole, boolean settles) {}

  /**
   * Sorts the approvals.
   *
   * @param approvals the approved plans that no run has carried out
   * @param run the run; it cannot carry out what was approved while it was in progress
   */
  static PlanStanding of(
      Optional<PlansRecord> pending,
      List<PlansRecord> approvals,
      Evidence evidence,
      UUID run,
      Instant now) {
    var due = new ArrayList<PlansRecord>();
    var waiting = new ArrayList<PlansRecord>();
    var lapsed = new ArrayList<PlansRecord>();
    for (var plan : approvals) {
      if (PlanApproval.lapsed(plan, now)) {
        (evidence.settles() ? lapsed : waiting).add(plan);
      } else if (evidence.removes() && evidence.whole() && !run.equals(plan.getWaitsFor())) {
        due.add(plan);
      } else {
        waiting.add(plan);
      }
    }
    boolean mayPlan = evidence.settles() || (evidence.removes() && pending.isEmpty());
    return new PlanStanding(pending, due, waiting, lapsed, mayPlan);
  }

  /** Returns the same with some of the due approvals waiting for a later run. */
  PlanStanding postponing(Collection<UUID> plans) {
    return new PlanStanding(
        pending,
        due.stream().filter(plan -> !plans.contains(plan.getPlan())).toList(),
        Stream.concat(waiting.stream(), due.stream().filter(plan -> plans.contains(plan.getPlan())))
            .toList(),
        lapsed,
        mayPlan);
  }

  /** The approvals whose parts a person has decided on, so that they do not count for the guard. */
  List<PlansRecord> decided() {
    return Stream.concat(due.stream(), waiting.stream()).toList();
  }
}
