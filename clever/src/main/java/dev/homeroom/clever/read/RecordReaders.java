package dev.homeroom.clever.read;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads records; those of people with {@link UserReader} (sandbox/CLEVER.md "Fields"). Skips
 * unknown fields.
 */
public final class RecordReaders {

  private static final Map<RecordType<?>, RecordReader<?>> READERS =
      Map.of(
          RecordType.DISTRICTS, reader(RecordReaders::district),
          RecordType.SCHOOLS, reader(RecordReaders::school),
          RecordType.TERMS, reader(RecordReaders::term),
          RecordType.COURSES, reader(RecordReaders::course),
          RecordType.SECTIONS, reader(RecordReaders::section),
          RecordType.USERS, reader(UserReader::user));

  private RecordReaders() {}

  /** Returns the reader of a type's records. */
  @SuppressWarnings("unchecked") // the map pairs each type with a reader of its own records
  public static <T extends CleverRecord> RecordReader<T> of(RecordType<T> type) {
    return (RecordReader<T>) Objects.requireNonNull(READERS.get(type));
  }

  private static <T extends CleverRecord> RecordReader<T> reader(RecordReader<T> reader) {
    return reader;
  }

  private static @Nullable District district(JsonReader in) {
    ObjectId id = null;
    String name = null;
    String sisType = null;
    LocalDate launchDate = null;
    String portalUrl = null;
    List<String> loginMethods = List.of();
    String ncesId = null;
    String mdrNumber = null;
    String state = null;
    Instant lastSync = null;
    LocalDate pauseEnd = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text(RosterField.DISTRICT_NAME);
        case "sis_type" -> sisType = in.text(RosterField.DISTRICT_SIS_TYPE);
        case "launch_date" -> launchDate = in.date(RosterField.DISTRICT_LAUNCH_DATE);
        case "portal_url" -> portalUrl = in.text(RosterField.DISTRICT_PORTAL_URL);
        case "login_methods" -> loginMethods = in.texts(RosterField.DISTRICT_LOGIN_METHODS);
        case "nces_id" -> ncesId = in.text(RosterField.DISTRICT_NCES_ID);
        case "mdr_number" -> mdrNumber = in.text(RosterField.DISTRICT_MDR_NUMBER);
        case "state" -> state = in.text(RosterField.DISTRICT_STATE);
        case "last_sync" -> lastSync = in.instant(RosterField.DISTRICT_LAST_SYNC);
        case "pause_end" -> pauseEnd = in.date(RosterField.DISTRICT_PAUSE_END);
        default -> in.skip();
      }
    }
    return id == null
        ? null
        : new District(
            id,
            name,
            sisType,
            launchDate,
            portalUrl,
            loginMethods,
            ncesId,
            mdrNumber,
            state,
            lastSync,
            pauseEnd,
            in.takeFlaws());
  }

  private static @Nullable School school(JsonReader in) {
    ObjectId id = null;
    String name = null;
    String sisId = null;
    String schoolNumber = null;
    String stateId = null;
    String ncesId = null;
    String mdrNumber = null;
    String lowGrade = null;
    String highGrade = null;
    String phone = null;
    var principal = new Principal(null, null);
    var location = new Location(null, null, null, null);
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text(RosterField.SCHOOL_NAME);
        case "sis_id" -> sisId = in.text(RosterField.SCHOOL_SIS_ID);
        case "school_number" -> schoolNumber = in.text(RosterField.SCHOOL_SCHOOL_NUMBER);
        case "state_id" -> stateId = in.text(RosterField.SCHOOL_STATE_ID);
        case "nces_id" -> ncesId = in.text(RosterField.SCHOOL_NCES_ID);
        case "mdr_number" -> mdrNumber = in.text(RosterField.SCHOOL_MDR_NUMBER);
        case "low_grade" -> lowGrade = in.text(RosterField.SCHOOL_LOW_GRADE);
        case "high_grade" -> highGrade = in.text(RosterField.SCHOOL_HIGH_GRADE);
        case "phone" -> phone = in.text(RosterField.SCHOOL_PHONE);
        case "principal" -> principal = principal(in);
        case "location" -> location = location(in);
        default -> in.skip();
      }
    }
    return id == null
        ? null
        : new School(
            id,
            name,
            sisId,
            schoolNumber,
            stateId,
            ncesId,
            mdrNumber,
            lowGrade,
            highGrade,
            phone,
            principal.name(),
            principal.email(),
            location.address(),
            location.city(),
            location.state(),
            location.zip(),
            in.takeFlaws());
  }

  private record Principal(@Nullable String name, @Nullable String email) {}

  private static Principal principal(JsonReader in) {
    String name = null;
    String email = null;
    if (in.enterObject(RosterField.SCHOOL_PRINCIPAL_NAME, RosterField.SCHOOL_PRINCIPAL_EMAIL)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "name" -> name = in.text(RosterField.SCHOOL_PRINCIPAL_NAME);
          case "email" -> email = in.text(RosterField.SCHOOL_PRINCIPAL_EMAIL);
          default -> in.skip();
        }
      }
    }
    return new Principal(name, email);
  }

  private record Location(
      @Nullable String address,
      @Nullable String city,
      @Nullable String state,
      @Nullable String zip) {}

  private static Location location(JsonReader in) {
    String address = null;
    String city = null;
    String state = null;
    String zip = null;
    if (in.enterObject(
        RosterField.SCHOOL_ADDRESS,
        RosterField.SCHOOL_CITY,
        RosterField.SCHOOL_STATE,
        RosterField.SCHOOL_ZIP)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "address" -> address = in.text(RosterField.SCHOOL_ADDRESS);
          case "city" -> city = in.text(RosterField.SCHOOL_CITY);
          case "state" -> state = in.text(RosterField.SCHOOL_STATE);
          case "zip" -> zip = in.text(RosterField.SCHOOL_ZIP);
          default -> in.skip();
        }
      }
    }
    return new Location(address, city, state, zip);
  }

  private static @Nullable Term term(JsonReader in) {
    ObjectId id = null;
    String name = null;
    LocalDate startDate = null;
    LocalDate endDate = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text(RosterField.TERM_NAME);
        case "start_date" -> startDate = in.date(RosterField.TERM_START_DATE);
        case "end_date" -> endDate = in.date(RosterField.TERM_END_DATE);
        default -> in.skip();
      }
    }
    return id == null ? null : new Term(id, name, startDate, endDate, in.takeFlaws());
  }

  private static @Nullable Course course(JsonReader in) {
    ObjectId id = null;
    String name = null;
    String number = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text(RosterField.COURSE_NAME);
        case "number" -> number = in.text(RosterField.COURSE_NUMBER);
        default -> in.skip();
      }
    }
    return id == null ? null : new Course(id, name, number, in.takeFlaws());
  }

  private static @Nullable Section section(JsonReader in) {
    ObjectId id = null;
    String name = null;
    String sisId = null;
    ObjectId school = null;
    ObjectId course = null;
    ObjectId term = null;
    String subject = null;
    String grade = null;
    String period = null;
    String sectionNumber = null;
    ObjectId teacher = null;
    List<ObjectId> teachers = List.of();
    List<ObjectId> students = List.of();
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text(RosterField.SECTION_NAME);
        case "sis_id" -> sisId = in.text(RosterField.SECTION_SIS_ID);
        case "school" -> school = in.id(RosterField.SECTION_SCHOOL);
        case "course" -> course = in.id(RosterField.SECTION_COURSE);
        case "term_id" -> term = in.id(RosterField.SECTION_TERM);
        case "subject" -> subject = in.text(RosterField.SECTION_SUBJECT);
        case "grade" -> grade = in.text(RosterField.SECTION_GRADE);
        case "period" -> period = in.text(RosterField.SECTION_PERIOD);
        case "section_number" -> sectionNumber = in.text(RosterField.SECTION_SECTION_NUMBER);
        case "teacher" -> teacher = in.id(RosterField.SECTION_PRIMARY_TEACHER);
        case "teachers" -> teachers = in.ids(RosterField.SECTION_TEACHERS);
        case "students" -> students = in.ids(RosterField.SECTION_STUDENTS);
        default -> in.skip();
      }
    }
    return id == null
        ? null
        : new Section(
            id,
            name,
            sisId,
            school,
            course,
            term,
            subject,
            grade,
            period,
            sectionNumber,
            teacher,
            teachers,
            students,
            in.takeFlaws());
  }
}
