package dev.homeroom.server.roster.record;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.RosterColumns;
import dev.homeroom.server.db.Row;
import dev.homeroom.server.db.RowReader;
import dev.homeroom.server.db.WrittenQuery;
import dev.homeroom.server.db.generated.tables.records.CoursesRecord;
import dev.homeroom.server.db.generated.tables.records.SchoolsRecord;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A type of record inside a district: where its rows are, and what they are on the wire.
 *
 * @param type as the contract names it
 * @param collection as names write it
 * @param live its live table inside a scope
 * @param former its history inside a scope
 * @param id the column of its ids
 * @param rows reads rows of the live table
 * @param message a row of a district as its message; columns that were not read are null in it
 * @param columns which columns the message's fields are read from
 * @param nothing the message without any field
 */
public record RecordKind<R extends Record, M extends Message>(
    RecordType type,
    Collection collection,
    Function<Scope.InDistrict, Table<R>> live,
    Function<Scope.InDistrict, Table<?>> former,
    Field<byte[]> id,
    RowReader rows,
    BiFunction<CleverId, Row, M> message,
    Columns columns,
    M nothing) {
  private static final String IDS = "ids";

  /** Schools. */
  public static final RecordKind<SchoolsRecord, School> SCHOOLS =
      new RecordKind<>(
          RecordType.RECORD_TYPE_SCHOOL,
          Collection.SCHOOLS,
          Scope.InDistrict::schools,
          Scope.InDistrict::formerSchools,
          RosterColumns.SCHOOLS.ID,
          RowReader.of(RosterColumns.SCHOOLS),
          Messages::school,
          Columns.SCHOOLS,
          School.getDefaultInstance());

  /** Terms. */
  public static final RecordKind<TermsRecord, Term> TERMS =
      new RecordKind<>(
          RecordType.RECORD_TYPE_TERM,
          Collection.TERMS,
          Scope.InDistrict::terms,
          Scope.InDistrict::formerTerms,
          RosterColumns.TERMS.ID,
          RowReader.of(RosterColumns.TERMS),
          Messages::term,
          Columns.TERMS,
          Term.getDefaultInstance());

  /** Courses. */
  public static final RecordKind<CoursesRecord, Course> COURSES =
      new RecordKind<>(
          RecordType.RECORD_TYPE_COURSE,
          Collection.COURSES,
          Scope.InDistrict::courses,
          Scope.InDistrict::formerCourses,
          RosterColumns.COURSES.ID,
          RowReader.of(RosterColumns.COURSES),
          Messages::course,
          Columns.COURSES,
          Course.getDefaultInstance());

  /** Sections. */
  public static final RecordKind<SectionsRecord, Section> SECTIONS =
      new RecordKind<>(
          RecordType.RECORD_TYPE_SECTION,
          Collection.SECTIONS,
          Scope.InDistrict::sections,
          Scope.InDistrict::formerSections,
          RosterColumns.SECTIONS.ID,
          RowReader.of(RosterColumns.SECTIONS),
          Messages::section,
          Columns.SECTIONS,
          Section.getDefaultInstance());

  /** Users. */
  public static final RecordKind<UsersRecord, User> USERS =
      new RecordKind<>(
          RecordType.RECORD_TYPE_USER,
          Collection.USERS,
          Scope.InDistrict::users,
          Scope.InDistrict::formerUsers,
          RosterColumns.USERS.ID,
          RowReader.of(RosterColumns.USERS),
          UserMessages::user,
          Columns.USERS,
          User.getDefaultInstance());

  /** All, in the order of {@link RecordType}. */
  public static final List<RecordKind<?, ?>> ALL =
      List.of(SCHOOLS, TERMS, COURSES, SECTIONS, USERS);

  /** All of its records that the caller may see. */
  public Versions<R> versions(Scope.InDistrict scope) {
    return new Versions<>(live.apply(scope), former.apply(scope));
  }

  /** Those of them that pass a filter, which is asked for each of both tables. */
  public Versions<R> versions(Scope.InDistrict scope, Function<Table<?>, Condition> filter) {
    var now = live.apply(scope);
    var then = former.apply(scope);
    return new Versions<>(now, then, filter.apply(now), filter.apply(then));
  }

  /** Those of the versions, of which only what the mask names is read. */
  public Versions<R> read(Versions<R> versions, ReadMask mask) {
    return mask.equals(ReadMask.ALL) ? versions : versions.reading(columns.of(mask));
  }

  /** Of these records those that are there at the moment, with what the mask names, in no order. */
  public List<Row> among(Moment moment, List<CleverId> ids, ReadMask mask) {
    return read(versions(moment.scope()), mask).among(moment, ids).stream().map(rows::of).toList();
  }

  /** Of these records those that are there now, in no order. */
  public Present.Question among(List<CleverId> ids) {
    return new Present.Question(
        scope -> List.of(byId(scope)),
        Map.of(IDS, ids.stream().map(CleverId::bytes).toArray(byte[][]::new)));
  }

  /** What {@link #among(List)} reads. */
  public WrittenQuery<Row> byId(Scope.InDistrict scope) {
    return scope
        .queries()
        .get(
            collection.word() + " by id",
            () -> {
              var all = live.apply(scope);
              return WrittenQuery.of(
                  DSL.selectFrom(all)
                      .where(Versions.id(all).eq(DSL.any(DSL.param(IDS, byte[][].class)))),
                  rows::read);
            });
  }

  /** A row of a district as its message, with the fields that the mask names. */
  public M message(CleverId district, Row row, ReadMask mask) {
    return mask.trim(message.apply(district, row));
  }

  /** The same of a record. */
  public M message(CleverId district, R record, ReadMask mask) {
    return message(district, rows.of(record), mask);
  }

  /** The id of a row. */
  public CleverId id(Row row) {
    return CleverId.of(row.require(id));
  }

  /** The resource name of a record. */
  public String name(CleverId district, CleverId id) {
    return collection.name(district, id);
  }
}
