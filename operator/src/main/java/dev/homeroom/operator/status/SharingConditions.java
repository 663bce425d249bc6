package dev.homeroom.operator.status;

import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Share;
import java.util.Optional;

/** Decides whether the declared sharing is the confirmed one. */
final class SharingConditions {
  private static final String WAY_BACK =
      "Declare what status.confirmedSharing says, or have a reviewer approve the change at Homeroom's server.";

  private SharingConditions() {}

  /** Decides whether the declared sharing is confirmed. */
  static ConditionVerdict confirmed(Observation seen, Optional<ConditionVerdict> before) {
    if (seen instanceof Observation.Declined(var refusal, _)
        && refusal.reason().equals("SHARING_FROZEN")) {
      return frozen();
    }
    return seen.knownState()
        .map(SharingConditions::confirmed)
        .or(() -> before)
        .orElseGet(Conditions::notAsked);
  }

  /**
   * Returns the verdict that the spec is not in force, because the server keeps the confirmed
   * sharing.
   */
  static ConditionVerdict frozen() {
    return ConditionVerdict.no(
        Reasons.SHARING_FROZEN,
        "What the district shares was confirmed, and spec.sharing says something else. "
            + WAY_BACK);
  }

  /**
   * Returns the verdict that the declared sharing is not in force, if the confirmed one does not
   * allow it.
   */
  static Optional<ConditionVerdict> conflict(DistrictState state) {
    return state.getShare().getConflict()
        ? Optional.of(
            ConditionVerdict.no(
                Reasons.CONFLICT,
                "What is declared is neither the confirmed sharing nor one that it allows; syncs go by the confirmed one. "
                    + WAY_BACK))
        : Optional.empty();
  }

  private static ConditionVerdict confirmed(DistrictState state) {
    var share = state.getShare();
    return conflict(state)
        .orElseGet(() -> share.hasConfirmed() ? confirmed(share) : waiting(state));
  }

  private static ConditionVerdict confirmed(Share share) {
    var since = StatusMapper.time(share.getConfirmed().getConfirmTime());
    var next =
        share.hasApproval()
            ? "A change is approved: declare exactly what status.approvedSharingChange.to says."
            : "Only the confirmed sharing, or the same with more sections, can be declared.";
    return ConditionVerdict.yes(
        Reasons.CONFIRMED,
        "The sharing was confirmed at revision %d, %s. %s"
            .formatted(share.getConfirmed().getRevision(), since, next));
  }

  private static ConditionVerdict waiting(DistrictState state) {
    if (state.getShare().getDigest().isEmpty()) {
      return ConditionVerdict.no(
          Reasons.NOT_COMPUTED,
          "What the district shares is not computed yet; the first sync that succeeds does it.");
    }
    if (state.getSpec().getSharing().getConfirmation()
        == ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC) {
      return ConditionVerdict.no(
          Reasons.WAITING_FOR_SYNC,
          "The next sync that succeeds confirms what the district shares.");
    }
    return ConditionVerdict.no(
        Reasons.WAITING_FOR_REVIEWER,
        "A reviewer has to look at what the district shares, which status.share sums up, and confirm it at Homeroom's server.");
  }
}
