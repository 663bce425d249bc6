package dev.homeroom.server.sync.apply;

import static dev.homeroom.server.db.generated.Tables.COURSES;
import static dev.homeroom.server.db.generated.Tables.ROSTER_COUNTS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import dev.homeroom.v1.RosterCounts;
import java.math.BigDecimal;
import java.util.Map;
import org.jooq.DSLContext;

/** The sizes of the live roster, counted by the transaction that changes it. */
public final class RosterSizes {
  private RosterSizes() {}

  /**
   * Returns by type how many more records Clever has than the live roster, because plans hold their
   * additions or removals, or were rejected. Types without any are missing.
   */
  public static Map<String, Long> held(DSLContext sql, int district) {
    return MoveCountSql.heldRecords(sql, district);
  }

  /** Counts the live roster and stores the sizes. */
  static RosterCounts measure(DSLContext transaction, int district) {
    var row = new RosterCountsRecord();
    row.setDistrict(district);
    row.setSchools((long) transaction.fetchCount(SCHOOLS, SCHOOLS.DISTRICT.eq(district)));
    row.setTerms((long) transaction.fetchCount(TERMS, TERMS.DISTRICT.eq(district)));
    row.setCourses((long) transaction.fetchCount(COURSES, COURSES.DISTRICT.eq(district)));
    var sections =
        transaction
            .select(
                count(),
                coalesce(sum(cardinality(SECTIONS.STUDENTS)), inline(BigDecimal.ZERO)),
                coalesce(sum(cardinality(SECTIONS.TEACHERS)), inline(BigDecimal.ZERO)))
            .from(SECTIONS)
            .where(SECTIONS.DISTRICT.eq(district))
            .fetchSingle();
    row.setSections((long) sections.value1());
    row.setEnrollments(sections.value2().longValueExact());
    row.setTeacherEnrollments(sections.value3().longValueExact());
    var users =
        transaction
            .select(
                count().filterWhere(USERS.STUDENT),
                count().filterWhere(USERS.TEACHER),
                count().filterWhere(USERS.STAFF),
                count().filterWhere(USERS.DISTRICT_ADMIN),
                count().filterWhere(USERS.CONTACT))
            .from(USERS)
            .where(USERS.DISTRICT.eq(district))
            .fetchSingle();
    row.setStudents((long) users.value1());
    row.setTeachers((long) users.value2());
    row.setStaff((long) users.value3());
    row.setDistrictAdmins((long) users.value4());
    row.setContacts((long) users.value5());
    transaction
        .insertInto(ROSTER_COUNTS)
        .set(row)
        .onConflict(ROSTER_COUNTS.DISTRICT)
        .doUpdate()
        .set(row)
        .execute();
    return wire(row);
  }

  /** Loads the sizes as they were last stored. */
  static RosterCounts load(DSLContext sql, int district) {
    var row = sql.selectFrom(ROSTER_COUNTS).where(ROSTER_COUNTS.DISTRICT.eq(district)).fetchOne();
    return row == null ? RosterCounts.getDefaultInstance() : wire(row);
  }

  /** Converts a row of sizes to the contract's message. */
  public static RosterCounts wire(RosterCountsRecord row) {
    return RosterCounts.newBuilder()
        .setSchools(row.getSchools())
        .setTerms(row.getTerms())
        .setCourses(row.getCourses())
        .setSections(row.getSections())
        .setStudents(row.getStudents())
        .setTeachers(row.getTeachers())
        .setStaff(row.getStaff())
        .setDistrictAdmins(row.getDistrictAdmins())
        .setContacts(row.getContacts())
        .setEnrollments(row.getEnrollments())
        .setTeacherEnrollments(row.getTeacherEnrollments())
        .build();
  }
}
