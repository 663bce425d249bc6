package dev.homeroom.cli.share;

import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.DistrictState;
import java.util.ArrayList;
import java.util.List;

/** Lists the next commands for a district's share, ready to paste. */
final class ShareSteps {
  private ShareSteps() {}

  /**
   * Returns at least one command, the most urgent first; `…` stands for a reason that a person has
   * to give.
   */
  static List<String> of(DistrictState state) {
    var share = state.getShare();
    var declared = state.getSpec().getSharing();
    var district = state.getName().split("/", 3)[1];
    var steps = new ArrayList<String>();
    if (share.getDigest().isEmpty()) {
      steps.add("./homeroom sync " + district + " --follow");
      return steps;
    }
    if (share.getConflict()) {
      steps.add("./homeroom approve-sharing-change " + district + " --to-declared --reason '…'");
    }
    if (!share.hasConfirmed()
        && declared.getConfirmation() != ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC) {
      steps.add(
          "./homeroom confirm %s %d %s"
              .formatted(district, share.getRevision(), share.getDigest()));
    }
    if (share.hasConfirmed()
        && share.getUndeclared().getSections() > 0
        && SharingWords.pinsSections(share.getConfirmed().getSharing())) {
      steps.add("./homeroom adopt-sections " + district + " --all-left-out --reason '…'");
    }
    if (state.hasPendingPlan()) {
      steps.add("./homeroom plan " + district);
    }
    if (!ShareSizes.isNone(share.getUndeclared())) {
      steps.add("./homeroom share " + district + " --left-out");
    }
    if (share.hasLastChange()) {
      steps.add(
          "./homeroom share " + district + " --changes " + share.getLastChange().getRevision());
    }
    if (share.hasConfirmed()) {
      steps.add("./homeroom share " + district + " --decisions");
    }
    if (steps.isEmpty()) {
      steps.add("./homeroom sync " + district + " --follow");
    }
    return steps;
  }
}
