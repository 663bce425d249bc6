package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Dice;
import dev.homeroom.sandbox.district.PersonName;
import tools.jackson.core.io.SerializedString;

/**
 * What v3.1 added to students: meals, language, disability and the like (sandbox/CLEVER.md 3.8).
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

  private final Json json;

  ServiceWriter(Json json) {
    this.json = json;
  }

  void write(long hash, PersonName name) {
    json.optional(
        FRL_STATUS, MEALS[Dice.bounded(Dice.hash(hash, 31), MEALS.length)], Dice.hash(hash, 32));
    json.optional(GIFTED_STATUS, StudentWriter.yesInHundred(hash, 33, 8), Dice.hash(hash, 34));
    json.optional(SECTION_504_STATUS, StudentWriter.yesInHundred(hash, 35, 4), Dice.hash(hash, 36));
    json.optional(IEP_STATUS, StudentWriter.yesInHundred(hash, 37, 12), Dice.hash(hash, 38));
    var language = LANGUAGES[Dice.bounded(Dice.hash(hash, 39), LANGUAGES.length)];
    json.optional(HOME_LANGUAGE, language[0], Dice.hash(hash, 40));
    json.optional(HOME_LANGUAGE_CODE, language[1], Dice.hash(hash, 40));
    if (Dice.bounded(Dice.hash(hash, 41), 20) == 0) {
      json.beginObject(PREFERRED_NAME);
      json.text(FIRST, name.first());
      json.text(MIDDLE, "");
      json.text(LAST, name.last());
      json.endObject();
    }
    disability(hash);
  }

  private void disability(long hash) {
    var luck = Dice.bounded(Dice.hash(hash, 42), 100);
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
