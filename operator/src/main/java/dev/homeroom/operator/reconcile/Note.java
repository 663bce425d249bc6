package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.LastRun;
import dev.homeroom.operator.resource.StatusCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A change of a resource, to be written as a Kubernetes Event. */
record Note(boolean warning, String reason, String message) {
  /** Reasons that report progress or a person's decision, not a problem. */
  private static final Set<String> CALM =
      Set.of(Reasons.RUNNING, Reasons.NEVER_RUN, Reasons.NOT_TRIED_YET, Reasons.SUSPENDED);

  /** Returns the notes about what changed between two statuses, in the order of their Events. */
  static List<Note> between(DistrictSyncStatus before, DistrictSyncStatus after) {
    var notes = new ArrayList<Note>();
    turned(StatusFactory.CREDENTIALS_VALID, before, after).ifPresent(notes::add);
    syncFailed(before, after).ifPresent(notes::add);
    notes.addAll(ShareNotes.between(before, after));
    raised(StatusFactory.PLAN_PENDING, before, after).ifPresent(notes::add);
    raised(StatusFactory.INCOMPLETE, before, after).ifPresent(notes::add);
    turned(StatusFactory.READY, before, after).ifPresent(notes::add);
    return notes;
  }

  static Note requestRefused(String reason, String message) {
    return new Note(true, "SyncRequestRefused", reason + ": " + message);
  }

  private static Optional<Note> turned(
      String type, DistrictSyncStatus before, DistrictSyncStatus after) {
    var was = before.condition(type);
    return after
        .condition(type)
        .filter(is ->
            !is.status().equals(was.map(StatusCondition::status).orElse(Verdict.UNKNOWN))
                || hasNewTrouble(was, is))
        .map(is ->
            new Note(
                !is.status().equals(Verdict.TRUE) && !CALM.contains(is.reason()),
                is.reason(),
                "%s is %s: %s".formatted(type, is.status(), is.message())));
  }

  /** Returns whether a condition that is not true has a new reason, and the reason is a problem. */
  private static boolean hasNewTrouble(Optional<StatusCondition> was, StatusCondition is) {
    return !is.status().equals(Verdict.TRUE)
        && !CALM.contains(is.reason())
        && was.filter(each -> each.reason().equals(is.reason())).isEmpty();
  }

  /**
   * Returns a note when a condition that is a problem while true becomes true, and when it ends. A
   * new plan counts as a new problem.
   */
  private static Optional<Note> raised(
      String type, DistrictSyncStatus before, DistrictSyncStatus after) {
    var was = before.condition(type).filter(each -> each.status().equals(Verdict.TRUE));
    return after
        .condition(type)
        .flatMap(is -> {
          if (!is.status().equals(Verdict.TRUE)) {
            return was.map(_ -> new Note(false, is.reason(), is.message()));
          }
          var known =
              was.isPresent()
                  && (!type.equals(StatusFactory.PLAN_PENDING)
                      || Objects.equals(before.planDigest(), after.planDigest()));
          return known ? Optional.empty() : Optional.of(new Note(true, is.reason(), is.message()));
        });
  }

  private static Optional<Note> syncFailed(DistrictSyncStatus before, DistrictSyncStatus after) {
    LastRun run = after.lastRun();
    if (run == null || !run.state().equals("FAILED") || Objects.equals(run, before.lastRun())) {
      return Optional.empty();
    }
    return after
        .condition(StatusFactory.SYNCED)
        .map(synced -> new Note(true, "SyncFailed", synced.message()));
  }
}
