package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.CoursesRecord;
import dev.homeroom.server.db.generated.tables.records.SchoolsRecord;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import dev.homeroom.server.roster.Roster.Moment;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.User;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Reads a section with everyone in it: two statements of one moment. */
final class SectionRosters {
  private SectionRosters() {}

  static SectionRoster read(Moment moment, RecordName name) {
    var scope = moment.scope();
    var section = scope.sections();
    var school = scope.schools();
    var course = scope.courses();
    var term = scope.terms();
    var row =
        moment
            .db()
            .select(section.fields())
            .select(school.fields())
            .select(course.fields())
            .select(term.fields())
            .from(section)
            .leftJoin(school)
            .on(school.ID.eq(section.SCHOOL))
            .leftJoin(course)
            .on(course.ID.eq(section.COURSE))
            .leftJoin(term)
            .on(term.ID.eq(section.TERM))
            .where(section.ID.eq(name.id().bytes()))
            .fetchOptional()
            .orElseThrow(() -> Roster.missing(Collection.SECTIONS, name));
    SectionsRecord found = row.into(section);
    var message =
        SectionRoster.newBuilder()
            .setRevision(moment.revision())
            .setSection(Messages.section(name.district(), found));
    joined(row, school, SchoolsRecord::getId)
        .ifPresent(shared -> message.setSchool(Messages.school(name.district(), shared)));
    joined(row, course, CoursesRecord::getId)
        .ifPresent(shared -> message.setCourse(Messages.course(name.district(), shared)));
    joined(row, term, TermsRecord::getId)
        .ifPresent(shared -> message.setTerm(Messages.term(name.district(), shared)));
    var users = users(moment, found);
    teachers(found, users).forEach(message::addTeachers);
    shared(Arrays.stream(found.getStudents()).map(CleverId::of).sorted(), users)
        .forEach(message::addStudents);
    return message.build();
  }

  private static <R extends Record> Optional<R> joined(
      Record row, Table<R> table, Function<R, byte[]> id) {
    return Optional.of(row.into(table)).filter(found -> id.apply(found) != null);
  }

  private static Map<CleverId, User> users(Moment moment, SectionsRecord section) {
    var user = moment.scope().users();
    var ids =
        Stream.of(section.getTeachers(), section.getStudents())
            .flatMap(Arrays::stream)
            .toArray(byte[][]::new);
    return moment.db().selectFrom(user).where(user.ID.eq(DSL.any(ids))).fetch().stream()
        .collect(
            Collectors.toMap(
                (UsersRecord found) -> CleverId.of(found.getId()),
                found -> UserMessages.user(moment.district(), found)));
  }

  private static Stream<User> teachers(SectionsRecord section, Map<CleverId, User> users) {
    var primary = Optional.ofNullable(section.getPrimaryTeacher()).map(CleverId::of);
    var others =
        Arrays.stream(section.getTeachers())
            .map(CleverId::of)
            .filter(id -> !primary.equals(Optional.of(id)))
            .sorted();
    return shared(Stream.concat(primary.stream(), others), users);
  }

  /** Of these users the ones whom Clever shares. */
  private static Stream<User> shared(Stream<CleverId> ids, Map<CleverId, User> users) {
    return ids.map(users::get)
        .mapMulti((user, into) -> {
          if (user != null) {
            into.accept(user);
          }
        });
  }
}
