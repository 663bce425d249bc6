package dev.homeroom.server.roster;

import static dev.homeroom.server.roster.record.Versions.column;

import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.v1.CountRosterRequest;
import dev.homeroom.v1.CountRosterResponse;
import dev.homeroom.v1.RecordType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Answers CountRoster, with one statement for each type, all at one moment. */
final class RosterCount {
  private final Roster roster;

  RosterCount(Roster roster) {
    this.roster = roster;
  }

  CountRosterResponse count(CountRosterRequest request) {
    var district = ReadRequest.parent(request);
    var types = types(request);
    var schools = CatalogFilters.of("school_filter", district, request.getSchoolFilter());
    var terms = CatalogFilters.of("term_filter", district, request.getTermFilter());
    var courses = CatalogFilters.of("course_filter", district, request.getCourseFilter());
    var sections = SectionFilters.of("section_filter", district, request.getSectionFilter());
    var users = UserFilters.of("user_filter", district, request.getUserFilter());
    return roster.read(
        district,
        ReadTime.of(request.hasAsOf(), request.getAsOf()),
        moment -> {
          var answer = CountRosterResponse.newBuilder().setRevision(moment.revision());
          var counts = answer.getCountsBuilder();
          for (var type : types) {
            switch (type) {
              case RECORD_TYPE_SCHOOL -> counts.setSchools(rows(moment, schools));
              case RECORD_TYPE_TERM -> counts.setTerms(rows(moment, terms));
              case RECORD_TYPE_COURSE -> counts.setCourses(rows(moment, courses));
              case RECORD_TYPE_SECTION -> sections(moment, sections, answer);
              case RECORD_TYPE_USER -> users(moment, users, answer);
              case RECORD_TYPE_DISTRICT, RECORD_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                  throw new IllegalStateException("was refused: " + type);
            }
          }
          return answer.build();
        });
  }

  private static Set<RecordType> types(CountRosterRequest request) {
    var types = EnumSet.noneOf(RecordType.class);
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < request.getTypesCount(); i++) {
      switch (request.getTypes(i)) {
        case RECORD_TYPE_SCHOOL,
            RECORD_TYPE_TERM,
            RECORD_TYPE_COURSE,
            RECORD_TYPE_SECTION,
            RECORD_TYPE_USER -> {
          if (!types.add(request.getTypes(i))) {
            violations.add(new Violation("types[" + i + "]", "is named twice"));
          }
        }
        case RECORD_TYPE_DISTRICT, RECORD_TYPE_UNSPECIFIED, UNRECOGNIZED ->
            violations.add(
                new Violation(
                    "types[" + i + "]", "must be a school, term, course, section or user"));
      }
    }
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    return types.isEmpty()
        ? EnumSet.range(RecordType.RECORD_TYPE_SCHOOL, RecordType.RECORD_TYPE_USER)
        : types;
  }

  private static <R extends Record> long rows(Moment moment, Filter<R> filter) {
    return moment
        .db()
        .select(DSL.count())
        .from(filter.at(moment).reading(Set.of()).at(moment))
        .fetchSingle()
        .value1();
  }

  private static void sections(
      Moment moment, Filter<?> filter, CountRosterResponse.Builder answer) {
    var table = filter.at(moment).reading(Set.of("students", "teachers")).at(moment);
    var row =
        moment
            .db()
            .select(DSL.count(), enrollments(table, "students"), enrollments(table, "teachers"))
            .from(table)
            .fetchSingle();
    answer
        .getCountsBuilder()
        .setSections(row.value1())
        .setEnrollments(row.value2().longValueExact())
        .setTeacherEnrollments(row.value3().longValueExact());
  }

  private static void users(Moment moment, Filter<?> filter, CountRosterResponse.Builder answer) {
    var table =
        filter
            .at(moment)
            .reading(Set.of("student", "teacher", "staff", "district_admin", "contact"))
            .at(moment);
    var row =
        moment
            .db()
            .select(
                DSL.count(),
                holders(table, "student"),
                holders(table, "teacher"),
                holders(table, "staff"),
                holders(table, "district_admin"),
                holders(table, "contact"))
            .from(table)
            .fetchSingle();
    answer.setUsers(row.value1());
    answer
        .getCountsBuilder()
        .setStudents(row.value2())
        .setTeachers(row.value3())
        .setStaff(row.value4())
        .setDistrictAdmins(row.value5())
        .setContacts(row.value6());
  }

  private static Field<BigDecimal> enrollments(Table<?> sections, String column) {
    return DSL.coalesce(
        DSL.sum(DSL.cardinality(column(sections, column, byte[][].class))),
        DSL.inline(BigDecimal.ZERO));
  }

  private static Field<Integer> holders(Table<?> users, String role) {
    return DSL.count().filterWhere(column(users, role, Boolean.class).isTrue());
  }
}
