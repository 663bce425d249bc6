package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.SHARES;
import static dev.homeroom.server.db.generated.Tables.SHARE_COUNTS;
import static dev.homeroom.server.db.generated.Tables.SHARE_FINDINGS;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import org.jooq.DSLContext;

/** Reads the shares that the last syncs computed. */
public final class ComputedShares {
  private ComputedShares() {}

  /**
   * The district's share, except its confirmation and approval. Empty before the first successful
   * sync.
   */
  public static Share.Builder find(DSLContext sql, DistrictKey district) {
    var share = Share.newBuilder();
    sql.selectFrom(SHARES)
        .where(SHARES.DISTRICT.eq(district.number()))
        .fetchOptional()
        .ifPresent(row -> {
          share
              .setDigest(HexFormat.of().formatHex(row.getDigest()))
              .setRevision(row.getRevision())
              .addAllFindings(findings(sql, district));
          count(sql, district, share);
        });
    ShareChanges.newest(sql, district).ifPresent(share::setLastChange);
    return share;
  }

  private static void count(DSLContext sql, DistrictKey district, Share.Builder share) {
    var covered = new EnumMap<ShareKind, Long>(ShareKind.class);
    var undeclared = new EnumMap<ShareKind, Long>(ShareKind.class);
    sql.selectFrom(SHARE_COUNTS)
        .where(SHARE_COUNTS.DISTRICT.eq(district.number()))
        .forEach(row ->
            ShareKind.find(row.getKind())
                .ifPresent(kind -> {
                  covered.put(kind, row.getCovered());
                  undeclared.put(kind, row.getUndeclared());
                }));
    share.setCovered(ShareKind.counts(covered)).setUndeclared(ShareKind.counts(undeclared));
  }

  private static List<ShareFinding> findings(DSLContext sql, DistrictKey district) {
    return sql
        .selectFrom(SHARE_FINDINGS)
        .where(SHARE_FINDINGS.DISTRICT.eq(district.number()))
        .fetch(row ->
            ShareFinding.newBuilder()
                .setKind(EnumWords.of(ShareFindingKind.class, row.getKind()))
                .setSeverity(EnumWords.of(FindingSeverity.class, row.getSeverity()))
                .setCount(row.getCount())
                .addAllSamples(List.of(row.getSamples()))
                .setExplanation(row.getExplanation())
                .build())
        .stream()
        .sorted(Comparator.comparing(ShareFinding::getKind))
        .toList();
  }
}
