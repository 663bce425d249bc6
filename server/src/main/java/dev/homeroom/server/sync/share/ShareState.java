package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.SHARES;
import static dev.homeroom.server.db.generated.Tables.SHARE_COUNTS;
import static dev.homeroom.server.db.generated.Tables.SHARE_FINDINGS;

import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.ShareKind;
import dev.homeroom.v1.RosterCounts;
import org.jooq.DSLContext;

/**
 * Writes what a district shares: its digest, its counts and its disagreements with Clever. All of
 * it follows from the live roster, the uncovered records and the declared share, so full and
 * incremental runs write the same.
 */
public final class ShareState {
  private ShareState() {}

  /** Returns whether the stored state is of this share. */
  public static boolean isOf(DSLContext transaction, int district, DeclaredShare share) {
    return transaction.fetchExists(
        SHARES, SHARES.DISTRICT.eq(district), SHARES.FINGERPRINT.eq(share.fingerprint()));
  }

  /**
   * Replaces the stored state, as part of the transaction that changes it.
   *
   * @param sizes the sizes of the live roster
   */
  public static void write(
      DSLContext transaction,
      int district,
      DeclaredShare share,
      long revision,
      RosterCounts sizes) {
    transaction.deleteFrom(SHARES).where(SHARES.DISTRICT.eq(district)).execute();
    transaction
        .insertInto(SHARES)
        .set(SHARES.DISTRICT, district)
        .set(SHARES.REVISION, revision)
        .set(SHARES.DIGEST, ShareDigestSql.of(transaction, district, share.canonical()))
        .set(SHARES.FINGERPRINT, share.fingerprint())
        .execute();
    var uncovered = UncoveredCounts.load(transaction, district);
    for (var kind : ShareKind.values()) {
      transaction
          .insertInto(SHARE_COUNTS)
          .set(SHARE_COUNTS.DISTRICT, district)
          .set(SHARE_COUNTS.KIND, kind.name())
          .set(SHARE_COUNTS.COVERED, kind.of(sizes) - uncovered.live(kind))
          .set(SHARE_COUNTS.UNDECLARED, uncovered.all(kind))
          .execute();
    }
    for (var finding : new Disagreements(transaction, district, share, uncovered).find()) {
      transaction
          .insertInto(SHARE_FINDINGS)
          .set(SHARE_FINDINGS.DISTRICT, district)
          .set(SHARE_FINDINGS.KIND, EnumWords.word(finding.kind()))
          .set(SHARE_FINDINGS.SEVERITY, finding.error() ? "ERROR" : "WARNING")
          .set(SHARE_FINDINGS.COUNT, finding.count())
          .set(SHARE_FINDINGS.SAMPLES, finding.samples().toArray(String[]::new))
          .set(SHARE_FINDINGS.EXPLANATION, finding.explanation())
          .execute();
    }
  }
}
