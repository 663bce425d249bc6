package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.SHARE_COMPUTATIONS;

import dev.homeroom.server.sharing.DeclaredShare;
import java.math.BigDecimal;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What a full run computes a share from: as long as that is the same, so is the share.
 *
 * @param fingerprint of the declared share, and of how it is understood
 * @param shown a number made of everything that Clever shows
 */
public record ShareComputation(String fingerprint, BigDecimal shown) {
  /**
   * Another one for each change of what shares are understood to cover: then all are computed anew.
   */
  private static final String CLOSURE = "2 ";

  /** That of a declared share. */
  public static ShareComputation of(DeclaredShare share, BigDecimal shown) {
    return new ShareComputation(CLOSURE + share.fingerprint(), shown);
  }

  /** Whether the undeclared records that are kept in mind were computed from the same. */
  public boolean isLast(DSLContext sql, int district) {
    return find(sql, district).filter(this::equals).isPresent();
  }

  /** Remembers it as that of the undeclared records. */
  public void write(DSLContext transaction, int district) {
    transaction
        .insertInto(SHARE_COMPUTATIONS)
        .set(SHARE_COMPUTATIONS.DISTRICT, district)
        .set(SHARE_COMPUTATIONS.FINGERPRINT, fingerprint)
        .set(SHARE_COMPUTATIONS.SHOWN, shown)
        .onDuplicateKeyUpdate()
        .set(SHARE_COMPUTATIONS.FINGERPRINT, fingerprint)
        .set(SHARE_COMPUTATIONS.SHOWN, shown)
        .execute();
  }

  /** The undeclared records were written without a look at everything that Clever shows. */
  public static void forget(DSLContext transaction, int district) {
    transaction
        .deleteFrom(SHARE_COMPUTATIONS)
        .where(SHARE_COMPUTATIONS.DISTRICT.eq(district))
        .execute();
  }

  private static Optional<ShareComputation> find(DSLContext sql, int district) {
    return sql.selectFrom(SHARE_COMPUTATIONS)
        .where(SHARE_COMPUTATIONS.DISTRICT.eq(district))
        .fetchOptional(row -> new ShareComputation(row.getFingerprint(), row.getShown()));
  }
}
