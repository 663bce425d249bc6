package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.CONFIRMED_SHARINGS;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.SharingApprovalsRecord;
import dev.homeroom.server.sharing.ConfirmedShare;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShare.Sections;
import dev.homeroom.server.sharing.PinnedSections;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sharing.SharingRefusals;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** Holds every caller who declares a district to its confirmed share. */
public final class FrozenSharing {
  private FrozenSharing() {}

  /**
   * Permits a share to be declared, inside the transaction that declares it and has the declaration
   * locked. If it is the target of an approved change, the change takes effect.
   *
   * @param person the subject of the caller's token
   * @throws dev.homeroom.server.rpc.RefusedException if a confirmed share does not allow it
   */
  public static void admit(
      DSLContext transaction, DistrictKey district, DeclaredShare declared, String person) {
    int number = district.number();
    var confirmed = ConfirmedShare.lock(transaction, number);
    if (confirmed.isEmpty()) {
      return;
    }
    var approved =
        SharingApprovals.open(transaction, number)
            .filter(open -> SharingApprovals.target(open).canonical().equals(declared.canonical()));
    if (approved.isPresent()) {
      takeEffect(transaction, district, approved.get(), person);
    } else if (confirmed.get().allows(transaction, declared)) {
      keepPinned(transaction, confirmed.get(), declared);
    } else {
      throw SharingRefusals.frozen(district.id());
    }
  }

  /**
   * Ends a confirmation for another owner when a new owner begins to declare a district: a reviewer
   * decides about the new owner's share. A confirmation for the same owner stays, and so does one
   * for an unknown owner.
   *
   * @param person the subject of the caller's token
   */
  public static void handOver(
      DSLContext transaction, DistrictKey district, SharingOwner next, String person) {
    ConfirmedShare.lock(transaction, district.number())
        .filter(confirmed ->
            SharingOwner.of(confirmed.row()).filter(owner -> !owner.same(next)).isPresent())
        .ifPresent(confirmed -> {
          PinnedSections.write(transaction, district.number(), Collections.emptySortedSet());
          SharingApprovals.replaceOpen(transaction, district.number());
          transaction
              .deleteFrom(CONFIRMED_SHARINGS)
              .where(CONFIRMED_SHARINGS.DISTRICT.eq(district.number()))
              .execute();
          SharingDecisions.ownerChanged(transaction, district, confirmed.share(), person);
        });
  }

  /** Makes the target of an approved change the confirmed share, and uses up the approval. */
  static void takeEffect(
      DSLContext transaction,
      DistrictKey district,
      SharingApprovalsRecord approval,
      String person) {
    var share = SharingApprovals.target(approval);
    var sections = PinnedSections.from(transaction, district.number(), share);
    PinnedSections.requireFew(district, sections);
    transaction
        .update(CONFIRMED_SHARINGS)
        .set(CONFIRMED_SHARINGS.SHARING, SharingMessages.json(share))
        .where(CONFIRMED_SHARINGS.DISTRICT.eq(district.number()))
        .execute();
    PinnedSections.write(transaction, district.number(), sections);
    SharingApprovals.declared(transaction, approval);
    SharingDecisions.declared(transaction, district, share, person, approval.getReason());
  }

  /**
   * Unpins the sections that the declaration no longer names. They are archived, else the
   * declaration would not be allowed.
   */
  private static void keepPinned(
      DSLContext transaction, ConfirmedShare confirmed, DeclaredShare declared) {
    if (confirmed.share() instanceof Sections held && declared instanceof Sections named) {
      var pinned = new TreeSet<>(held.sections());
      pinned.retainAll(named.sections());
      if (!Arrays.equals(PinnedSections.digest(pinned), confirmed.row().getPinnedDigest())) {
        PinnedSections.write(transaction, confirmed.row().getDistrict(), pinned);
      }
    }
  }
}
