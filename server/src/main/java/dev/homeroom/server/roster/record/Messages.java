package dev.homeroom.server.roster.record;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.generated.tables.records.CoursesRecord;
import dev.homeroom.server.db.generated.tables.records.DistrictsRecord;
import dev.homeroom.server.db.generated.tables.records.RevisionsRecord;
import dev.homeroom.server.db.generated.tables.records.SchoolsRecord;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
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

/** Rows as the wire tells them; {@link UserMessages} has those of users. */
public final class Messages {
  private Messages() {}

  /** The district as it is. */
  public static District district(DistrictsRecord row) {
    // Both tables hold Clever's record of the district in columns of the same names.
    return district(CleverId.of(row.getId()), row.into(Tables.REVISIONS));
  }

  /** The district as it is at the moment. */
  public static District districtAt(Moment moment) {
    return district(moment, moment.revision());
  }

  /** The district as it was at a revision that is kept. */
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

  static School school(CleverId district, SchoolsRecord row) {
    var message = School.newBuilder().setName(name(Collection.SCHOOLS, district, row.getId()));
    set(row.getName(), message::setDisplayName);
    set(row.getSisId(), message::setSisId);
    set(row.getSchoolNumber(), message::setSchoolNumber);
    set(row.getStateId(), message::setStateId);
    set(row.getNcesId(), message::setNcesId);
    set(row.getMdrNumber(), message::setMdrNumber);
    set(row.getLowGrade(), message::setLowGrade);
    set(row.getHighGrade(), message::setHighGrade);
    set(row.getPhone(), message::setPhone);
    set(row.getPrincipalName(), message::setPrincipalName);
    set(row.getPrincipalEmail(), message::setPrincipalEmail);
    var location = Location.newBuilder();
    set(row.getAddress(), location::setAddress);
    set(row.getCity(), location::setCity);
    set(row.getState(), location::setState);
    set(row.getZip(), location::setZip);
    if (!location.build().equals(Location.getDefaultInstance())) {
      message.setLocation(location);
    }
    return message.build();
  }

  static Term term(CleverId district, TermsRecord row) {
    var message = Term.newBuilder().setName(name(Collection.TERMS, district, row.getId()));
    set(row.getName(), message::setDisplayName);
    date(row.getStartDate(), message::setStartDate);
    date(row.getEndDate(), message::setEndDate);
    return message.build();
  }

  static Course course(CleverId district, CoursesRecord row) {
    var message = Course.newBuilder().setName(name(Collection.COURSES, district, row.getId()));
    set(row.getName(), message::setDisplayName);
    set(row.getNumber(), message::setNumber);
    return message.build();
  }

  static Section section(CleverId district, SectionsRecord row) {
    var message = Section.newBuilder().setName(name(Collection.SECTIONS, district, row.getId()));
    set(row.getName(), message::setDisplayName);
    set(row.getSisId(), message::setSisId);
    reference(Collection.SCHOOLS, district, row.getSchool(), message::setSchool);
    reference(Collection.COURSES, district, row.getCourse(), message::setCourse);
    reference(Collection.TERMS, district, row.getTerm(), message::setTerm);
    set(row.getSubject(), message::setSubject);
    set(row.getGrade(), message::setGrade);
    set(row.getPeriod(), message::setPeriod);
    set(row.getSectionNumber(), message::setSectionNumber);
    reference(Collection.USERS, district, row.getPrimaryTeacher(), message::setPrimaryTeacher);
    references(Collection.USERS, district, row.getTeachers()).forEach(message::addTeachers);
    references(Collection.USERS, district, row.getStudents()).forEach(message::addStudents);
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
