package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.SHARE_COMPUTATIONS;

import dev.homeroom.server.sharing.DeclaredShare;
import java.math.BigDecimal;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The input of computing a share in a full run: the same input gives the same share.
 *
 * @param fingerprint of the declared share and of the coverage rules
 * @param shown a number made of everything that Clever shows
 */
public record ShareComputation(String fingerprint, BigDecimal shown) {
  /**
   * The version of the coverage rules. Raise it when they change; every share is then computed
   * again.
   */
  private static final String CLOSURE = "2 ";

  /** Returns the input for a declared share. */
  public static ShareComputation of(DeclaredShare share, BigDecimal shown) {
    return new ShareComputation(CLOSURE + share.fingerprint(), shown);
  }

  /** Returns whether the stored uncovered records were computed from the same input. */
  public boolean isLast(DSLContext sql, int district) {
    return find(sql, district).filter(this::equals).isPresent();
  }

  /** Stores this as the input of the stored uncovered records. */
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

  /**
   * Deletes the stored input: the uncovered records were written without reading everything that
   * Clever shows.
   */
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
