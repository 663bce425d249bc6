package dev.homeroom.clever;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records that are not people (sandbox/CLEVER.md "Fields"). Unknown fields are passed.
 */
final class RosterReaders {

  private RosterReaders() {}

  static @Nullable District district(JsonReader in) {
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
        case "name" -> name = in.text();
        case "sis_type" -> sisType = in.text();
        case "launch_date" -> launchDate = in.date();
        case "portal_url" -> portalUrl = in.text();
        case "login_methods" -> loginMethods = in.texts();
        case "nces_id" -> ncesId = in.text();
        case "mdr_number" -> mdrNumber = in.text();
        case "state" -> state = in.text();
        case "last_sync" -> lastSync = in.instant();
        case "pause_end" -> pauseEnd = in.day();
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
            pauseEnd);
  }

  static @Nullable School school(JsonReader in) {
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
        case "name" -> name = in.text();
        case "sis_id" -> sisId = in.text();
        case "school_number" -> schoolNumber = in.text();
        case "state_id" -> stateId = in.text();
        case "nces_id" -> ncesId = in.text();
        case "mdr_number" -> mdrNumber = in.text();
        case "low_grade" -> lowGrade = in.text();
        case "high_grade" -> highGrade = in.text();
        case "phone" -> phone = in.text();
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
            location.zip());
  }

  private record Principal(@Nullable String name, @Nullable String email) {}

  private static Principal principal(JsonReader in) {
    String name = null;
    String email = null;
    if (in.enterObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "name" -> name = in.text();
          case "email" -> email = in.text();
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
    if (in.enterObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "address" -> address = in.text();
          case "city" -> city = in.text();
          case "state" -> state = in.text();
          case "zip" -> zip = in.text();
          default -> in.skip();
        }
      }
    }
    return new Location(address, city, state, zip);
  }

  static @Nullable Term term(JsonReader in) {
    ObjectId id = null;
    String name = null;
    LocalDate startDate = null;
    LocalDate endDate = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text();
        case "start_date" -> startDate = in.date();
        case "end_date" -> endDate = in.date();
        default -> in.skip();
      }
    }
    return id == null ? null : new Term(id, name, startDate, endDate);
  }

  static @Nullable Course course(JsonReader in) {
    ObjectId id = null;
    String name = null;
    String number = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = in.text();
        case "number" -> number = in.text();
        default -> in.skip();
      }
    }
    return id == null ? null : new Course(id, name, number);
  }

  static @Nullable Section section(JsonReader in) {
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
        case "name" -> name = in.text();
        case "sis_id" -> sisId = in.text();
        case "school" -> school = in.id();
        case "course" -> course = in.id();
        case "term_id" -> term = in.id();
        case "subject" -> subject = in.text();
        case "grade" -> grade = in.text();
        case "period" -> period = in.text();
        case "section_number" -> sectionNumber = in.text();
        case "teacher" -> teacher = in.id();
        case "teachers" -> teachers = in.ids();
        case "students" -> students = in.ids();
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
            students);
  }
}
