package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.among;
import static dev.homeroom.sandbox.district.SeededChoices.below;
import static dev.homeroom.sandbox.district.SeededChoices.hash;

import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.PersonName;
import dev.homeroom.sandbox.roster.Roster;

/**
 * Writes the fields that v3.1 added to students: meals, language, disability and others
 * (sandbox/CLEVER.md 3.8).
 */
final class ServiceWriter {
  private static final String[] MEALS = {"Free", "Reduced", "Paid", "Paid", "Other"};
  private static final String[][] LANGUAGES = {
    {"English", "eng"},
    {"English", "eng"},
    {"English", "eng"},
    {"Spanish", "spa"},
    {"Vietnamese", "vie"},
    {"Arabic", "ara"},
    {"Tagalog", "tgl"},
    {"Somali", "som"}
  };
  private static final String[][] DISABILITIES = {
    {"Autism", "aut"},
    {"Specific learning disability", "sld"},
    {"Speech or language impairment", "sli"},
    {"Other health impairment", "ohi"}
  };

  private static final int ONE_IN_PREFERS = 20;
  private static final int ONE_IN_PREFERS_IF_ODD = 3;

  private final Roster roster;
  private final OddWords words;
  private final Json json;

  ServiceWriter(Roster roster, Json json) {
    this.roster = roster;
    this.words = new OddWords(roster);
    this.json = json;
  }

  void write(long hash, PersonName name) {
    json.optional(
        "frl_status",
        words.or(among(MEALS, hash, 31), hash(hash, 44), "Direct Certification"),
        hash(hash, 32));
    json.optional("gifted_status", StudentWriter.yesInHundred(hash, 33, 8), hash(hash, 34));
    json.optional("section_504_status", StudentWriter.yesInHundred(hash, 35, 4), hash(hash, 36));
    json.optional("iep_status", StudentWriter.yesInHundred(hash, 37, 12), hash(hash, 38));
    var language = among(LANGUAGES, hash, 39);
    json.optional("home_language", language[0], hash(hash, 40));
    json.optional("home_language_code", language[1], hash(hash, 40));
    if (below(hash, 41, roster.isOdd() ? ONE_IN_PREFERS_IF_ODD : ONE_IN_PREFERS) == 0) {
      preferredName(hash(hash, 43), name);
    }
    disability(hash);
  }

  /**
   * Writes another first name with the rest of the legal name. In an odd district the last name may
   * differ, too, or only the first name is written.
   */
  private void preferredName(long hash, PersonName legal) {
    var preferred = Names.of(hash);
    var first = preferred.first();
    var form = roster.isOdd() ? below(hash, 5, 3) : 0;
    json.beginObject("preferred_name");
    json.text("first", first.equals(legal.first()) ? "Alex" : first);
    if (form != 1) {
      json.text("middle", legal.middle());
      json.text("last", form == 2 ? preferred.last() : legal.last());
    }
    json.endObject();
  }

  private void disability(long hash) {
    var luck = below(hash, 42, 100);
    if (luck < 60) {
      return;
    }
    var has = luck >= 88;
    var disability = DISABILITIES[luck % DISABILITIES.length];
    json.beginObject("disability");
    json.text("disability_status", has ? "Y" : "N");
    json.text("disability_type", has ? disability[0] : "");
    json.text("disability_code", has ? disability[1] : "");
    json.endObject();
  }
}
