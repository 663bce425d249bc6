package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;

import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads the uncovered records that are left out of the roster. */
public final class UncoveredRecordPage {
  private UncoveredRecordPage() {}

  /** A page of those that the caller may see; {@link #name} gives their names. */
  public static List<ShareRecords.SharePosition> page(
      DSLContext sql, Scope.InDistrict scope, ShareRecords page) {
    var readable = new ReadableRows(scope);
    return page.read((type, after, limit) ->
        sql.select(UNDECLARED_RECORDS.ID)
            .from(UNDECLARED_RECORDS)
            .where(
                UNDECLARED_RECORDS.DISTRICT.eq(scope.district().number()),
                UNDECLARED_RECORDS.TYPE.eq(type.name()),
                UNDECLARED_RECORDS.LEFT_OUT.isTrue(),
                readable.naming(type.wire(), UNDECLARED_RECORDS.ID))
            .and(
                after
                    .map(last -> UNDECLARED_RECORDS.ID.gt(last.bytes()))
                    .orElseGet(DSL::noCondition))
            .orderBy(UNDECLARED_RECORDS.ID)
            .limit(limit)
            .fetch(row -> new ShareRecords.SharePosition(type, CleverId.of(row.value1()))));
  }

  /** The record's resource name. */
  public static String name(DistrictKey district, ShareRecords.SharePosition record) {
    return record.type().collection().name(district.id(), record.id());
  }
}
