package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.PersonName;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;
import tools.jackson.core.io.SerializedString;

/**
 * Writes the fields that v3.1 added to students: meals, language, disability and others
 * (sandbox/CLEVER.md 3.8).
 */
final class ServiceWriter {
  private static final SerializedString FRL_STATUS = Json.key("frl_status");
  private static final SerializedString GIFTED_STATUS = Json.key("gifted_status");
  private static final SerializedString SECTION_504_STATUS = Json.key("section_504_status");
  private static final SerializedString IEP_STATUS = Json.key("iep_status");
  private static final SerializedString HOME_LANGUAGE = Json.key("home_language");
  private static final SerializedString HOME_LANGUAGE_CODE = Json.key("home_language_code");
  private static final SerializedString PREFERRED_NAME = Json.key("preferred_name");
  private static final SerializedString FIRST = Json.key("first");
  private static final SerializedString MIDDLE = Json.key("middle");
  private static final SerializedString LAST = Json.key("last");
  private static final SerializedString DISABILITY = Json.key("disability");
  private static final SerializedString DISABILITY_STATUS = Json.key("disability_status");
  private static final SerializedString DISABILITY_TYPE = Json.key("disability_type");
  private static final SerializedString DISABILITY_CODE = Json.key("disability_code");

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
        FRL_STATUS,
        words.or(
            MEALS[SeededChoices.bounded(SeededChoices.hash(hash, 31), MEALS.length)],
            SeededChoices.hash(hash, 44),
            "Direct Certification"),
        SeededChoices.hash(hash, 32));
    json.optional(
        GIFTED_STATUS, StudentWriter.yesInHundred(hash, 33, 8), SeededChoices.hash(hash, 34));
    json.optional(
        SECTION_504_STATUS, StudentWriter.yesInHundred(hash, 35, 4), SeededChoices.hash(hash, 36));
    json.optional(
        IEP_STATUS, StudentWriter.yesInHundred(hash, 37, 12), SeededChoices.hash(hash, 38));
    var language = LANGUAGES[SeededChoices.bounded(SeededChoices.hash(hash, 39), LANGUAGES.length)];
    json.optional(HOME_LANGUAGE, language[0], SeededChoices.hash(hash, 40));
    json.optional(HOME_LANGUAGE_CODE, language[1], SeededChoices.hash(hash, 40));
    if (SeededChoices.bounded(
            SeededChoices.hash(hash, 41), roster.isOdd() ? ONE_IN_PREFERS_IF_ODD : ONE_IN_PREFERS)
        == 0) {
      preferredName(SeededChoices.hash(hash, 43), name);
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
    var form = roster.isOdd() ? SeededChoices.bounded(SeededChoices.hash(hash, 5), 3) : 0;
    json.beginObject(PREFERRED_NAME);
    json.text(FIRST, first.equals(legal.first()) ? "Alex" : first);
    if (form != 1) {
      json.text(MIDDLE, legal.middle());
      json.text(LAST, form == 2 ? preferred.last() : legal.last());
    }
    json.endObject();
  }

  private void disability(long hash) {
    var luck = SeededChoices.bounded(SeededChoices.hash(hash, 42), 100);
    if (luck < 60) {
      return;
    }
    var has = luck >= 88;
    var disability = DISABILITIES[luck % DISABILITIES.length];
    json.beginObject(DISABILITY);
    json.text(DISABILITY_STATUS, has ? "Y" : "N");
    json.text(DISABILITY_TYPE, has ? disability[0] : "");
    json.text(DISABILITY_CODE, has ? disability[1] : "");
    json.endObject();
  }
}
