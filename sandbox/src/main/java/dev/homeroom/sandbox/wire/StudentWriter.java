package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.among;
import static dev.homeroom.sandbox.district.SeededChoices.below;
import static dev.homeroom.sandbox.district.SeededChoices.hash;

import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Users;
import org.jspecify.annotations.Nullable;

/** Writes the role {@code student} (sandbox/CLEVER.md 3.4). Students have no {@code legacy_id}. */
final class StudentWriter {
  private static final int LAST_GRADE = 13;
  private static final int SPACING = 37;
  private static final String[] RACES = {
    "Caucasian",
    "Asian",
    "Black or African American",
    "American Indian",
    "Hawaiian or Other Pacific Islander",
    "Two or More Races",
    "Unknown"
  };
  private static final String[] GENDERS = {"M", "F", "M", "F", "M", "F", "M", "F", "X"};

  private final Roster roster;
  private final DateForm dates;
  private final Json json;
  private final @Nullable ServiceWriter services;
  private final OddWords words;

  StudentWriter(Roster roster, DateForm dates, ApiVersion version, Json json) {
    this.roster = roster;
    this.dates = dates;
    this.json = json;
    this.services = version.showsAdditions() ? new ServiceWriter(roster, json) : null;
    this.words = new OddWords(roster);
  }

  void write(int slot, @Nullable String email) {
    var hash = roster.hash(RecordType.USERS, slot, 5);
    var persona = roster.rows(RecordType.USERS).persona(slot);
    var number =
        String.valueOf(
            100_000_000L + (long) roster.users().sisNumber(slot, Role.STUDENT) * SPACING);
    var grade = roster.users().grade(slot);
    json.beginObject("student");
    SchoolList.write(json, roster, slot, true);
    enrollments(slot, hash);
    json.text("sis_id", number);
    json.optional(roster, slot, OptionalField.STUDENT_NUMBER, number, hash(hash, 2));
    json.optional(
        roster,
        slot,
        OptionalField.STATE_ID,
        String.valueOf(200_000_000 + below(hash, 3, 800_000_000)),
        hash(hash, 4));
    json.optional(roster, slot, OptionalField.DOB, dateOfBirth(slot, hash), hash(hash, 5));
    json.optional(
        roster,
        slot,
        OptionalField.GENDER,
        words.or(among(GENDERS, hash, 6), hash(hash, 23), "X", "Nonbinary"),
        hash(hash, 7));
    if (roster.isBlank(OptionalField.GRADE, slot)) {
      json.optional("grade", null, hash(hash, 22));
    } else {
      json.text("grade", roster.users().gradeWord(slot));
    }
    json.optional(
        roster,
        slot,
        OptionalField.GRADUATION_YEAR,
        String.valueOf(roster.schoolYear() + 1 + LAST_GRADE - grade),
        hash(hash, 8));
    json.optional(
        roster,
        slot,
        OptionalField.RACE,
        words.or(among(RACES, hash, 9), hash(hash, 24), "Middle Eastern or North African"),
        hash(hash, 10));
    json.optional("hispanic_ethnicity", yesInHundred(hash, 11, 30), hash(hash, 12));
    json.optional("ell_status", yesInHundred(hash, 13, 15), hash(hash, 14));
    location(hash);
    json.beginObject("credentials");
    json.text("district_username", Names.slug(roster.hash(RecordType.USERS, slot, 1)) + persona);
    json.endObject();
    if (email != null) {
      json.text("email", email);
    }
    if (below(hash, 15, 10) == 0) {
      json.beginObject("ext");
      json.endObject();
    }
    if (services != null) {
      services.write(hash, roster.name(slot));
    }
    json.endObject();
  }

  static String yesInHundred(long hash, int purpose, int hundredth) {
    return below(hash, purpose, 100) < hundredth ? "Y" : "N";
  }

  private void enrollments(int slot, long hash) {
    json.beginArray("enrollments");
    if (below(hash, 1, 4) != 0) {
      var rows = roster.rows(RecordType.SCHOOLS);
      var users = roster.users();
      for (var school = SchoolList.next(users, slot, Users.NONE);
          school != Users.NONE;
          school = SchoolList.next(users, slot, school)) {
        json.beginObject();
        json.id("school", rows.id(school));
        json.text("start_date", dates.write(roster.schoolYear() + "-08-10"));
        json.text("end_date", dates.write((roster.schoolYear() + 1) + "-06-04"));
        json.endObject();
      }
    }
    json.endArray();
  }

  /**
   * The date of birth as {@code M/D/YYYY} without leading zeros; older records have a timestamp
   * instead (sandbox/CLEVER.md 3.1).
   */
  private String dateOfBirth(int slot, long hash) {
    var year = roster.users().birthYear(slot);
    var month = 1 + below(hash, 16, 12);
    var day = 1 + below(hash, 17, 28);
    if (below(hash, 18, 50) == 0 && !roster.isClean()) {
      return "%04d-%02d-%02dT00:00:00.000Z".formatted(year, month, day);
    }
    return month + "/" + day + "/" + year;
  }

  private void location(long hash) {
    var full = below(hash, 19, 5) == 0;
    json.beginObject("location");
    json.text(
        "address", full ? 1 + below(hash, 20, 9_999) + " " + Names.place(hash) + " Lane" : "");
    json.text("city", full ? Names.place(hash(roster.seed(), 7)) : "");
    json.text("state", full ? "CA" : "");
    json.text("zip", "9" + (1_000 + below(hash, 21, 9_000)));
    json.endObject();
  }
}
