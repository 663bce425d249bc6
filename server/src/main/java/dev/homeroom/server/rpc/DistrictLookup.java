package dev.homeroom.server.rpc;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import java.util.Optional;
import org.jooq.DSLContext;

/** Looks up the districts that Homeroom has ever known by Clever's id. */
public final class DistrictLookup {
  private DistrictLookup() {}

  /** Returns the district; empty if it was never declared. */
  public static Optional<DistrictKey> find(DSLContext sql, CleverId id) {
    return sql.select(DISTRICTS.DISTRICT)
        .from(DISTRICTS)
        .where(DISTRICTS.ID.eq(id.bytes()))
        .fetchOptional(row -> new DistrictKey(row.value1(), id));
  }

  /**
   * Returns the district.
   *
   * @throws RefusedException if it was never declared
   */
  public static DistrictKey require(DSLContext sql, CleverId id) {
    return find(sql, id).orElseThrow(() -> ResourceRefusals.districtNotFound(id));
  }
}
