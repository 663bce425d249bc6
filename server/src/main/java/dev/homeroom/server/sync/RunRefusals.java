package dev.homeroom.server.sync;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.ResourceNames.SyncRunName;
import dev.homeroom.v1.ErrorReason;

/** Refuses to start, show or cancel sync runs. */
final class RunRefusals {
  private RunRefusals() {}

  /** Refuses a sync run that does not exist, or no longer. */
  static RefusedException notFound(SyncRunName run) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SYNC_RUN_NOT_FOUND,
            "There is no sync run " + run + "; list the district's runs to see which are kept.")
        .with("syncRun", run.toString())
        .exception();
  }

  /**
   * Refuses to cancel a run that has ended.
   *
   * @param state its end as the contract's SyncState names it, without the prefix
   */
  static RefusedException ended(SyncRunName run, String state) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SYNC_RUN_ENDED,
            "Sync run " + run + " has ended " + state + ", so there is nothing to cancel.")
        .with("syncRun", run.toString())
        .with("state", state)
        .exception();
  }

  /** Refuses to cancel a run that has changed the roster already. */
  static RefusedException applied(SyncRunName run) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SYNC_RUN_APPLIED,
            "Sync run "
                + run
                + " has written its revision and is about to end; look at what it changed.")
        .with("syncRun", run.toString())
        .exception();
  }

  /** Refuses a sync that can neither join the active run nor run at the same time. */
  static RefusedException active(SyncRunName run) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SYNC_RUN_ACTIVE,
            "A sync of the district is under way: " + run + "; ask again after its end.")
        .with("syncRun", run.toString())
        .exception();
  }

  /** Refuses to sync a suspended district. */
  static RefusedException districtSuspended(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_DISTRICT_SUSPENDED,
            "District " + district + " is suspended, so it does not sync; set suspend to false.")
        .withDistrict(district)
        .exception();
  }
}
