package dev.homeroom.server.roster;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.WrittenQuery;
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
import org.jooq.impl.DSL;

/** Reads a section with everyone in it: two statements of one moment. */
final class SectionRosters {
  private SectionRosters() {}

  /** Reads the section; of the users what the mask names. */
  static SectionRoster read(Moment moment, RecordName name, ReadMask mask) {
    var scope = moment.scope();
    var query =
        moment.past()
            ? query(moment)
            : scope.queries().get("section with what it names", () -> query(moment));
    var row =
        query.fetch(moment.db(), Map.of("section", name.id().bytes())).stream()
            .findFirst()
            .orElseThrow(() -> Roster.missing(Collection.SECTIONS, name));
    var joined = new Joined(row, scope, name.district());
    var found =
        joined
            .next(RecordKind.SECTIONS)
            .orElseThrow(() -> Roster.missing(Collection.SECTIONS, name));
    var message =
        SectionRoster.newBuilder()
            .setRevision(moment.revision())
            .setSection(RecordKind.SECTIONS.message().apply(name.district(), found));
    joined.message(RecordKind.SCHOOLS).ifPresent(message::setSchool);
    joined.message(RecordKind.COURSES).ifPresent(message::setCourse);
    joined.message(RecordKind.TERMS).ifPresent(message::setTerm);
    var users = users(moment, found, mask);
    teachers(found, users).forEach(message::addTeachers);
    shared(Arrays.stream(found.getStudents()).map(CleverId::of).sorted(), users)
        .forEach(message::addStudents);
    return message.build();
  }

  /** A section with its school, its course and its term, one behind the other. */
  private static WrittenQuery<Record> query(Moment moment) {
    var kinds =
        Stream.of(RecordKind.SECTIONS, RecordKind.SCHOOLS, RecordKind.COURSES, RecordKind.TERMS)
            .map(kind -> kind.versions(moment.scope()))
            .toList();
    var section = kinds.get(0).at(moment);
    var school = kinds.get(1).at(moment);
    var course = kinds.get(2).at(moment);
    var term = kinds.get(3).at(moment);
    return WrittenQuery.of(
        DSL.select(section.fields())
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
            .where(id(section, "id").eq(DSL.param("section", byte[].class))),
        kinds.stream().flatMap(kind -> kind.live().fieldStream()).toList());
  }

  private static Field<byte[]> id(Table<Record> table, String column) {
    return Versions.column(table, column, byte[].class);
  }

  private static Map<CleverId, User> users(Moment moment, SectionsRecord section, ReadMask mask) {
    var ids =
        Stream.of(section.getTeachers(), section.getStudents())
            .flatMap(Arrays::stream)
            .map(CleverId::of)
            .distinct()
            .toList();
    return RecordKind.USERS.among(moment, ids, mask).stream()
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

  /** Takes a joined row apart, from its first table to its last. */
  private static final class Joined {
    private final Record row;
    private final Scope.InDistrict scope;
    private final CleverId district;
    private int from;

    Joined(Record row, Scope.InDistrict scope, CleverId district) {
      this.row = row;
      this.scope = scope;
      this.district = district;
    }

    <R extends Record> Optional<R> next(RecordKind<R, ?> kind) {
      var versions = kind.versions(scope);
      var found = versions.of(row, from);
      from += versions.live().fields().length;
      return found;
    }

    <R extends Record, M extends Message> Optional<M> message(RecordKind<R, M> kind) {
      return next(kind).map(shared -> kind.message().apply(district, shared));
    }
  }
}
