package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.ResourceRefusals;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Locks what a decision over a district's sharing goes by. Always in this order: its declaration,
 * which whoever declares it locks too; the district, which a run that applies locks too; what is
 * confirmed.
 */
final class Locked {
  private Locked() {}

  /** The declaration: nobody declares anything else before the transaction ends. */
  static Optional<DistrictDeclarationsRecord> declaration(
      DSLContext transaction, DistrictKey district) {
    return transaction
        .selectFrom(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .forUpdate()
        .fetchOptional();
  }

  static DistrictDeclarationsRecord requireDeclaration(
      DSLContext transaction, DistrictKey district) {
    return declaration(transaction, district)
        .orElseThrow(() -> ResourceRefusals.districtNotFound(district.id()));
  }

  /**
   * The district: no run applies anything before the transaction ends.
   *
   * @return its revision
   */
  static long roster(DSLContext transaction, DistrictKey district) {
    return transaction
        .select(DISTRICTS.REVISION)
        .from(DISTRICTS)
        .where(DISTRICTS.DISTRICT.eq(district.number()))
        .forNoKeyUpdate()
        .fetchSingle()
        .value1();
  }
}
