package dev.homeroom.server.roster.record;

import static dev.homeroom.server.db.row.RosterColumns.COURSES;
import static dev.homeroom.server.db.row.RosterColumns.SCHOOLS;
import static dev.homeroom.server.db.row.RosterColumns.SECTIONS;
import static dev.homeroom.server.db.row.RosterColumns.TERMS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.generated.tables.records.DistrictsRecord;
import dev.homeroom.server.db.generated.tables.records.RevisionsRecord;
import dev.homeroom.server.db.row.Row;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.District;
import dev.homeroom.v1.Location;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts rows to messages; those of users are in {@link UserMessages}. */
public final class Messages {
  private Messages() {}

  /** The current state of the district. */
  public static District district(DistrictsRecord row) {
    // Both tables hold Clever's record of the district in columns of the same names.
    return district(CleverId.of(row.getId()), row.into(Tables.REVISIONS));
  }

  /** The district at the moment. */
  public static District districtAt(Moment moment) {
    return district(moment, moment.revision());
  }

  /** The district at a revision that is kept. */
  public static District district(Moment moment, long revision) {
    var revisions = moment.scope().revisions();
    return moment
        .db()
        .selectFrom(revisions)
        .where(revisions.REVISION.eq(revision))
        .fetchSingle(row -> district(moment.district(), row));
  }

  private static District district(CleverId id, RevisionsRecord row) {
    var message =
        District.newBuilder()
            .setName(ResourceNames.district(id))
            .setDisplayName(Objects.requireNonNullElse(row.getName(), ""))
            .setRevision(row.getRevision());
    set(row.getSisType(), message::setSisType);
    set(row.getPortalUrl(), message::setPortalUrl);
    set(row.getNcesId(), message::setNcesId);
    set(row.getMdrNumber(), message::setMdrNumber);
    date(row.getLaunchDate(), message::setLaunchDate);
    texts(row.getLoginMethods()).sorted().forEach(message::addLoginMethods);
    return message.build();
  }

  static School school(CleverId district, Row row) {
    var message =
        School.newBuilder().setName(name(Collection.SCHOOLS, district, row.require(SCHOOLS.ID)));
    set(row.get(SCHOOLS.NAME), message::setDisplayName);
    set(row.get(SCHOOLS.SIS_ID), message::setSisId);
    set(row.get(SCHOOLS.SCHOOL_NUMBER), message::setSchoolNumber);
    set(row.get(SCHOOLS.STATE_ID), message::setStateId);
    set(row.get(SCHOOLS.NCES_ID), message::setNcesId);
    set(row.get(SCHOOLS.MDR_NUMBER), message::setMdrNumber);
    set(row.get(SCHOOLS.LOW_GRADE), message::setLowGrade);
    set(row.get(SCHOOLS.HIGH_GRADE), message::setHighGrade);
    set(row.get(SCHOOLS.PHONE), message::setPhone);
    set(row.get(SCHOOLS.PRINCIPAL_NAME), message::setPrincipalName);
    set(row.get(SCHOOLS.PRINCIPAL_EMAIL), message::setPrincipalEmail);
    var location = Location.newBuilder();
    set(row.get(SCHOOLS.ADDRESS), location::setAddress);
    set(row.get(SCHOOLS.CITY), location::setCity);
    set(row.get(SCHOOLS.STATE), location::setState);
    set(row.get(SCHOOLS.ZIP), location::setZip);
    if (!location.build().equals(Location.getDefaultInstance())) {
      message.setLocation(location);
    }
    return message.build();
  }

  static Term term(CleverId district, Row row) {
    var message =
        Term.newBuilder().setName(name(Collection.TERMS, district, row.require(TERMS.ID)));
    set(row.get(TERMS.NAME), message::setDisplayName);
    date(row.get(TERMS.START_DATE), message::setStartDate);
    date(row.get(TERMS.END_DATE), message::setEndDate);
    return message.build();
  }

  static Course course(CleverId district, Row row) {
    var message =
        Course.newBuilder().setName(name(Collection.COURSES, district, row.require(COURSES.ID)));
    set(row.get(COURSES.NAME), message::setDisplayName);
    set(row.get(COURSES.NUMBER), message::setNumber);
    return message.build();
  }

  static Section section(CleverId district, Row row) {
    var message =
        Section.newBuilder().setName(name(Collection.SECTIONS, district, row.require(SECTIONS.ID)));
    set(row.get(SECTIONS.NAME), message::setDisplayName);
    set(row.get(SECTIONS.SIS_ID), message::setSisId);
    reference(Collection.SCHOOLS, district, row.get(SECTIONS.SCHOOL), message::setSchool);
    reference(Collection.COURSES, district, row.get(SECTIONS.COURSE), message::setCourse);
    reference(Collection.TERMS, district, row.get(SECTIONS.TERM), message::setTerm);
    set(row.get(SECTIONS.SUBJECT), message::setSubject);
    set(row.get(SECTIONS.GRADE), message::setGrade);
    set(row.get(SECTIONS.PERIOD), message::setPeriod);
    set(row.get(SECTIONS.SECTION_NUMBER), message::setSectionNumber);
    reference(
        Collection.USERS, district, row.get(SECTIONS.PRIMARY_TEACHER), message::setPrimaryTeacher);
    references(Collection.USERS, district, row.get(SECTIONS.TEACHERS))
        .forEach(message::addTeachers);
    references(Collection.USERS, district, row.get(SECTIONS.STUDENTS))
        .forEach(message::addStudents);
    return message.build();
  }

  static String name(Collection collection, CleverId district, byte[] id) {
    return collection.name(district, CleverId.of(id));
  }

  static void reference(
      Collection collection, CleverId district, byte @Nullable [] id, Consumer<String> field) {
    if (id != null) {
      field.accept(name(collection, district, id));
    }
  }

  static Stream<String> references(
      Collection collection, CleverId district, byte @Nullable [] @Nullable [] ids) {
    return ids == null
        ? Stream.of()
        : Arrays.stream(ids).map(CleverId::of).sorted().map(id -> collection.name(district, id));
  }

  static Stream<String> texts(@Nullable String @Nullable [] values) {
    return values == null ? Stream.of() : Arrays.stream(values).filter(Objects::nonNull);
  }

  static void set(@Nullable String value, Consumer<String> field) {
    if (value != null) {
      field.accept(value);
    }
  }

  static void id(byte @Nullable [] value, Consumer<String> field) {
    if (value != null) {
      field.accept(CleverId.of(value).toString());
    }
  }

  private static void date(@Nullable LocalDate value, Consumer<String> field) {
    if (value != null) {
      field.accept(value.toString());
    }
  }
}
