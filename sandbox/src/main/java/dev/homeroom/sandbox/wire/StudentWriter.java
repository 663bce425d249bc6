package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.Users;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** Writes the role {@code student} (sandbox/CLEVER.md 3.4). Students have no {@code legacy_id}. */
final class StudentWriter {
  private static final SerializedString STUDENT = Json.key("student");
  private static final SerializedString ENROLLMENTS = Json.key("enrollments");
  private static final SerializedString SCHOOL = Json.key("school");
  private static final SerializedString START_DATE = Json.key("start_date");
  private static final SerializedString END_DATE = Json.key("end_date");
  private static final SerializedString SIS_ID = Json.key("sis_id");
  private static final SerializedString STUDENT_NUMBER = Json.key("student_number");
  private static final SerializedString STATE_ID = Json.key("state_id");
  private static final SerializedString DOB = Json.key("dob");
  private static final SerializedString GENDER = Json.key("gender");
  private static final SerializedString GRADE = Json.key("grade");
  private static final SerializedString GRADUATION_YEAR = Json.key("graduation_year");
  private static final SerializedString RACE = Json.key("race");
  private static final SerializedString HISPANIC = Json.key("hispanic_ethnicity");
  private static final SerializedString ELL = Json.key("ell_status");
  private static final SerializedString LOCATION = Json.key("location");
  private static final SerializedString ADDRESS = Json.key("address");
  private static final SerializedString CITY = Json.key("city");
  private static final SerializedString STATE = Json.key("state");
  private static final SerializedString ZIP = Json.key("zip");
  private static final SerializedString CREDENTIALS = Json.key("credentials");
  private static final SerializedString DISTRICT_USERNAME = Json.key("district_username");
  private static final SerializedString EMAIL = Json.key("email");
  private static final SerializedString EXT = Json.key("ext");

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
    json.beginObject(STUDENT);
    SchoolList.write(json, roster, slot, true);
    enrollments(slot, hash);
    json.text(SIS_ID, number);
    json.optional(
        STUDENT_NUMBER,
        roster.unlessBlank(OptionalField.STUDENT_NUMBER, slot, number),
        SeededChoices.hash(hash, 2));
    json.optional(
        STATE_ID,
        roster.unlessBlank(
            OptionalField.STATE_ID,
            slot,
            String.valueOf(
                200_000_000 + SeededChoices.bounded(SeededChoices.hash(hash, 3), 800_000_000))),
        SeededChoices.hash(hash, 4));
    json.optional(
        DOB,
        roster.unlessBlank(OptionalField.DOB, slot, dateOfBirth(slot, hash)),
        SeededChoices.hash(hash, 5));
    json.optional(
        GENDER,
        roster.unlessBlank(
            OptionalField.GENDER,
            slot,
            words.or(
                GENDERS[SeededChoices.bounded(SeededChoices.hash(hash, 6), GENDERS.length)],
                SeededChoices.hash(hash, 23),
                "X",
                "Nonbinary")),
        SeededChoices.hash(hash, 7));
    if (roster.isBlank(OptionalField.GRADE, slot)) {
      json.optional(GRADE, null, SeededChoices.hash(hash, 22));
    } else {
      json.text(GRADE, roster.users().gradeWord(slot));
    }
    json.optional(
        GRADUATION_YEAR,
        roster.unlessBlank(
            OptionalField.GRADUATION_YEAR,
            slot,
            String.valueOf(roster.schoolYear() + 1 + LAST_GRADE - grade)),
        SeededChoices.hash(hash, 8));
    json.optional(
        RACE,
        roster.unlessBlank(
            OptionalField.RACE,
            slot,
            words.or(
                RACES[SeededChoices.bounded(SeededChoices.hash(hash, 9), RACES.length)],
                SeededChoices.hash(hash, 24),
                "Middle Eastern or North African")),
        SeededChoices.hash(hash, 10));
    json.optional(HISPANIC, yesInHundred(hash, 11, 30), SeededChoices.hash(hash, 12));
    json.optional(ELL, yesInHundred(hash, 13, 15), SeededChoices.hash(hash, 14));
    location(hash);
    json.beginObject(CREDENTIALS);
    json.text(DISTRICT_USERNAME, Names.slug(roster.hash(RecordType.USERS, slot, 1)) + persona);
    json.endObject();
    if (email != null) {
      json.text(EMAIL, email);
    }
    if (SeededChoices.bounded(SeededChoices.hash(hash, 15), 10) == 0) {
      json.beginObject(EXT);
      json.endObject();
    }
    if (services != null) {
      services.write(hash, roster.name(slot));
    }
    json.endObject();
  }

  static String yesInHundred(long hash, int purpose, int hundredth) {
    return SeededChoices.bounded(SeededChoices.hash(hash, purpose), 100) < hundredth ? "Y" : "N";
  }

  private void enrollments(int slot, long hash) {
    json.beginArray(ENROLLMENTS);
    if (SeededChoices.bounded(SeededChoices.hash(hash, 1), 4) != 0) {
      var rows = roster.rows(RecordType.SCHOOLS);
      var users = roster.users();
      for (var school = SchoolList.next(users, slot, Users.NONE);
          school != Users.NONE;
          school = SchoolList.next(users, slot, school)) {
        json.beginObject();
        json.id(SCHOOL, rows.id(school));
        json.text(START_DATE, dates.write(roster.schoolYear() + "-08-10"));
        json.text(END_DATE, dates.write((roster.schoolYear() + 1) + "-06-04"));
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
    var month = 1 + SeededChoices.bounded(SeededChoices.hash(hash, 16), 12);
    var day = 1 + SeededChoices.bounded(SeededChoices.hash(hash, 17), 28);
    if (SeededChoices.bounded(SeededChoices.hash(hash, 18), 50) == 0 && !roster.isClean()) {
      return "%04d-%02d-%02dT00:00:00.000Z".formatted(year, month, day);
    }
    return month + "/" + day + "/" + year;
  }

  private void location(long hash) {
    var full = SeededChoices.bounded(SeededChoices.hash(hash, 19), 5) == 0;
    json.beginObject(LOCATION);
    json.text(
        ADDRESS,
        full
            ? 1
                + SeededChoices.bounded(SeededChoices.hash(hash, 20), 9_999)
                + " "
                + Names.place(hash)
                + " Lane"
            : "");
    json.text(CITY, full ? Names.place(SeededChoices.hash(roster.seed(), 7)) : "");
    json.text(STATE, full ? "CA" : "");
    json.text(ZIP, "9" + (1_000 + SeededChoices.bounded(SeededChoices.hash(hash, 21), 9_000)));
    json.endObject();
  }
}
