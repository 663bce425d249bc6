package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.AppView;
import dev.homeroom.sandbox.district.DistrictProfile;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;
import java.util.Objects;
import tools.jackson.core.io.SerializedString;

/** Writes the fields of districts, terms and courses (sandbox/CLEVER.md 3.4). */
final class CatalogWriter {
  private static final SerializedString NAME = Json.key("name");
  private static final SerializedString NUMBER = Json.key("number");
  private static final SerializedString START_DATE = Json.key("start_date");
  private static final SerializedString END_DATE = Json.key("end_date");
  private static final SerializedString SIS_TYPE = Json.key("sis_type");
  private static final SerializedString LAUNCH_DATE = Json.key("launch_date");
  private static final SerializedString PORTAL_URL = Json.key("portal_url");
  private static final SerializedString LOGIN_METHODS = Json.key("login_methods");
  private static final SerializedString STATE = Json.key("state");
  private static final SerializedString ERROR = Json.key("error");
  private static final SerializedString LAST_SYNC = Json.key("last_sync");
  private static final SerializedString PAUSE_START = Json.key("pause_start");
  private static final SerializedString PAUSE_END = Json.key("pause_end");
  private static final SerializedString NCES_ID = Json.key("nces_id");
  private static final SerializedString MDR_NUMBER = Json.key("mdr_number");
  private static final SerializedString CONTACT = Json.key("district_contact");
  private static final SerializedString ID = Json.key("id");
  private static final SerializedString DISTRICT = Json.key("district");
  private static final SerializedString EMAIL = Json.key("email");
  private static final SerializedString TITLE = Json.key("title");
  private static final SerializedString FIRST = Json.key("first");
  private static final SerializedString LAST = Json.key("last");
  private static final SerializedString LAST_ATTENDANCE_SYNC = Json.key("last_attendance_sync");
  private static final SerializedString LMS_TYPE = Json.key("lms_type");
  private static final SerializedString LMS_STATE = Json.key("lms_state");

  private final Roster roster;
  private final DistrictProfile profile;
  private final ApiVersion version;
  private final Json json;
  private final boolean stamped;

  CatalogWriter(AppView view, ApiVersion version, Json json, boolean stamped) {
    this.roster = view.roster();
    this.profile = view.profile();
    this.version = version;
    this.json = json;
    this.stamped = stamped;
  }

  void district() {
    var hash = roster.hash(RecordType.DISTRICTS, 0, 1);
    json.text(NAME, "#DEMO " + Names.place(hash) + " Unified School District");
    json.text(SIS_TYPE, profile.sisType());
    json.text(LAUNCH_DATE, profile.launchDate().toString());
    json.text(PORTAL_URL, "https://clever.com/in/demo-" + roster.district());
    json.beginArray(LOGIN_METHODS);
    profile.loginMethods().forEach(json::text);
    json.endArray();
    json.text(STATE, profile.state().word());
    json.text(ERROR, profile.error());
    if (stamped && roster.lastSync() != Roster.NEVER_SYNCED) {
      json.time(LAST_SYNC, roster.lastSync(), 0);
    }
    profile
        .pause()
        .ifPresent(pause -> {
          json.time(PAUSE_START, (int) pause.start().getEpochSecond(), 0);
          json.time(PAUSE_END, (int) pause.end().getEpochSecond(), 0);
        });
    var code = 1_000 + SeededChoices.bounded(SeededChoices.hash(hash, 1), 9_000);
    json.text(NCES_ID, "060" + code);
    json.text(MDR_NUMBER, "0" + code + "70");
    contact();
    if (version.showsAdditions()) {
      json.none(LAST_ATTENDANCE_SYNC);
      json.text(LMS_TYPE, "");
      json.text(LMS_STATE, "");
    }
  }

  /** Writes the account owner: the first district admin. */
  private void contact() {
    var name = roster.name(0);
    json.beginObject(CONTACT);
    json.id(ID, roster.rows(RecordType.USERS).id(0));
    json.id(DISTRICT, roster.district());
    json.text(EMAIL, Objects.requireNonNullElse(roster.email(0), ""));
    json.text(TITLE, "");
    json.beginObject(NAME);
    json.text(FIRST, name.first());
    json.text(LAST, name.last());
    json.endObject();
    json.endObject();
  }

  void term(int slot) {
    json.text(NAME, roster.catalog().termName(slot));
    json.text(START_DATE, profile.dateForm().write(roster.catalog().termStart(slot)));
    json.text(END_DATE, profile.dateForm().write(roster.catalog().termEnd(slot)));
  }

  void course(int slot) {
    json.text(NAME, roster.courseName(slot));
    var number = String.valueOf(10_000 + roster.rows(RecordType.COURSES).persona(slot));
    json.optional(NUMBER, number, roster.hash(RecordType.COURSES, slot, 3));
  }
}
