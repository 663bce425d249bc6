package dev.homeroom.server.rpc;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.ErrorReason;
import java.util.Optional;

/** Refuses calls for districts, records and revisions that do not exist. */
public final class ResourceRefusals {
  private ResourceRefusals() {}

  /** Refuses a district that is not declared, was never synced, or is not visible to the caller. */
  public static RefusedException districtNotFound(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_DISTRICT_NOT_FOUND,
            "District "
                + district
                + " is not declared, was never synced, or is not the caller's; declare it, let a sync"
                + " succeed, and look at the caller's grants.")
        .withDistrict(district)
        .exception();
  }

  /**
   * Refuses a record that the live roster lacks. The record's own id is left out, since it may be a
   * person's.
   *
   * @param collection the collection's word in names, for example {@code schools}
   * @param field the field of the request that names it; empty if there is only one
   */
  public static RefusedException recordNotFound(
      CleverId district, String collection, Optional<String> field) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_RECORD_NOT_FOUND,
            "The live roster of district "
                + district
                + " has no such record among its "
                + collection
                + field.map(path -> " as " + path + " names").orElse("")
                + "; Clever may have stopped sharing it.")
        .withDistrict(district)
        .with("collection", collection)
        .with("field", field)
        .exception();
  }

  /**
   * Refuses a revision that is older than the kept history, or a token of a revision that is
   * unknown by now.
   *
   * @param oldest the oldest revision that can be asked for
   */
  public static RefusedException historyTrimmed(CleverId district, long oldest) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_HISTORY_TRIMMED,
            "That revision of district "
                + district
                + " is not kept, the oldest one is "
                + oldest
                + "; ask for a newer one, or start again without a token.")
        .withDistrict(district)
        .with("oldestRevision", Long.toString(oldest))
        .exception();
  }

  /**
   * Refuses a revision or a time that has not come yet.
   *
   * @param newest the district's newest revision
   */
  public static RefusedException revisionInFuture(CleverId district, long newest) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_REVISION_IN_FUTURE,
            "District "
                + district
                + " is at revision "
                + newest
                + "; ask for that or an earlier one, or for a time that has passed.")
        .withDistrict(district)
        .with("newestRevision", Long.toString(newest))
        .exception();
  }
}
