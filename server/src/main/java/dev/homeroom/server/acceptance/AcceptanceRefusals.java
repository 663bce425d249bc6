package dev.homeroom.server.acceptance;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;

/** Refuses decisions over the first rosters of districts. */
final class AcceptanceRefusals {
  private AcceptanceRefusals() {}

  /** Refuses a decision over a roster that is not there yet. */
  static RefusedException notSynced(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ROSTER_NOT_SYNCED,
            "District "
                + district
                + " has no roster yet, so there is nothing to decide over; let a sync succeed first.")
        .withDistrict(district)
        .exception();
  }

  /**
   * Refuses to accept an earlier revision.
   *
   * @param newest the newest revision
   */
  static RefusedException changed(CleverId district, long newest) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ROSTER_CHANGED,
            "The roster of district "
                + district
                + " has changed since; look at revision "
                + newest
                + ", and accept that one.")
        .withDistrict(district)
        .with("newestRevision", Long.toString(newest))
        .exception();
  }

  /** Refuses to send back a roster that is accepted. */
  static RefusedException alreadyAccepted(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ROSTER_ALREADY_ACCEPTED,
            "The roster of district "
                + district
                + " has been accepted, so it can no longer be sent back; ask the district to correct"
                + " its data, which the next sync brings.")
        .withDistrict(district)
        .exception();
  }
}
