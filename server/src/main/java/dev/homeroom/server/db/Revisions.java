package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;

/** Writes the list of a district's revisions. */
public final class Revisions {
  private Revisions() {}

  /**
   * Writes the district's new revision, with the time and the district's own record. Part of the
   * transaction that raises the revision, after the district's row is written.
   */
  public static void write(DSLContext transaction, int district, UUID run) {
    transaction
        .insertInto(
            REVISIONS,
            REVISIONS.DISTRICT,
            REVISIONS.REVISION,
            REVISIONS.WRITTEN_AT,
            REVISIONS.RUN,
            REVISIONS.NAME,
            REVISIONS.SIS_TYPE,
            REVISIONS.PORTAL_URL,
            REVISIONS.LAUNCH_DATE,
            REVISIONS.LOGIN_METHODS,
            REVISIONS.NCES_ID,
            REVISIONS.MDR_NUMBER)
        .select(
            select(
                    DISTRICTS.DISTRICT,
                    DISTRICTS.REVISION,
                    function("clock_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE),
                    val(run),
                    DISTRICTS.NAME,
                    DISTRICTS.SIS_TYPE,
                    DISTRICTS.PORTAL_URL,
                    DISTRICTS.LAUNCH_DATE,
                    DISTRICTS.LOGIN_METHODS,
                    DISTRICTS.NCES_ID,
                    DISTRICTS.MDR_NUMBER)
                .from(DISTRICTS)
                .where(DISTRICTS.DISTRICT.eq(district)))
        .execute();
  }
}
