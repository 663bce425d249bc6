package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.below;

import dev.homeroom.sandbox.district.DistrictProfile;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Emails;
import dev.homeroom.sandbox.roster.Roster;
import java.util.Objects;

/** Writes the fields of districts, terms and courses (sandbox/CLEVER.md 3.4). */
final class CatalogWriter {
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
    json.text("name", "#DEMO " + Names.place(hash) + " Unified School District");
    json.text("sis_type", profile.sisType());
    json.text("launch_date", profile.launchDate().toString());
    json.text("portal_url", "https://clever.com/in/demo-" + roster.district());
    json.beginArray("login_methods");
    profile.loginMethods().forEach(json::text);
    json.endArray();
    json.text("state", profile.state().word());
    json.text("error", profile.error());
    if (stamped && roster.lastSync() != Roster.NEVER_SYNCED) {
      json.time("last_sync", roster.lastSync(), 0);
    }
    profile
        .pause()
        .ifPresent(pause -> {
          json.time("pause_start", (int) pause.start().getEpochSecond(), 0);
          json.time("pause_end", (int) pause.end().getEpochSecond(), 0);
        });
    var code = 1_000 + below(hash, 1, 9_000);
    json.text("nces_id", "060" + code);
    json.text("mdr_number", "0" + code + "70");
    contact();
    if (version.showsAdditions()) {
      json.none("last_attendance_sync");
      json.text("lms_type", "");
      json.text("lms_state", "");
    }
  }

  /** Writes the account owner: the first district admin. */
  private void contact() {
    var name = roster.name(0);
    json.beginObject("district_contact");
    json.id("id", roster.rows(RecordType.USERS).id(0));
    json.id("district", roster.district());
    json.text("email", Objects.requireNonNullElse(Emails.of(roster, 0), ""));
    json.text("title", "");
    json.beginObject("name");
    json.text("first", name.first());
    json.text("last", name.last());
    json.endObject();
    json.endObject();
  }

  void term(int slot) {
    json.text("name", roster.catalog().termName(slot));
    json.text("start_date", profile.dateForm().write(roster.catalog().termStart(slot)));
    json.text("end_date", profile.dateForm().write(roster.catalog().termEnd(slot)));
  }

  void course(int slot) {
    json.text("name", roster.courseName(slot));
    var number = String.valueOf(10_000 + roster.rows(RecordType.COURSES).persona(slot));
    json.optional("number", number, roster.hash(RecordType.COURSES, slot, 3));
  }
}
