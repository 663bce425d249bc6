package dev.homeroom.operator.status;

import dev.homeroom.operator.client.Answer.Refused;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.util.Optional;
import java.util.Set;

/**
 * Decides a district's conditions from what a pass observed. Where the pass learned nothing new
 * about a condition, the former verdict stays.
 */
final class Conditions {
  private static final String FAILED = "The last sync failed; the server's log says why.";

  /** The states in which a run's message says how long Clever makes it wait. */
  private static final Set<SyncState> READING =
      Set.of(SyncState.SYNC_STATE_FETCHING, SyncState.SYNC_STATE_DIFFING);

  /** The reasons for which nothing changes until a person acts. */
  private static final Set<String> STALLING =
      Set.of(
          Reasons.REFUSED_BY_CLEVER,
          Reasons.of(SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED),
          Reasons.of(SyncFailure.SYNC_FAILURE_WRONG_DISTRICT),
          Reasons.TOKEN_SECRET_MISSING,
          Reasons.TOKEN_SECRET_FORBIDDEN,
          Reasons.TOKEN_KEY_MISSING,
          Reasons.TOKEN_MALFORMED,
          Reasons.TOKEN_REQUIRED,
          Reasons.AUTOMATIC_NOT_ALLOWED,
          Reasons.DISTRICT_NOT_ALLOWED,
          Reasons.DISTRICT_OWNED,
          Reasons.DISTRICT_RESERVED,
          Reasons.CLUSTER_RENAMED,
          Reasons.CONFLICT,
          Reasons.SHARING_FROZEN,
          Reasons.SPEC_REFUSED,
          Reasons.ACCESS_REFUSED,
          Reasons.SERVER_REFUSED);

  private Conditions() {}

  /** Decides whether Clever accepts the credentials. */
  static ConditionVerdict credentials(Observation seen, Optional<ConditionVerdict> before) {
    if (seen instanceof Observation.TokenUnreadable(var problem, _)) {
      return ConditionVerdict.no(problem.reason(), problem.message());
    }
    if (seen instanceof Observation.Declined(var refusal, _)
        && refusal.reason().equals("CLEVER_TOKEN_NOT_PROVEN")) {
      return ConditionVerdict.no(Reasons.REFUSED_BY_CLEVER, refusal.message());
    }
    return seen.knownState().map(Conditions::credentials).orElseGet(() -> unchanged(before));
  }

  private static ConditionVerdict credentials(DistrictState state) {
    return switch (state.getCredentialState()) {
      case CREDENTIAL_STATE_VALID ->
          ConditionVerdict.yes(Reasons.ACCEPTED_BY_CLEVER, "Clever accepts the district's token.");
      case CREDENTIAL_STATE_REJECTED ->
          ConditionVerdict.no(
              Reasons.REFUSED_BY_CLEVER,
              orElse(
                  state.getCredentialMessage(),
                  "Clever refuses the district's token. Put the token that Clever shows for this district into the Secret."));
      case CREDENTIAL_STATE_UNKNOWN, CREDENTIAL_STATE_UNSPECIFIED, UNRECOGNIZED ->
          credentialsByRun(state)
              .orElseGet(() ->
                  ConditionVerdict.unknown(
                      Reasons.NOT_TRIED_YET,
                      state.getSpec().getSuspend()
                          ? "The token was not tried: syncs are suspended."
                          : "The token was not tried yet; the next sync tries it."));
    };
  }

  /**
   * Returns the verdict of a run that failed because of its credentials, for where the server
   * reports nothing more about them.
   */
  private static Optional<ConditionVerdict> credentialsByRun(DistrictState state) {
    var run = state.getLatestRun();
    var refused =
        run.getFailure() == SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED
            || run.getFailure() == SyncFailure.SYNC_FAILURE_WRONG_DISTRICT;
    return refused
        ? Optional.of(
            ConditionVerdict.no(Reasons.of(run.getFailure()), orElse(run.getMessage(), FAILED)))
        : Optional.empty();
  }

  /** Decides whether the last sync made the roster equal to Clever. */
  static ConditionVerdict synced(Observation seen, Optional<ConditionVerdict> before) {
    return seen.knownState().map(state -> synced(state, before)).orElseGet(() -> unchanged(before));
  }

