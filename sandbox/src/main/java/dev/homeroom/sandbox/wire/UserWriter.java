package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.below;
import static dev.homeroom.sandbox.district.SeededChoices.hash;

import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Emails;
import dev.homeroom.sandbox.roster.Roster;

/** Writes the fields of users in all roles (sandbox/CLEVER.md 3.4). */
final class UserWriter {
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
    var email = Emails.of(roster, slot);
    name(slot, roles, hash);
    if (email != null) {
      json.text("email", email);
    } else {
      json.optional("email", null, hash(hash, 1));
    }
    json.beginObject("roles");
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
    if (version.showsAdditions() && below(hash, 2, 2) == 0) {
      json.beginObject("lms_status");
      json.bool("synced_in_lms", roster.isOdd());
      json.endObject();
    }
  }

  /**
   * Writes the name. A contact's whole name is the last name, and there is no first name
   * (sandbox/CLEVER.md 3.4).
   */
  private void name(int slot, int roles, long hash) {
    var name = roster.name(slot);
    json.beginObject("name");
    if (Role.CONTACT.in(roles)) {
      json.text("last", name.first() + " " + name.last());
    } else {
      json.text("first", name.first());
      json.optional("middle", name.middle(), hash(hash, 3));
      json.text("last", name.last());
    }
    json.endObject();
  }
}
