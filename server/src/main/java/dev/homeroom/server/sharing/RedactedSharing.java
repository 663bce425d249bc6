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
    var redacted = sharing.toBuilder().clearSchools().clearSections().setWithheld(true);
    if (redacted.hasRules()) {
      var rules = redacted.getRulesBuilder();
      rules.getIncludeBuilderList().forEach(SharingRule.Builder::clearValue);
      rules.getExcludeBuilderList().forEach(SharingRule.Builder::clearValue);
    }
    return redacted.build();
  }

  /** The share with only its numbers, digests and sentences. */
  public static Share of(Share share) {
    var redacted = share.toBuilder();
    for (var finding : redacted.getFindingsBuilderList()) {
      var rules =
          finding.getSamplesList().stream()
              .filter(sample -> sample.startsWith("include["))
              .toList();
      finding.clearSamples().addAllSamples(rules);
    }
    if (redacted.hasConfirmed()) {
      var confirmed = redacted.getConfirmedBuilder().clearLiveSections();
      confirmed.setSharing(of(confirmed.getSharing()));
    }
    if (redacted.hasApproval()) {
      var approval = redacted.getApprovalBuilder();
      approval.setFrom(of(approval.getFrom())).setTo(of(approval.getTo()));
    }
    return redacted.build();
  }

  /** The decision without the ids of its sharing. */
  public static SharingDecision of(SharingDecision decision) {
    return decision.toBuilder().setSharing(of(decision.getSharing())).build();
  }
}
