package dev.homeroom.server.roster.record;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.PreparedQuery;
import dev.homeroom.server.db.generated.tables.records.CoursesRecord;
import dev.homeroom.server.db.generated.tables.records.SchoolsRecord;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import dev.homeroom.server.db.row.RosterColumns;
import dev.homeroom.server.db.row.Row;
import dev.homeroom.server.db.row.RowReader;
import dev.homeroom.server.record.RosterType;
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
 * A type of record inside a district, with its tables and its message.
 *
 * @param roster the type, with its columns
 * @param live its live table inside a scope
 * @param former its history inside a scope
 * @param id the column of its ids
 * @param rows reads rows of the live table
 * @param message converts a row of a district to its message; columns that were not read are null
 *     in the row
 * @param nothing the message without any field
 */
public record RecordKind<R extends Record, M extends Message>(
    RosterType roster,
    Function<Scope.InDistrict, Table<R>> live,
    Function<Scope.InDistrict, Table<?>> former,
    Field<byte[]> id,
    RowReader rows,
    BiFunction<CleverId, Row, M> message,
    M nothing) {
  private static final String IDS = "ids";

  /** Schools. */
  public static final RecordKind<SchoolsRecord, School> SCHOOLS =
      new RecordKind<>(
          RosterType.SCHOOL,
          Scope.InDistrict::schools,
          Scope.InDistrict::formerSchools,
          RosterColumns.SCHOOLS.ID,
          RowReader.of(RosterColumns.SCHOOLS),
          Messages::school,
          School.getDefaultInstance());

  /** Terms. */
  public static final RecordKind<TermsRecord, Term> TERMS =
      new RecordKind<>(
          RosterType.TERM,
          Scope.InDistrict::terms,
          Scope.InDistrict::formerTerms,
          RosterColumns.TERMS.ID,
          RowReader.of(RosterColumns.TERMS),
          Messages::term,
          Term.getDefaultInstance());

  /** Courses. */
  public static final RecordKind<CoursesRecord, Course> COURSES =
      new RecordKind<>(
          RosterType.COURSE,
          Scope.InDistrict::courses,
          Scope.InDistrict::formerCourses,
          RosterColumns.COURSES.ID,
          RowReader.of(RosterColumns.COURSES),
          Messages::course,
          Course.getDefaultInstance());

  /** Sections. */
  public static final RecordKind<SectionsRecord, Section> SECTIONS =
      new RecordKind<>(
          RosterType.SECTION,
          Scope.InDistrict::sections,
          Scope.InDistrict::formerSections,
          RosterColumns.SECTIONS.ID,
          RowReader.of(RosterColumns.SECTIONS),
          Messages::section,
          Section.getDefaultInstance());

  /** Users. */
  public static final RecordKind<UsersRecord, User> USERS =
      new RecordKind<>(
          RosterType.USER,
          Scope.InDistrict::users,
          Scope.InDistrict::formerUsers,
          RosterColumns.USERS.ID,
          RowReader.of(RosterColumns.USERS),
          UserMessages::user,
          User.getDefaultInstance());

  /** All types, in the order of {@link RecordType}. */
  public static final List<RecordKind<?, ?>> ALL =
      List.of(SCHOOLS, TERMS, COURSES, SECTIONS, USERS);

  /** The type in the contract. */
  public RecordType type() {
    return roster.wire();
  }

  /** The type's collection in resource names. */
  public Collection collection() {
    return roster.collection();
  }

  /** All records of the type that the caller may see. */
  public Versions<R> versions(Scope.InDistrict scope) {
    return new Versions<>(live.apply(scope), former.apply(scope));
  }

  /** The records that pass a filter; it is called with the live table and with the history. */
  public Versions<R> versions(Scope.InDistrict scope, Function<Table<?>, Condition> filter) {
    var now = live.apply(scope);
    var then = former.apply(scope);
    return new Versions<>(now, then, filter.apply(now), filter.apply(then));
  }

  /** The same records, limited to the columns that the mask names. */
  public Versions<R> read(Versions<R> versions, ReadMask mask) {
    return mask.equals(ReadMask.ALL) ? versions : versions.reading(Columns.of(roster).of(mask));
  }

  /**
   * Reads the records that exist at the moment, with the fields that the mask names, in no order.
   */
  public List<Row> among(Moment moment, List<CleverId> ids, ReadMask mask) {
    return read(versions(moment.scope()), mask).among(moment, ids).stream().map(rows::of).toList();
  }

  /** The question for the records that exist now, in no order. */
  public CurrentRead.Question among(List<CleverId> ids) {
    return new CurrentRead.Question(
        scope -> List.of(byId(scope)),
        Map.of(IDS, ids.stream().map(CleverId::bytes).toArray(byte[][]::new)));
  }

  /** The query of {@link #among(List)}. */
  public PreparedQuery<Row> byId(Scope.InDistrict scope) {
    return scope
        .queries()
        .get(
            collection().word() + " by id",
            () -> {
              var all = live.apply(scope);
              return PreparedQuery.of(
                  DSL.selectFrom(all)
                      .where(Versions.id(all).eq(DSL.any(DSL.param(IDS, byte[][].class)))),
                  rows::read);
            });
  }

  /** The message for a row of a district, with the fields that the mask names. */
  public M message(CleverId district, Row row, ReadMask mask) {
    return mask.trim(message.apply(district, row));
  }

  /** The message for a record, with the fields that the mask names. */
  public M message(CleverId district, R record, ReadMask mask) {
    return message(district, rows.of(record), mask);
  }

  /** The id of a row. */
  public CleverId id(Row row) {
    return CleverId.of(row.require(id));
  }

  /** The resource name of a record. */
  public String name(CleverId district, CleverId id) {
    return collection().name(district, id);
  }
}
