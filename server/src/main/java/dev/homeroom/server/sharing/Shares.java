package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.ConfirmedSharingsRecord;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.v1.ConfirmedSharing;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.SharingType;
import java.util.HexFormat;
import org.jooq.DSLContext;

/** Reads the shares of districts in the form of the contract. */
public final class Shares {
  private Shares() {}

  /** The amount of detail about sections that are pinned without being declared. */
  public enum Detail {
    /** Their number and digest. */
    NUMBER,
    /** Their ids too. */
    IDS
  }

  /** The district's share: computed, confirmed, approved. */
  public static Share read(
      DSLContext sql, DistrictKey district, DistrictDeclarationsRecord declaration, Detail detail) {
    var share = ComputedShares.find(sql, district);
    ConfirmedShare.row(sql, district.number())
        .ifPresent(confirmed -> {
          share
              .setConfirmed(message(sql, confirmed, detail))
              .setConflict(conflict(sql, confirmed, declaration));
          SharingApprovals.open(sql, district.number())
              .map(SharingApprovals::message)
              .ifPresent(share::setApproval);
        });
    return share.build();
  }

  /** Nobody knows whether a share of a newer release allows another one. */
  private static boolean conflict(
      DSLContext sql, ConfirmedSharingsRecord row, DistrictDeclarationsRecord declaration) {
    return SharingMessages.find(row.getSharing())
        .map(share -> new ConfirmedShare(share, row))
        .flatMap(confirmed ->
            DeclaredShares.find(declaration).map(declared -> !confirmed.allows(sql, declared)))
        .orElse(false);
  }

  private static ConfirmedSharing message(
      DSLContext sql, ConfirmedSharingsRecord row, Detail detail) {
    var sharing = SharingMessages.shown(row.getSharing());
    var message =
        ConfirmedSharing.newBuilder()
            .setSharing(sharing)
            .setRevision(row.getRevision())
            .setDigest(HexFormat.of().formatHex(row.getDigest()))
            .setConfirmTime(ProtoTimestamps.of(row.getConfirmedAt()))
            .setConfirmedBy(row.getConfirmedBy());
    if (sharing.getType() == SharingType.SHARING_TYPE_SECTIONS) {
      message
          .setPinnedSections(row.getPinnedCount())
          .setPinnedDigest(HexFormat.of().formatHex(row.getPinnedDigest()));
      if (sharing.getSectionsCount() > 0 || detail == Detail.IDS) {
        PinnedSections.live(sql, row.getDistrict()).stream()
            .map(CleverId::toString)
            .forEach(message::addLiveSections);
      }
    }
    return message.build();
  }
}
