package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.SectionFilter;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Which sections a request asks for, or its refusal. */
final class SectionFilters {
  private SectionFilters() {}

  /**
   * A live section of a user is found by the user's own row, without a look at any other section.
   * That holds for an earlier revision too: a section that is live since then has not changed since
   * then. A former one tells by its own arrays. Who teaches may be known of people whose own row is
   * not the caller's to see: then the sections tell.
   */
  static Filter<SectionsRecord> of(String path, CleverId district, SectionFilter filter) {
    var criteria = new Criteria(path, district);
    var user = criteria.record("user", Collection.USERS, filter.getUser());
    var teacher = criteria.record("teacher", Collection.USERS, filter.getTeacher());
    var student = criteria.record("student", Collection.USERS, filter.getStudent());
    user.ifPresent(id ->
        criteria.where(
            table ->
                Criteria.holds(table, "teachers", id).or(Criteria.holds(table, "students", id)),
            "teachers",
            "students"));
    teacher.ifPresent(
        id -> criteria.where(table -> Criteria.holds(table, "teachers", id), "teachers"));
    student.ifPresent(
        id -> criteria.where(table -> Criteria.holds(table, "students", id), "students"));
    var all =
        criteria
            .reference("school", Collection.SCHOOLS, filter.getSchool(), "school")
            .reference("course", Collection.COURSES, filter.getCourse(), "course")
            .reference("term", Collection.TERMS, filter.getTerm(), "term")
            .text("grade", filter.getGrade(), "grade")
            .text("subject", filter.getSubject(), "subject")
            .text("sis_id", filter.getSisId(), "sis_id")
            .prefix("name_prefix", filter.getNamePrefix(), "name")
            .all(RecordKind.SECTIONS);
    return moment -> {
      var condition = all.in(moment.scope());
      var live = moment.scope().sections();
      var former = moment.scope().formerSections();
      var learning =
          Stream.of(user, student)
              .flatMap(Optional::stream)
              .map(id -> sectionsOf(moment, id).orElseGet(() -> new byte[0][]));
      var teaching = teacher.flatMap(id -> sectionsOf(moment, id)).stream();
      var theirs =
          DSL.and(
              Stream.concat(learning, teaching)
                  .<Condition>map(ids -> live.ID.eq(DSL.any(ids)))
                  .toList());
      return new Versions<>(
          live, former, theirs.and(condition.apply(live)), condition.apply(former));
    };
  }

  /** Where a user teaches or learns; empty: nowhere, or the caller may not know. */
  private static Optional<byte[][]> sectionsOf(Moment moment, CleverId user) {
    var seats = moment.scope().userSections();
    return moment
        .db()
        .select(seats.SECTIONS)
        .from(seats)
        .where(seats.USER.eq(user.bytes()))
        .fetchOptional(row -> row.value1());
  }
}
