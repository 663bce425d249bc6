package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;
import tools.jackson.core.io.SerializedString;

/** Writes the fields of users in all roles (sandbox/CLEVER.md 3.4). */
final class UserWriter {
  private static final SerializedString NAME = Json.key("name");
  private static final SerializedString FIRST = Json.key("first");
  private static final SerializedString MIDDLE = Json.key("middle");
  private static final SerializedString LAST = Json.key("last");
  private static final SerializedString EMAIL = Json.key("email");
  private static final SerializedString ROLES = Json.key("roles");
  private static final SerializedString LMS_STATUS = Json.key("lms_status");
  private static final SerializedString SYNCED_IN_LMS = Json.key("synced_in_lms");

  private final Roster roster;
  private final ApiVersion version;
  private final Json json;
  private final StudentWriter students;
  private final AdultWriter adults;

  UserWriter(Roster roster, DateForm dates, ApiVersion version, Json json) {
    this.roster = roster;
    this.version = version;
    this.json = json;
    this.students = new StudentWriter(roster, dates, version, json);
    this.adults = new AdultWriter(roster, json);
  }

  void write(int slot) {
    var roles = roster.users().roles(slot);
    var hash = roster.hash(RecordType.USERS, slot, 3);
    var email = roster.email(slot);
    name(slot, roles, hash);
    if (email != null) {
      json.text(EMAIL, email);
    } else {
      json.optional(EMAIL, null, SeededChoices.hash(hash, 1));
    }
    json.beginObject(ROLES);
    if (Role.STUDENT.in(roles)) {
      students.write(slot, email);
    }
    if (Role.TEACHER.in(roles)) {
      adults.teacher(slot);
    }
    if (Role.STAFF.in(roles)) {
      adults.staff(slot);
    }
    if (Role.DISTRICT_ADMIN.in(roles)) {
      adults.districtAdmin(slot);
    }
    if (Role.CONTACT.in(roles)) {
      adults.contact(slot);
    }
    json.endObject();
    if (version.showsAdditions() && SeededChoices.bounded(SeededChoices.hash(hash, 2), 2) == 0) {
      json.beginObject(LMS_STATUS);
      json.bool(SYNCED_IN_LMS, roster.isOdd());
      json.endObject();
    }
  }

  /**
   * Writes the name. A contact's whole name is the last name, and there is no first name
   * (sandbox/CLEVER.md 3.4).
   */
  private void name(int slot, int roles, long hash) {
    var name = roster.name(slot);
    json.beginObject(NAME);
    if (Role.CONTACT.in(roles)) {
      json.text(LAST, name.first() + " " + name.last());
    } else {
      json.text(FIRST, name.first());
      json.optional(MIDDLE, name.middle(), SeededChoices.hash(hash, 3));
      json.text(LAST, name.last());
    }
    json.endObject();
  }
}
