package dev.homeroom.operator.status;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.StatusCondition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes every status. Equal observations make equal statuses, so that an unchanged pass writes
 * nothing; a transition time changes only when its condition's status does.
 */
public final class StatusFactory {
  static final String CREDENTIALS_VALID = "CredentialsValid";
  static final String SYNCED = "Synced";
  static final String SHARING_CONFIRMED = "SharingConfirmed";
  static final String PLAN_PENDING = "PlanPending";
  static final String INCOMPLETE = "Incomplete";
  static final String STALLED = "Stalled";
  static final String READY = "Ready";

  private static final List<String> OWN =
      List.of(
          CREDENTIALS_VALID, SYNCED, SHARING_CONFIRMED, PLAN_PENDING, INCOMPLETE, STALLED, READY);

  private final Clock clock;

  public StatusFactory(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the status of {@code resource} after a pass.
   *
   * @param before the status that the operator wrote last
   * @param handled the sync request that was handled last, if any
   */
  public DistrictSyncStatus status(
      DistrictSync resource,
      DistrictSyncStatus before,
      Observation seen,
      Optional<String> handled) {
    var dated = new Dated(before, resource.getMetadata().getGeneration(), now());
    var credentials =
        Conditions.credentials(seen, before.condition(CREDENTIALS_VALID).map(ConditionVerdict::of));
    var synced = Conditions.synced(seen, before.condition(SYNCED).map(ConditionVerdict::of));
    var sharing =
        SharingConditions.confirmed(
            seen, before.condition(SHARING_CONFIRMED).map(ConditionVerdict::of));
    var planPending =
        Conditions.planPending(seen, before.condition(PLAN_PENDING).map(ConditionVerdict::of));
    var incomplete =
        Conditions.incomplete(seen, before.condition(INCOMPLETE).map(ConditionVerdict::of));
    var ready = Conditions.ready(seen, credentials, synced);
    var stalled =
        Conditions.stalled(seen, ready, before.condition(STALLED).map(ConditionVerdict::of));
    var conditions =
        List.of(
            dated.condition(CREDENTIALS_VALID, credentials),
            dated.condition(SYNCED, synced),
            dated.condition(SHARING_CONFIRMED, sharing),
            dated.condition(PLAN_PENDING, planPending),
            dated.condition(INCOMPLETE, incomplete),
            dated.condition(STALLED, stalled),
            dated.condition(READY, ready));
    var known = seen.knownState().map(StatusMapper::of).orElse(before);
    return new DistrictSyncStatus(
        dated.generation,
        conditions,
        known.counts(),
        known.revision(),
        known.lastSyncTime(),
        known.nextSyncTime(),
        known.lastRun(),
        known.appliedSpecHash(),
        known.credentialHash(),
        known.planDigest(),
        known.share(),
        known.confirmedSharing(),
        known.approvedSharingChange(),
        known.lastShareChange(),
        handled.orElse(null));
  }

  /** Returns the status without the conditions of other writers. */
  public DistrictSyncStatus own(DistrictSyncStatus status) {
    return status.withConditions(
        OWN.stream().map(status::condition).flatMap(Optional::stream).toList());
  }

  /** Returns {@code status} with the conditions of other writers added from {@code standing}. */
  public DistrictSyncStatus withOthers(DistrictSyncStatus status, DistrictSyncStatus standing) {
    return status.withConditions(
        Stream.concat(
                conditions(status),
                conditions(standing).filter(condition -> !OWN.contains(condition.type())))
            .toList());
  }

  private static Stream<StatusCondition> conditions(DistrictSyncStatus status) {
    var conditions = status.conditions();
    return conditions == null ? Stream.of() : conditions.stream();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Dates verdicts by the conditions of the former status. */
  private record Dated(DistrictSyncStatus before, Long generation, String now) {
    StatusCondition condition(String type, ConditionVerdict verdict) {
      var since =
          before
              .condition(type)
              .filter(condition -> condition.status().equals(verdict.status()))
              .map(StatusCondition::lastTransitionTime)
              .orElse(now);
      return new StatusCondition(
          type, verdict.status(), generation, since, verdict.reason(), verdict.message());
    }
  }
}
