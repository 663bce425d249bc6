package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.SHARES;

import java.util.HexFormat;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What a share came to in a sync.
 *
 * @param digest 64 hexadecimal digits
 * @param fingerprint that of the declared share that it was computed by
 */
record ComputedShare(long revision, String digest, String fingerprint) {
  /** What the share came to in the last sync, if that went by it. */
  static Optional<ComputedShare> of(DSLContext sql, int district, DeclaredShare share) {
    return find(sql, district).filter(computed -> computed.fingerprint.equals(share.fingerprint()));
  }

  /** What any sync has come to last. */
  static Optional<ComputedShare> find(DSLContext sql, int district) {
    return sql.selectFrom(SHARES)
        .where(SHARES.DISTRICT.eq(district))
        .fetchOptional(row ->
            new ComputedShare(
                row.getRevision(),
                HexFormat.of().formatHex(row.getDigest()),
                row.getFingerprint()));
  }
}
