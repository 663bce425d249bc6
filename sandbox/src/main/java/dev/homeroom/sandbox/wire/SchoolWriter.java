package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.below;
import static dev.homeroom.sandbox.district.SeededChoices.hash;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;

/** Writes the fields of schools (sandbox/CLEVER.md 3.4). */
final class SchoolWriter {
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
    json.text("name", roster.schoolName(slot));
    json.text("sis_id", number);
    json.text("school_number", number);
    json.optional("state_id", "712" + number, hash(hash, 1));
    json.optional("nces_id", "0600" + number + "012", hash(hash, 2));
    json.optional("mdr_number", "0" + number + "77", hash(hash, 3));
    json.text("low_grade", roster.isOdd() ? oddGrade(slot) : Grade.word(level.low()));
    json.text("high_grade", roster.isOdd() ? oddGrade(-1 - slot) : Grade.word(level.high()));
    json.optional("phone", Phones.number(hash), hash(hash, 4));
    var principal = Names.of(hash);
    json.beginObject("principal");
    json.text("name", principal.first() + " " + principal.last());
    json.text("email", Names.slug(hash) + number + "@" + Names.domain(hash));
    json.endObject();
    json.beginObject("location");
    json.text("address", 1 + below(hash, 5, 9_999) + " " + Names.place(hash(hash, 6)) + " Road");
    json.text("city", Names.place(hash(roster.seed(), 7)));
    json.text("state", "CA");
    json.text("zip", "9" + (1_000 + below(hash, 8, 9_000)));
    json.text("lat", "37." + (1_000 + below(hash, 9, 9_000)));
    json.text("lon", "-121." + (1_000 + below(hash, 10, 9_000)));
    json.endObject();
    json.beginObject("ext");
    json.endObject();
  }

  private static String oddGrade(int turn) {
    var words = Grade.oddWords();
    return words.get(Math.floorMod(turn, words.size()));
  }
}
