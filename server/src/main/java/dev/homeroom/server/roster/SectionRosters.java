package dev.homeroom.server.roster;

import static dev.homeroom.server.db.row.RosterColumns.SECTIONS;
import static dev.homeroom.server.db.row.RosterColumns.USERS;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.PreparedQuery;
import dev.homeroom.server.db.row.Row;
import dev.homeroom.server.roster.record.CurrentRead;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Reads a section with everyone in it, in two statements at one moment. */
final class SectionRosters {
  private static final String SECTION = "section";

  private final Roster roster;

  SectionRosters(Roster roster) {
    this.roster = roster;
  }

  /** Reads the section named by the request; refuses the request if it is missing. */
  SectionRoster find(GetSectionRosterRequest request) {
    var name = Collection.SECTIONS.require("section", request.getSection());
    var wanted = ReadRequest.of(request, RecordKind.USERS, "user_read_mask");
    return wanted.present() ? now(name) : at(name, wanted);
  }

  private SectionRoster now(RecordName name) {
    return roster.now(
        name.district(),
        new CurrentRead.Question(
            scope -> List.of(section(scope), users(scope)), Map.of(SECTION, name.id().bytes())),
        present ->
            message(
                name,
                present.revision(),
                found(name, present.rows(SectionRosters::section).stream().findFirst()),
                present.rows(SectionRosters::users),
                ReadMask.ALL));
  }

  private SectionRoster at(RecordName name, ReadRequest wanted) {
    return roster.read(
        name.district(),
        wanted.when(),
        moment -> {
          if (wanted.has(moment)) {
            return SectionRoster.newBuilder().setRevision(moment.revision()).build();
          }
          var row = moment.db().fetchOptional(sections(moment, name));
          var joined = found(name, row.map(Joined::of));
          var users = RecordKind.USERS.among(moment, joined.users(), wanted.mask());
          return message(name, moment.revision(), joined, users, wanted.mask());
        });
  }

  private static Joined found(RecordName name, Optional<Joined> joined) {
    return joined.orElseThrow(() -> Roster.missing(Collection.SECTIONS, name));
  }

  private static PreparedQuery<Joined> section(Scope.InDistrict scope) {
    return scope
        .queries()
        .get(
            "section with what it names",
            () ->
                PreparedQuery.of(
                    joined(
                        scope.sections(),
                        scope.schools(),
                        scope.courses(),
                        scope.terms(),
                        parameter()),
                    Joined::of));
  }

  /** Everyone in the section whom the caller sees. */
  private static PreparedQuery<Row> users(Scope.InDistrict scope) {
    return scope
        .queries()
        .get(
            "users of a section",
            () -> {
              var sections = scope.sections();
              var users = scope.users();
              var members =
                  DSL.select(DSL.arrayConcat(sections.TEACHERS, sections.STUDENTS))
                      .from(sections)
                      .where(sections.ID.eq(parameter()));
              return PreparedQuery.of(
                  DSL.selectFrom(users)
                      .where(users.ID.eq(DSL.any(DSL.cast(DSL.field(members), byte[][].class)))),
                  RecordKind.USERS.rows()::read);
            });
  }

  private static Select<Record> sections(Moment moment, RecordName name) {
    var tables =
        Joined.KINDS.stream().map(kind -> kind.versions(moment.scope()).at(moment)).toList();
    return joined(
        tables.get(0), tables.get(1), tables.get(2), tables.get(3), DSL.val(name.id().bytes()));
  }

  /** A section with its school, course and term; their columns follow in this order. */
  private static Select<Record> joined(
      Table<?> section, Table<?> school, Table<?> course, Table<?> term, Field<byte[]> id) {
    return DSL.select(section.fields())
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
        .where(id(section, "id").eq(id));
  }

  private static Param<byte[]> parameter() {
    return DSL.param(SECTION, byte[].class);
  }

  private static Field<byte[]> id(Table<?> table, String column) {
    return Versions.column(table, column, byte[].class);
  }

  private static SectionRoster message(
      RecordName name, long revision, Joined joined, List<Row> users, ReadMask mask) {
    var message =
        SectionRoster.newBuilder()
            .setRevision(revision)
            .setSection(RecordKind.SECTIONS.message().apply(name.district(), joined.section()));
    message(RecordKind.SCHOOLS, name, joined.school()).ifPresent(message::setSchool);
    message(RecordKind.COURSES, name, joined.course()).ifPresent(message::setCourse);
    message(RecordKind.TERMS, name, joined.term()).ifPresent(message::setTerm);
    var messages =
        users.stream()
            .collect(
                Collectors.toMap(
                    row -> CleverId.of(row.require(USERS.ID)),
                    row -> RecordKind.USERS.message(name.district(), row, mask)));
    teachers(joined.section(), messages).forEach(message::addTeachers);
    shared(
            Arrays.stream(joined.section().require(SECTIONS.STUDENTS)).map(CleverId::of).sorted(),
            messages)
        .forEach(message::addStudents);
    return message.build();
  }

  private static <M extends Message> Optional<M> message(
      RecordKind<?, M> kind, RecordName name, Optional<Row> row) {
    return row.map(shared -> kind.message().apply(name.district(), shared));
  }

  private static Stream<User> teachers(Row section, Map<CleverId, User> users) {
    var primary = Optional.ofNullable(section.get(SECTIONS.PRIMARY_TEACHER)).map(CleverId::of);
    var others =
        Arrays.stream(section.require(SECTIONS.TEACHERS))
            .map(CleverId::of)
            .filter(id -> !primary.equals(Optional.of(id)))
            .sorted();
    return shared(Stream.concat(primary.stream(), others), users);
  }

  /** The users with these ids that were found: the rest is not shared or not visible. */
  private static Stream<User> shared(Stream<CleverId> ids, Map<CleverId, User> users) {
    return ids.map(users::get)
        .mapMulti((user, into) -> {
          if (user != null) {
            into.accept(user);
          }
        });
  }

  /** A section with the records to which it refers, as far as the roster has them. */
  private record Joined(
      Row section, Optional<Row> school, Optional<Row> course, Optional<Row> term) {
    /** In the order of their columns in a row. */
    static final List<RecordKind<?, ?>> KINDS =
        List.of(RecordKind.SECTIONS, RecordKind.SCHOOLS, RecordKind.COURSES, RecordKind.TERMS);

    private static final int SCHOOL = RecordKind.SECTIONS.rows().width();
    private static final int COURSE = SCHOOL + RecordKind.SCHOOLS.rows().width();
    private static final int TERM = COURSE + RecordKind.COURSES.rows().width();

    static Joined of(ResultSet row) throws SQLException {
      return new Joined(
          RecordKind.SECTIONS.rows().read(row),
          RecordKind.SCHOOLS.rows().find(row, SCHOOL),
          RecordKind.COURSES.rows().find(row, COURSE),
          RecordKind.TERMS.rows().find(row, TERM));
    }

    static Joined of(Record row) {
      return new Joined(
          RecordKind.SECTIONS.rows().of(row),
          RecordKind.SCHOOLS.rows().find(row, SCHOOL),
          RecordKind.COURSES.rows().find(row, COURSE),
          RecordKind.TERMS.rows().find(row, TERM));
    }

    /** Everyone who teaches or learns in the section. */
    List<CleverId> users() {
      return Stream.of(section.require(SECTIONS.TEACHERS), section.require(SECTIONS.STUDENTS))
          .flatMap(Arrays::stream)
          .map(CleverId::of)
          .distinct()
          .toList();
    }
  }
}
