package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;

import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.v1.RecordType;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * An uncovered record: Clever shows it although the share does not cover it.
 *
 * @param leftOut true if it is left out of the roster; otherwise it is in the roster all the same
 * @param share the share that syncs use; empty if the last sync used another one, or this release
 *     does not know it
 */
public record UncoveredRecord(boolean leftOut, Optional<DeclaredShare> share) {
  /**
   * Finds an uncovered record; empty if it is covered, Clever does not show it, or the caller does
   * not see it.
   */
  public static Optional<UncoveredRecord> find(
      DSLContext sql, Scope.InDistrict scope, RecordType type, CleverId id) {
    int district = scope.district().number();
    return RosterType.of(type)
        .flatMap(shared ->
            sql.select(UNDECLARED_RECORDS.LEFT_OUT)
                .from(UNDECLARED_RECORDS)
                .where(
                    UNDECLARED_RECORDS.DISTRICT.eq(district),
                    UNDECLARED_RECORDS.TYPE.eq(shared.name()),
                    UNDECLARED_RECORDS.ID.eq(id.bytes()),
                    new ReadableRows(scope).naming(type, UNDECLARED_RECORDS.ID))
                .fetchOptional(row -> new UncoveredRecord(row.value1(), share(sql, district))));
  }

  private static Optional<DeclaredShare> share(DSLContext sql, int district) {
    return sql.fetchExists(DISTRICT_DECLARATIONS, DISTRICT_DECLARATIONS.DISTRICT.eq(district))
            && DeclaredShares.known(sql, district)
        ? Optional.of(DeclaredShares.effective(sql, district))
            .filter(share -> ComputedShare.of(sql, district, share).isPresent())
        : Optional.empty();
  }
}
