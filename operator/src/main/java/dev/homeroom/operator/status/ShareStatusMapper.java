package dev.homeroom.operator.status;

import dev.homeroom.operator.resource.sharing.ApprovedSharingChange;
import dev.homeroom.operator.resource.sharing.ConfirmedSharing;
import dev.homeroom.operator.resource.sharing.Share;
import dev.homeroom.operator.resource.sharing.ShareChange;
import dev.homeroom.operator.resource.sharing.ShareCounts;
import dev.homeroom.operator.resource.sharing.ShareFinding;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingType;
import java.util.List;

/** Converts the server's state of a district's share to the types of a status. */
final class ShareStatusMapper {
  private ShareStatusMapper() {}

  static Share share(dev.homeroom.v1.Share share) {
    return new Share(
        share.getDigest(),
        share.getRevision(),
        share.hasCovered() ? counts(share.getCovered()) : null,
        share.hasUndeclared() ? counts(share.getUndeclared()) : null,
        share.getFindingsList().stream().map(ShareStatusMapper::finding).toList());
  }

  /**
   * Converts the confirmed sharing without the person who confirmed it: more people can read status
   * than the audit trail.
   */
  static ConfirmedSharing confirmed(dev.homeroom.v1.ConfirmedSharing confirmed) {
    var sharing = confirmed.getSharing();
    var ofSections = sharing.getType() == SharingType.SHARING_TYPE_SECTIONS;
    return new ConfirmedSharing(
        SharingMapper.type(sharing),
        SharingMapper.orAbsent(sharing.getSchoolsList()),
        sharing.getSectionsCount() == 0 ? null : List.copyOf(confirmed.getLiveSectionsList()),
        SharingMapper.agreedRules(sharing),
        sharing.getIncludeAllStaff(),
        SharingMapper.onUndeclared(sharing),
        ofSections
            ? new ConfirmedSharing.PinnedSections(
                confirmed.getPinnedSections(), confirmed.getPinnedDigest())
            : null,
        confirmed.getRevision(),
        confirmed.getDigest(),
        confirmed.hasConfirmTime() ? StatusMapper.time(confirmed.getConfirmTime()) : null);
  }

  static ApprovedSharingChange approved(SharingChangeApproval approval) {
    return new ApprovedSharingChange(approval.getId(), SharingMapper.agreed(approval.getTo()));
  }

  static ShareChange change(dev.homeroom.v1.ShareChange change) {
    return new ShareChange(
        change.getRevision(),
        StatusMapper.time(change.getCreateTime()),
        counts(change.getAdded()),
        counts(change.getRemoved()));
  }

  private static ShareFinding finding(dev.homeroom.v1.ShareFinding finding) {
    return new ShareFinding(
        Reasons.of(finding.getKind(), "SHARE_FINDING_KIND_"),
        Reasons.of(finding.getSeverity(), "FINDING_SEVERITY_"),
        finding.getCount(),
        List.copyOf(finding.getSamplesList()),
        finding.getExplanation());
  }

  private static ShareCounts counts(dev.homeroom.v1.ShareCounts counts) {
    return new ShareCounts(
        counts.getSchools(),
        counts.getTerms(),
        counts.getCourses(),
        counts.getSections(),
        counts.getStudents(),
        counts.getTeachers(),
        counts.getStaff(),
        counts.getDistrictAdmins(),
        counts.getContacts());
  }
}
