package dev.homeroom.cli.share;

import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.FindingSeverity;
import java.util.ArrayList;

/** Formats a district's share as one line. */
public final class ShareLine {
  private ShareLine() {}

  /**
   * Returns the type, whether it is confirmed, and the counts of uncovered records and of findings;
   * for a synced district.
   */
  public static String of(DistrictState state) {
    var share = state.getShare();
    var parts = new ArrayList<String>();
    parts.add(SharingWords.type(state.getSpec().getSharing()));
    parts.add(
        share.getConflict() ? "in conflict" : share.hasConfirmed() ? "confirmed" : "not confirmed");
    if (!ShareSizes.isNone(share.getUndeclared())) {
      parts.add("not covered: " + ShareSizes.of(share.getUndeclared()));
    }
    var errors =
        share.getFindingsList().stream()
            .filter(finding -> finding.getSeverity() == FindingSeverity.FINDING_SEVERITY_ERROR)
            .count();
    var warnings = share.getFindingsCount() - errors;
    if (errors > 0) {
      parts.add(ShareSizes.words(errors, "errors"));
    }
    if (warnings > 0) {
      parts.add(ShareSizes.words(warnings, "warnings"));
    }
    return "shares " + String.join("; ", parts);
  }
}
