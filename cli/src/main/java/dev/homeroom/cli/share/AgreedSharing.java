package dev.homeroom.cli.share;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.LabelledText;
import dev.homeroom.v1.ConfirmedSharing;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingType;

/** The confirmed sharing and an approved change of it, compared with the declared sharing. */
record AgreedSharing(Share share, Sharing declared) {
  /** Adds the rows about the confirmation, a conflict and an approved change. */
  void rows(LabelledText sheet) {
    if (!share.hasConfirmed()) {
      sheet.row("confirmed", "not yet");
      return;
    }
    sheet.row("confirmed", by(share.getConfirmed()));
    if (share.getConfirmed().getSharing().getType() == SharingType.SHARING_TYPE_SECTIONS) {
      sheet.row(pinned(share.getConfirmed()));
    }
    apart(sheet);
    if (share.hasApproval()) {
      var approval = share.getApproval();
      sheet.row("approved", by(approval));
      SharingDifference.between(approval.getFrom(), approval.getTo()).forEach(sheet::row);
      sheet.row("It takes effect once exactly this sharing is declared.");
    }
  }

  private void apart(LabelledText sheet) {
    var apart = SharingDifference.between(share.getConfirmed().getSharing(), declared);
    if (share.getConflict()) {
      sheet.row(
          "conflict",
          "The declared sharing is neither the confirmed one nor allowed by it. Syncs still follow"
              + " the confirmed sharing. Declare that one again, or have the change approved:");
      apart.forEach(sheet::row);
      if (apart.isEmpty()) {
        sheet.row("Only reviewers of the whole district may see the difference.");
      }
    } else if (!apart.isEmpty()) {
      sheet.rows("since then", apart);
    }
  }

  /** Says when a change was approved, by whom, and why. */
  static String by(SharingChangeApproval approval) {
    return "a change, %s, by %s: %s"
        .formatted(
            WireWords.time(approval.getApproveTime()),
            approval.getApprovedBy(),
            approval.getReason());
  }

  private static String by(ConfirmedSharing confirmed) {
    return "since %s, at revision %,d, by %s"
        .formatted(
            WireWords.time(confirmed.getConfirmTime()),
            confirmed.getRevision(),
            confirmed.getConfirmedBy().isEmpty()
                ? "the server itself"
                : confirmed.getConfirmedBy());
  }

  private static String pinned(ConfirmedSharing confirmed) {
    var pinned = ShareSizes.words(confirmed.getPinnedSections(), "sections") + " pinned";
    return confirmed.getSharing().getWithheld()
        ? pinned
        : "%s, %,d of them live".formatted(pinned, confirmed.getLiveSectionsCount());
  }
}
