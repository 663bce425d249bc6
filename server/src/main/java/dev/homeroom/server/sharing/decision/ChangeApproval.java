package dev.homeroom.server.sharing.decision;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.sharing.ConfirmedShare;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.SharingRefusals;
import dev.homeroom.v1.SharingChangeApproval;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;

/** Approves one change of the confirmed share. */
final class ChangeApproval {
  private ChangeApproval() {}

  /**
   * The result of an approval.
   *
   * @param district the district of the share
   * @param effective true if the change took effect at once, because it was already declared
   */
  record Approved(DistrictKey district, SharingChangeApproval approval, boolean effective) {}

  /** Carries out a reviewer's approval of a change. */
  static Approved of(
      DSLContext transaction,
      DistrictKey district,
      DeclaredShare from,
      DeclaredShare to,
      DecisionRequest asked) {
    int number = district.number();
    var declaration = SharingLocks.declaration(transaction, district);
    var confirmed = ConfirmedShare.lock(transaction, number);
    var earlier = asked.earlier(transaction, district);
    if (earlier.isPresent()) {
      var approval = Objects.requireNonNull(earlier.get().getApproval(), "written by this request");
      return approved(transaction, district, approval, false);
    }
    if (confirmed.isEmpty()) {
      throw SharingRefusals.notConfirmed(district.id());
    }
    if (!confirmed.get().is(from)) {
      throw SharingRefusals.changed(district.id());
    }
    var approval = SharingApprovals.write(transaction, number, from, to, asked);
    SharingDecisions.approved(transaction, district, to, asked.person(), asked.reason());
    asked.carriedOut(transaction, district, approval);
    boolean declared =
        declaration
            .map(row -> DeclaredShares.of(row).canonical().equals(to.canonical()))
            .orElse(false);
    if (declared) {
      FrozenSharing.admit(transaction, district, to, asked.person());
    }
    return approved(transaction, district, approval, declared);
  }

  private static Approved approved(
      DSLContext transaction, DistrictKey district, UUID approval, boolean effective) {
    return new Approved(
        district,
        SharingApprovals.message(SharingApprovals.load(transaction, district.number(), approval)),
        effective);
  }
}
