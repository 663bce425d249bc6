package dev.homeroom.operator.status;

import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.LastRun;
import dev.homeroom.operator.resource.StatusCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A change of a resource, to be written as a Kubernetes Event. */
public record StatusEvent(boolean warning, String reason, String message) {
  /** Reasons that report progress or a person's decision, not a problem. */
  private static final Set<String> CALM =
      Set.of(Reasons.RUNNING, Reasons.NEVER_RUN, Reasons.NOT_TRIED_YET, Reasons.SUSPENDED);

  /** Returns the notes about what changed between two statuses, in the order of their Events. */
  public static List<StatusEvent> between(DistrictSyncStatus before, DistrictSyncStatus after) {
    var notes = new ArrayList<StatusEvent>();
    turned(StatusFactory.CREDENTIALS_VALID, before, after).ifPresent(notes::add);
    syncFailed(before, after).ifPresent(notes::add);
    notes.addAll(ShareEvents.between(before, after));
    raised(StatusFactory.PLAN_PENDING, before, after).ifPresent(notes::add);
    raised(StatusFactory.INCOMPLETE, before, after).ifPresent(notes::add);
    turned(StatusFactory.READY, before, after).ifPresent(notes::add);
    return notes;
  }

  public static StatusEvent requestRefused(String reason, String message) {
    return new StatusEvent(true, "SyncRequestRefused", reason + ": " + message);
  }

  private static Optional<StatusEvent> turned(
      String type, DistrictSyncStatus before, DistrictSyncStatus after) {
    var was = before.condition(type);
    return after
        .condition(type)
        .filter(is ->
            !is.status().equals(was.map(StatusCondition::status).orElse(ConditionVerdict.UNKNOWN))
                || hasNewTrouble(was, is))
        .map(is ->
            new StatusEvent(
                !is.status().equals(ConditionVerdict.TRUE) && !CALM.contains(is.reason()),
                is.reason(),
                "%s is %s: %s".formatted(type, is.status(), is.message())));
  }

  /** Returns whether a condition that is not true has a new reason, and the reason is a problem. */
  private static boolean hasNewTrouble(Optional<StatusCondition> was, StatusCondition is) {
    return !is.status().equals(ConditionVerdict.TRUE)
        && !CALM.contains(is.reason())
        && was.filter(each -> each.reason().equals(is.reason())).isEmpty();
  }

  /**
   * Returns a note when a condition that is a problem while true becomes true, and when it ends. A
   * new plan counts as a new problem.
   */
  private static Optional<StatusEvent> raised(
      String type, DistrictSyncStatus before, DistrictSyncStatus after) {
    var was = before.condition(type).filter(each -> each.status().equals(ConditionVerdict.TRUE));
    return after
        .condition(type)
        .flatMap(is -> {
          if (!is.status().equals(ConditionVerdict.TRUE)) {
            return was.map(_ -> new StatusEvent(false, is.reason(), is.message()));
          }
          var known =
              was.isPresent()
                  && (!type.equals(StatusFactory.PLAN_PENDING)
                      || Objects.equals(before.planDigest(), after.planDigest()));
          return known
              ? Optional.empty()
              : Optional.of(new StatusEvent(true, is.reason(), is.message()));
        });
  }

  private static Optional<StatusEvent> syncFailed(
      DistrictSyncStatus before, DistrictSyncStatus after) {
    LastRun run = after.lastRun();
    if (run == null || !run.state().equals("FAILED") || Objects.equals(run, before.lastRun())) {
      return Optional.empty();
    }
    return after
        .condition(StatusFactory.SYNCED)
        .map(synced -> new StatusEvent(true, "SyncFailed", synced.message()));
  }
}
