package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.ResourceRefusals;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Locks the rows on which a decision over a district's sharing depends. Always in this order: the
 * declaration, which declaring locks too; the district, which applying a run locks too; the
 * confirmed share.
 */
public final class SharingLocks {
  private SharingLocks() {}

  /** Locks the declaration: nobody can declare anything else before the transaction ends. */
  public static Optional<DistrictDeclarationsRecord> declaration(
      DSLContext transaction, DistrictKey district) {
    return transaction
        .selectFrom(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .forUpdate()
        .fetchOptional();
  }

  /** Locks the declaration, or refuses a district that is not declared. */
  public static DistrictDeclarationsRecord requireDeclaration(
      DSLContext transaction, DistrictKey district) {
    return declaration(transaction, district)
        .orElseThrow(() -> ResourceRefusals.districtNotFound(district.id()));
  }

  /**
   * Locks the district: no run applies changes before the transaction ends.
   *
   * @return its revision
   */
  public static long roster(DSLContext transaction, DistrictKey district) {
    return transaction
        .select(DISTRICTS.REVISION)
        .from(DISTRICTS)
        .where(DISTRICTS.DISTRICT.eq(district.number()))
        .forNoKeyUpdate()
        .fetchSingle()
        .value1();
  }
}
