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

/** Reads the filter for sections, or refuses it. */
final class SectionFilters {
  private SectionFilters() {}

  /**
   * Builds the filter. A user's live sections come from the user's own row in {@code
   * user_sections}, without a look at any other section. This also holds for an earlier revision,
   * because a section that is live since then has not changed since then. A former section is
   * matched by its own arrays. A caller may know a section's teachers without seeing their own
   * rows: then the arrays of the live sections decide alone.
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

  /**
   * The sections in which a user teaches or learns; empty if there are none, or the caller may not
   * know.
   */
  private static Optional<byte[][]> sectionsOf(Moment moment, CleverId user) {
    var userSections = moment.scope().userSections();
    return moment
        .db()
        .select(userSections.SECTIONS)
        .from(userSections)
        .where(userSections.USER.eq(user.bytes()))
        .fetchOptional(row -> row.value1());
  }
}
