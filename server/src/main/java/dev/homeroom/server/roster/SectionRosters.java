package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.User;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Reads a section with everyone in it: two statements of one moment. */
final class SectionRosters {
  private SectionRosters() {}

  /** Reads the section; of the users what the mask names. */
  static SectionRoster read(Moment moment, RecordName name, ReadMask mask) {
    var scope = moment.scope();
    var sections = RecordKind.SECTIONS.versions(scope);
    var schools = RecordKind.SCHOOLS.versions(scope);
    var courses = RecordKind.COURSES.versions(scope);
    var terms = RecordKind.TERMS.versions(scope);
    var section = sections.at(moment);
    var school = schools.at(moment);
    var course = courses.at(moment);
    var term = terms.at(moment);
    var row =
        moment
            .db()
            .select(section.fields())
            .select(school.fields())
            .select(course.fields())
            .select(term.fields())
            .from(section)
            .leftJoin(school)
            .on(id(school, "id").eq(id(section, "school")))
            .leftJoin(course)
            .on(id(course, "id").eq(id(section, "course")))
            .leftJoin(term)
            .on(id(term, "id").eq(id(section, "term")))
            .where(id(section, "id").eq(name.id().bytes()))
            .fetchOptional()
            .orElseThrow(() -> Roster.missing(Collection.SECTIONS, name));
    var found =
        sections.of(row, section).orElseThrow(() -> Roster.missing(Collection.SECTIONS, name));
    var district = name.district();
    var message =
        SectionRoster.newBuilder()
            .setRevision(moment.revision())
            .setSection(RecordKind.SECTIONS.message().apply(district, found));
    schools
        .of(row, school)
        .map(shared -> RecordKind.SCHOOLS.message().apply(district, shared))
        .ifPresent(message::setSchool);
    courses
        .of(row, course)
        .map(shared -> RecordKind.COURSES.message().apply(district, shared))
        .ifPresent(message::setCourse);
    terms
        .of(row, term)
        .map(shared -> RecordKind.TERMS.message().apply(district, shared))
        .ifPresent(message::setTerm);
    var users = users(moment, found, mask);
    teachers(found, users).forEach(message::addTeachers);
    shared(Arrays.stream(found.getStudents()).map(CleverId::of).sorted(), users)
        .forEach(message::addStudents);
    return message.build();
  }

  private static Field<byte[]> id(Table<Record> table, String column) {
    return Versions.column(table, column, byte[].class);
  }

  private static Map<CleverId, User> users(Moment moment, SectionsRecord section, ReadMask mask) {
    var ids =
        Stream.of(section.getTeachers(), section.getStudents())
            .flatMap(Arrays::stream)
            .map(CleverId::of)
            .collect(Collectors.toSet());
    return RecordKind.USERS
        .read(RecordKind.USERS.versions(moment.scope()), mask)
        .among(moment, ids)
        .stream()
        .collect(
            Collectors.toMap(
                found -> CleverId.of(found.getId()),
                found -> RecordKind.USERS.message(moment.district(), found, mask)));
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