  private static ConditionVerdict synced(DistrictState state, Optional<ConditionVerdict> before) {
    if (!state.hasLatestRun()) {
      return ConditionVerdict.no(Reasons.NEVER_RUN, "No sync has run yet.");
    }
    var run = state.getLatestRun();
    return switch (run.getState()) {
      case SYNC_STATE_SUCCEEDED, SYNC_STATE_SUCCEEDED_WITH_PLAN -> succeeded(state);
      case SYNC_STATE_FAILED ->
          ConditionVerdict.no(Reasons.of(run.getFailure()), orElse(run.getMessage(), FAILED));
      case SYNC_STATE_CANCELLED ->
          ConditionVerdict.no(
              Reasons.CANCELLED,
              orElse(
                  run.getMessage(), "The last sync was cancelled; the next one starts by itself."));
      case SYNC_STATE_QUEUED,
          SYNC_STATE_FETCHING,
          SYNC_STATE_DIFFING,
          SYNC_STATE_APPLYING,
          SYNC_STATE_CHECKING,
          SYNC_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          running(state, before);
    };
  }

  /**
   * Returns the verdict while a run is active: a roster that was current stays so during its next
   * sync.
   */
  private static ConditionVerdict running(DistrictState state, Optional<ConditionVerdict> before) {
    var run = state.getLatestRun();
    var waits = READING.contains(run.getState()) ? run.getMessage() : "";
    return state.getRevision() > 0 && before.map(ConditionVerdict::isTrue).orElse(true)
        ? ConditionVerdict.yes(Reasons.SUCCEEDED, (current(state) + " " + waits).strip())
        : ConditionVerdict.no(Reasons.RUNNING, ("A sync is running. " + waits).strip());
  }

  private static ConditionVerdict succeeded(DistrictState state) {
    return ConditionVerdict.yes(Reasons.SUCCEEDED, current(state));
  }

  private static String current(DistrictState state) {
    return "The roster is at revision %d.".formatted(state.getRevision());
  }

  /** Decides whether a plan waits for a person. A waiting plan does not change {@code Ready}. */
  static ConditionVerdict planPending(Observation seen, Optional<ConditionVerdict> before) {
    return seen.knownState()
        .map(state ->
            state.hasPendingPlan()
                ? ConditionVerdict.yes(
                    Reasons.PLAN_WAITS,
                    "%s waits for a person: %s Look at its changes, then approve or reject it."
                        .formatted(
                            state.getPendingPlan().getName(), state.getPendingPlan().getReason()))
                : ConditionVerdict.no(Reasons.NO_PLAN, "No plan waits for a person."))
        .orElseGet(() -> unchanged(before));
  }

  /** Decides whether several syncs in a row could only add and change. */
  static ConditionVerdict incomplete(Observation seen, Optional<ConditionVerdict> before) {
    if (seen.knownState().filter(state -> state.getRevision() == 0).isPresent()) {
      return ConditionVerdict.unknown(
          Reasons.NEVER_SYNCED, "No sync has succeeded yet, so there is nothing to compare.");
    }
    return seen.knownState()
        .map(state ->
            state.getIncomplete()
                ? ConditionVerdict.yes(
                    Reasons.COUNTS_DIFFER,
                    "Clever's counts differ from what it lists, sync after sync, so nothing is removed. Ask Clever's support.")
                : ConditionVerdict.no(Reasons.COUNTS_AGREE, "Clever lists what it counts."))
        .orElseGet(() -> unchanged(before));
  }

  /**
   * Decides whether the district is declared, its credentials are valid and its roster is synced.
   */
  static ConditionVerdict ready(
      Observation seen, ConditionVerdict credentials, ConditionVerdict synced) {
    return switch (seen) {
      case Observation.NoAnswer(var why) ->
          ConditionVerdict.unknown(
              Reasons.SERVER_UNAVAILABLE,
              "Homeroom's server does not answer (%s). The operator keeps trying; see that the server runs and is reachable."
                  .formatted(why));
      case Observation.NotAllowed(var missing, _) ->
          ConditionVerdict.no(missing.reason(), missing.message());
      case Observation.Declined(var refusal, _) -> declined(refusal);
      case Observation.TokenUnreadable(var problem, _) ->
          ConditionVerdict.no(problem.reason(), problem.message());
      case Observation.Applied(var state) when state.getSpec().getSuspend() ->
          ConditionVerdict.no(
              Reasons.SUSPENDED,
              "Syncs are suspended and the roster stays as it is; set spec.suspend to false to go on.");
      case Observation.Applied(var state) -> ready(state, credentials, synced);
    };
  }

