package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;
import tools.jackson.core.io.SerializedString;

/** Writes the fields of schools (sandbox/CLEVER.md 3.4). */
final class SchoolWriter {
  private static final SerializedString NAME = Json.key("name");
  private static final SerializedString SIS_ID = Json.key("sis_id");
  private static final SerializedString SCHOOL_NUMBER = Json.key("school_number");
  private static final SerializedString STATE_ID = Json.key("state_id");
  private static final SerializedString NCES_ID = Json.key("nces_id");
  private static final SerializedString MDR_NUMBER = Json.key("mdr_number");
  private static final SerializedString PHONE = Json.key("phone");
  private static final SerializedString LOW_GRADE = Json.key("low_grade");
  private static final SerializedString HIGH_GRADE = Json.key("high_grade");
  private static final SerializedString PRINCIPAL = Json.key("principal");
  private static final SerializedString EMAIL = Json.key("email");
  private static final SerializedString LOCATION = Json.key("location");
  private static final SerializedString ADDRESS = Json.key("address");
  private static final SerializedString CITY = Json.key("city");
  private static final SerializedString STATE = Json.key("state");
  private static final SerializedString ZIP = Json.key("zip");
  private static final SerializedString LAT = Json.key("lat");
  private static final SerializedString LON = Json.key("lon");
  private static final SerializedString EXT = Json.key("ext");

  private final Roster roster;
  private final Json json;

  SchoolWriter(Roster roster, Json json) {
    this.roster = roster;
    this.json = json;
  }

  void write(int slot) {
    var hash = roster.hash(RecordType.SCHOOLS, slot, 1);
    var level = roster.level(slot);
    var number = String.valueOf(1_000 + slot);
    json.text(NAME, roster.schoolName(slot));
    json.text(SIS_ID, number);
    json.text(SCHOOL_NUMBER, number);
    json.optional(STATE_ID, "712" + number, SeededChoices.hash(hash, 1));
    json.optional(NCES_ID, "0600" + number + "012", SeededChoices.hash(hash, 2));
    json.optional(MDR_NUMBER, "0" + number + "77", SeededChoices.hash(hash, 3));
    json.text(LOW_GRADE, roster.isOdd() ? oddGrade(slot) : Grade.word(level.low()));
    json.text(HIGH_GRADE, roster.isOdd() ? oddGrade(-1 - slot) : Grade.word(level.high()));
    json.optional(PHONE, Phones.number(hash), SeededChoices.hash(hash, 4));
    var principal = Names.of(hash);
    json.beginObject(PRINCIPAL);
    json.text(NAME, principal.first() + " " + principal.last());
    json.text(EMAIL, Names.slug(hash) + number + "@" + Names.domain(hash));
    json.endObject();
    json.beginObject(LOCATION);
    json.text(
        ADDRESS,
        1
            + SeededChoices.bounded(SeededChoices.hash(hash, 5), 9_999)
            + " "
            + Names.place(SeededChoices.hash(hash, 6))
            + " Road");
    json.text(CITY, Names.place(SeededChoices.hash(roster.seed(), 7)));
    json.text(STATE, "CA");
    json.text(ZIP, "9" + (1_000 + SeededChoices.bounded(SeededChoices.hash(hash, 8), 9_000)));
    json.text(LAT, "37." + (1_000 + SeededChoices.bounded(SeededChoices.hash(hash, 9), 9_000)));
    json.text(LON, "-121." + (1_000 + SeededChoices.bounded(SeededChoices.hash(hash, 10), 9_000)));
    json.endObject();
    json.beginObject(EXT);
    json.endObject();
  }

  private static String oddGrade(int turn) {
    var words = Grade.oddWords();
    return words.get(Math.floorMod(turn, words.size()));
  }
}
