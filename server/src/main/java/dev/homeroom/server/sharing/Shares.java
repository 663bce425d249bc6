package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.sharing.DeclaredShare.Pinned;
import dev.homeroom.server.sharing.DeclaredShare.Sections;
import dev.homeroom.v1.ConfirmedSharing;
import dev.homeroom.v1.Share;
import java.util.HexFormat;
import org.jooq.DSLContext;

/** Reads what districts share into what the contract says of it. */
public final class Shares {
  private Shares() {}

  /** How much is told of sections that are pinned without being declared. */
  public enum Detail {
    /** Their number and digest. */
    NUMBER,
    /** Their ids too. */
    IDS
  }

  /** What the district shares: computed, confirmed, approved. */
  public static Share read(
      DSLContext sql, DistrictKey district, DistrictDeclarationsRecord declaration, Detail detail) {
    var share = ComputedShares.find(sql, district);
    ConfirmedShare.find(sql, district.number())
        .ifPresent(confirmed -> {
          share
              .setConfirmed(message(sql, confirmed, detail))
              .setConflict(!confirmed.allows(sql, DeclaredShares.of(declaration)));
          SharingApprovals.open(sql, district.number())
              .map(SharingApprovals::message)
              .ifPresent(share::setApproval);
        });
    return share.build();
  }

  private static ConfirmedSharing message(DSLContext sql, ConfirmedShare confirmed, Detail detail) {
    var row = confirmed.row();
    var message =
        ConfirmedSharing.newBuilder()
            .setSharing(SharingMessages.message(confirmed.share()))
            .setRevision(row.getRevision())
            .setDigest(HexFormat.of().formatHex(row.getDigest()))
            .setConfirmTime(SharingMessages.time(row.getConfirmedAt()))
            .setConfirmedBy(row.getConfirmedBy());
    boolean named = confirmed.share() instanceof Sections;
    if (named || confirmed.share() instanceof Pinned) {
      message
          .setPinnedSections(row.getPinnedCount())
          .setPinnedDigest(HexFormat.of().formatHex(row.getPinnedDigest()));
      if (named || detail == Detail.IDS) {
        PinnedSections.live(sql, row.getDistrict()).stream()
            .map(CleverId::toString)
            .forEach(message::addLiveSections);
      }
    }
    return message.build();
  }
}
