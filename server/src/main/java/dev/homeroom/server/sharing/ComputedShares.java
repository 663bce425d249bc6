package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.SHARES;
import static dev.homeroom.server.db.generated.Tables.SHARE_COUNTS;
import static dev.homeroom.server.db.generated.Tables.SHARE_FINDINGS;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.selectFrom;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.ShareCountsRecord;
import dev.homeroom.server.db.generated.tables.records.ShareFindingsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Result;

/** Reads the shares that the last syncs computed. */
public final class ComputedShares {
  private ComputedShares() {}

  /**
   * The share of each district, except its confirmation and approval. Districts without a
   * successful sync have none.
   */
  public static Map<DistrictKey, Share.Builder> read(DSLContext sql, DistrictSet districts) {
    var shares = new HashMap<DistrictKey, Share.Builder>();
    sql.select(
            SHARES,
            multiset(selectFrom(SHARE_COUNTS).where(SHARE_COUNTS.DISTRICT.eq(SHARES.DISTRICT))),
            multiset(selectFrom(SHARE_FINDINGS).where(SHARE_FINDINGS.DISTRICT.eq(SHARES.DISTRICT))))
        .from(SHARES)
        .where(districts.matches(SHARES.DISTRICT))
        .forEach(row -> {
          var computed = row.value1();
          var share =
              shares
                  .computeIfAbsent(districts.key(computed.getDistrict()), _ -> Share.newBuilder())
                  .setDigest(HexFormat.of().formatHex(computed.getDigest()))
                  .setRevision(computed.getRevision());
          count(row.value2(), share);
          row.value3().stream()
              .map(ComputedShares::finding)
              .sorted(Comparator.comparing(ShareFinding::getKind))
              .forEach(share::addFindings);
        });
    ShareChanges.newest(sql, districts)
        .forEach((district, change) ->
            shares.computeIfAbsent(district, _ -> Share.newBuilder()).setLastChange(change));
    return shares;
  }

  private static void count(Result<ShareCountsRecord> counts, Share.Builder share) {
    var covered = new EnumMap<ShareKind, Long>(ShareKind.class);
    var uncovered = new EnumMap<ShareKind, Long>(ShareKind.class);
    for (var row : counts) {
      ShareKind.find(row.getKind())
          .ifPresent(kind -> {
            covered.put(kind, row.getCovered());
            uncovered.put(kind, row.getUndeclared());
          });
    }
    share.setCovered(ShareKind.counts(covered)).setUndeclared(ShareKind.counts(uncovered));
  }

  private static ShareFinding finding(ShareFindingsRecord row) {
    return ShareFinding.newBuilder()
        .setKind(EnumWords.of(ShareFindingKind.class, row.getKind()))
        .setSeverity(EnumWords.of(FindingSeverity.class, row.getSeverity()))
        .setCount(row.getCount())
        .addAllSamples(List.of(row.getSamples()))
        .setExplanation(row.getExplanation())
        .build();
  }
}
