package dev.homeroom.server.sharing.decision;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.ConfirmedSharingsRecord;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.db.generated.tables.records.SharingApprovalsRecord;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.sharing.ComputedShares;
import dev.homeroom.server.sharing.ConfirmedShare;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.PinnedSections;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.v1.ConfirmedSharing;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.SharingType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
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

  /**
   * The share of each district: computed, confirmed, approved.
   *
   * @param declarations of the districts to read
   */
  public static Map<DistrictKey, Share> read(
      DSLContext sql, Map<DistrictKey, DistrictDeclarationsRecord> declarations, Detail detail) {
    var districts = DistrictSet.of(declarations.keySet());
    var shares = ComputedShares.read(sql, districts);
    var confirmed = ConfirmedShare.rows(sql, districts);
    var approvals =
        confirmed.isEmpty()
            ? Map.<DistrictKey, SharingApprovalsRecord>of()
            : SharingApprovals.open(sql, DistrictSet.of(confirmed.keySet()));
    var live = live(sql, confirmed, detail);
    var read = new HashMap<DistrictKey, Share>();
    declarations.forEach((district, declaration) -> {
      var share = shares.computeIfAbsent(district, _ -> Share.newBuilder());
      Optional.ofNullable(confirmed.get(district))
          .ifPresent(row -> {
            var sections = live.getOrDefault(district, Collections.emptySortedSet());
            share
                .setConfirmed(message(row, sections))
                .setConflict(conflict(row, declaration, sections));
            Optional.ofNullable(approvals.get(district))
                .map(SharingApprovals::message)
                .ifPresent(share::setApproval);
          });
      read.put(district, share.build());
    });
    return read;
  }

  /** Reads the pinned and live sections of the districts whose shares name them. */
  private static Map<DistrictKey, SortedSet<CleverId>> live(
      DSLContext sql, Map<DistrictKey, ConfirmedSharingsRecord> confirmed, Detail detail) {
    var naming =
        confirmed.entrySet().stream()
            .filter(each -> {
              var sharing = SharingMessages.shown(each.getValue().getSharing());
              return sharing.getType() == SharingType.SHARING_TYPE_SECTIONS
                  && (sharing.getSectionsCount() > 0 || detail == Detail.IDS);
            })
            .map(Map.Entry::getKey)
            .toList();
    return naming.isEmpty() ? Map.of() : PinnedSections.live(sql, DistrictSet.of(naming));
  }

  /** Nobody knows whether a share of a newer release allows another one. */
  private static boolean conflict(
      ConfirmedSharingsRecord row,
      DistrictDeclarationsRecord declaration,
      SortedSet<CleverId> live) {
    return SharingMessages.find(row.getSharing())
        .map(share -> new ConfirmedShare(share, row))
        .flatMap(confirmed ->
            DeclaredShares.find(declaration)
                .map(declared -> !confirmed.allows(declared, () -> live)))
        .orElse(false);
  }

  private static ConfirmedSharing message(ConfirmedSharingsRecord row, SortedSet<CleverId> live) {
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
      live.stream().map(CleverId::toString).forEach(message::addLiveSections);
    }
    return message.build();
  }
}
