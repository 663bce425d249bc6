package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.SHARES;

import java.util.HexFormat;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * A share as a sync computed it.
 *
 * @param digest 64 hexadecimal digits
 * @param fingerprint the fingerprint of the declared share from which it was computed
 */
public record ComputedShare(long revision, String digest, String fingerprint) {
  /** The result of the last sync for this share; empty if the last sync used another share. */
  public static Optional<ComputedShare> of(DSLContext sql, int district, DeclaredShare share) {
    return find(sql, district).filter(computed -> computed.fingerprint.equals(share.fingerprint()));
  }

  /** The result of the last sync, for any share. */
  public static Optional<ComputedShare> find(DSLContext sql, int district) {
    return sql.selectFrom(SHARES)
        .where(SHARES.DISTRICT.eq(district))
        .fetchOptional(row ->
            new ComputedShare(
                row.getRevision(),
                HexFormat.of().formatHex(row.getDigest()),
                row.getFingerprint()));
  }
}