  private static ConditionVerdict ready(
      DistrictState state, ConditionVerdict credentials, ConditionVerdict synced) {
    if (credentials.isFalse()) {
      return credentials;
    }
    if (!synced.isTrue()) {
      return ConditionVerdict.no(synced.reason(), synced.message());
    }
    if (!credentials.isTrue()) {
      return ConditionVerdict.no(credentials.reason(), credentials.message());
    }
    return SharingConditions.conflict(state)
        .orElseGet(() ->
            ConditionVerdict.yes(
                Reasons.READY,
                "The roster is served at revision %d, with %d students."
                    .formatted(state.getRevision(), state.getCounts().getStudents())));
  }

  /**
   * Decides whether nothing changes until a person acts; if so, the reason and the message are
   * those of {@code Ready}.
   */
  static ConditionVerdict stalled(
      Observation seen, ConditionVerdict ready, Optional<ConditionVerdict> before) {
    if (seen instanceof Observation.NoAnswer && before.isPresent()) {
      return before.get();
    }
    return !ready.isTrue() && STALLING.contains(ready.reason())
        ? ConditionVerdict.yes(ready.reason(), ready.message())
        : ConditionVerdict.no(Reasons.NOT_STALLED, "Nothing waits for a person to put it right.");
  }

  private static ConditionVerdict declined(Refused<DistrictState> refusal) {
    return switch (refusal.reason()) {
      case "DISTRICT_RESERVED" -> ConditionVerdict.no(Reasons.DISTRICT_RESERVED, refusal.message());
      case "CLEVER_TOKEN_NOT_PROVEN" ->
          ConditionVerdict.no(Reasons.REFUSED_BY_CLEVER, refusal.message());
      case "CLEVER_TOKEN_REQUIRED" ->
          ConditionVerdict.no(
              Reasons.TOKEN_REQUIRED,
              "Homeroom's server takes no district from this operator without its token. Put the district-app token into a Secret and name it in spec.tokenSecretRef, or set withoutToken in the operator's grant in access.yaml.");
      case "AUTOMATIC_CONFIRMATION_NOT_GRANTED" ->
          ConditionVerdict.no(
              Reasons.AUTOMATIC_NOT_ALLOWED,
              "Homeroom's server takes no automatic confirmation from this operator. Set spec.sharing.confirmation to Manual, or set automaticConfirmation in the operator's grant in access.yaml.");
      case "DISTRICT_OWNED" -> owned(refusal);
      case "TLS_REQUIRED" ->
          ConditionVerdict.no(
              Reasons.SERVER_REFUSED,
              "Homeroom's server takes no token without TLS. Set the chart's tls.secretName, so that the operator reaches the server by TLS.");
      case "SHARING_FROZEN" -> SharingConditions.frozen();
      case "INVALID_FIELD" ->
          ConditionVerdict.no(
              Reasons.SPEC_REFUSED, "The server does not accept " + refusal.message());
      case "TOKEN_MISSING",
          "TOKEN_REJECTED",
          "ROLE_MISSING",
          "UNAUTHENTICATED",
          "PERMISSION_DENIED" ->
          ConditionVerdict.unknown(
              Reasons.ACCESS_REFUSED,
              "Homeroom's server does not let the operator in (%s). Grant the operator's service account the role operator in the server's access.yaml."
                  .formatted(refusal.reason()));
      default ->
          ConditionVerdict.no(
              Reasons.SERVER_REFUSED, "%s: %s".formatted(refusal.reason(), refusal.message()));
    };
  }

  private static ConditionVerdict owned(Refused<DistrictState> refusal) {
    return refusal
        .formerCluster()
        .map(name ->
            ConditionVerdict.no(
                Reasons.CLUSTER_RENAMED,
                "This DistrictSync declared the district while the cluster was called %s at the server. It has another name now, so the server takes it for somebody else. Set the chart's clusterName (HOMEROOM_CLUSTER) back, or have the district released at Homeroom's server."
                    .formatted(name)))
        .orElseGet(() ->
            ConditionVerdict.no(
                Reasons.DISTRICT_OWNED,
                "Another declaration owns this district%s. Delete that one, or this DistrictSync; one district has one declaration."
                    .formatted(refusal.owner().map(owner -> ": " + owner).orElse(""))));
  }

  private static ConditionVerdict unchanged(Optional<ConditionVerdict> before) {
    return before.orElseGet(Conditions::notAsked);
  }

  static ConditionVerdict notAsked() {
    return ConditionVerdict.unknown(Reasons.NOT_TRIED_YET, "The server was not asked yet.");
  }

  private static String orElse(String message, String otherwise) {
    return message.isBlank() ? otherwise : message;
  }
}
