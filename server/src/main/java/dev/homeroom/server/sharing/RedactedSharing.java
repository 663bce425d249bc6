package dev.homeroom.server.sharing;

import dev.homeroom.v1.Share;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingRule;

/**
 * Redacts sharings for callers who are granted only some schools of a district: it removes
 * everything that may name records of the other schools.
 */
public final class RedactedSharing {
  private RedactedSharing() {}

  /** The sharing without its ids, and without the values of its rules. */
  public static Sharing of(Sharing sharing) {
    var told = sharing.toBuilder().clearSchools().clearSections().setWithheld(true);
    if (told.hasRules()) {
      var rules = told.getRulesBuilder();
      rules.getIncludeBuilderList().forEach(SharingRule.Builder::clearValue);
      rules.getExcludeBuilderList().forEach(SharingRule.Builder::clearValue);
    }
    return told.build();
  }

  /** The share with only its numbers, digests and sentences. */
  public static Share of(Share share) {
    var told = share.toBuilder();
    for (var finding : told.getFindingsBuilderList()) {
      var rules =
          finding.getSamplesList().stream()
              .filter(sample -> sample.startsWith("include["))
              .toList();
      finding.clearSamples().addAllSamples(rules);
    }
    if (told.hasConfirmed()) {
      var confirmed = told.getConfirmedBuilder().clearLiveSections();
      confirmed.setSharing(of(confirmed.getSharing()));
    }
    if (told.hasApproval()) {
      var approval = told.getApprovalBuilder();
      approval.setFrom(of(approval.getFrom())).setTo(of(approval.getTo()));
    }
    return told.build();
  }

  /** The decision without the ids of its sharing. */
  static SharingDecision of(SharingDecision decision) {
    return decision.toBuilder().setSharing(of(decision.getSharing())).build();
  }
}
