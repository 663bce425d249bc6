package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.among;
import static dev.homeroom.sandbox.district.SeededChoices.below;
import static dev.homeroom.sandbox.district.SeededChoices.hash;

import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Users;

/**
 * Writes the roles {@code teacher}, {@code staff}, {@code district_admin} and {@code contact}
 * (sandbox/CLEVER.md 3.4).
 */
final class AdultWriter {
  private static final String[] PHONE_TYPES = {"Cell", "Home", "Work", "Other"};
  private static final String[] RELATIONS = {
    "Parent", "Parent", "Parent", "Grandparent", "Aunt/Uncle", "Sibling", "Other"
  };
  private static final String[] RELATION_TYPES = {
    "Parent/Guardian", "Emergency", "Primary", "Secondary", "Family"
  };

  private final Roster roster;
  private final OddWords words;
  private final Json json;

  AdultWriter(Roster roster, Json json) {
    this.roster = roster;
    this.words = new OddWords(roster);
    this.json = json;
  }

  void teacher(int slot) {
    var hash = hashOf(slot);
    var number = number(slot, Role.TEACHER);
    json.beginObject("teacher");
    legacyId(slot, Role.TEACHER, 7);
    SchoolList.write(json, roster, slot, true);
    json.text("sis_id", sisId("T", number));
    json.optional(roster, slot, OptionalField.TEACHER_NUMBER, number, hash(hash, 1));
    json.optional("state_id", "9" + number, hash(hash, 2));
    json.optional("title", "Teacher", hash(hash, 3));
    credentials(slot);
    extension(hash);
    json.endObject();
  }

  /** Writes the role {@code staff}, which has schools but no primary one. */
  void staff(int slot) {
    var hash = hashOf(slot);
    json.beginObject("staff");
    legacyId(slot, Role.STAFF, 8);
    json.text("staff_id", sisId("A", number(slot, Role.STAFF)));
    SchoolList.write(json, roster, slot, false);
    json.optional("department", "Instruction", hash(hash, 11));
    json.optional("title", "Coordinator", hash(hash, 12));
    json.beginArray("roles");
    if (below(hash, 13, 4) == 0) {
      json.text("School Tech Lead");
    }
    json.endArray();
    credentials(slot);
    extension(hash);
    json.endObject();
  }

  void districtAdmin(int slot) {
    json.beginObject("district_admin");
    legacyId(slot, Role.DISTRICT_ADMIN, 9);
    json.optional("title", "Data Manager", hash(hashOf(slot), 21));
    json.endObject();
  }

  void contact(int slot) {
    var hash = hashOf(slot);
    json.beginObject("contact");
    legacyId(slot, Role.CONTACT, 10);
    json.optional(roster, slot, OptionalField.PHONE, Phones.number(hash), hash(hash, 31));
    json.optional(
        "phone_type",
        words.or(among(PHONE_TYPES, hash, 32), hash(hash, 37), "Video Relay"),
        hash(hash, 33));
    var sisId = roster.contactHasSisId(slot) ? sisId("C", number(slot, Role.CONTACT)) : null;
    json.optional("sis_id", sisId, hash(hash, 34));
    json.beginArray("student_relationships");
    for (var rank = 0; rank < 2 && roster.users().student(slot, rank) != Users.NONE; rank++) {
      json.beginObject();
      json.id("student", roster.rows(RecordType.USERS).id(roster.users().student(slot, rank)));
      json.text(
          "relationship",
          words.or(among(RELATIONS, hash, 35), hash(hash, 38), "Self", "", "Foster Parent"));
      json.text(
          "type",
          words.or(among(RELATION_TYPES, hash, 36), hash(hash, 39), "Other", "", "Case Worker"));
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  /**
   * Writes the role's id from before v3. It differs from the user's id, and stays when the role
   * moves to another user.
   */
  private void legacyId(int slot, Role role, int purpose) {
    int holder = roster.users().firstHolder(slot, role);
    var hash = roster.hash(RecordType.USERS, holder, purpose);
    json.id("legacy_id", new ObjectId(roster.rows(RecordType.USERS).created(holder), hash));
  }

  private void credentials(int slot) {
    json.beginObject("credentials");
    json.text(
        "district_username",
        Names.slug(roster.hash(RecordType.USERS, slot, 1))
            + roster.rows(RecordType.USERS).persona(slot));
    json.endObject();
  }

  /** Writes the district's own fields, which some employees have. */
  private void extension(long hash) {
    if (below(hash, 41, 10) == 0) {
      json.beginObject("ext");
      json.text("room", String.valueOf(100 + below(hash, 42, 300)));
      json.endObject();
    }
  }

  /**
   * Returns a role's SIS id. In an odd district the ids of all roles look alike, and some are
   * equal.
   */
  private String sisId(String prefix, String number) {
    return roster.isOdd() ? number : prefix + number;
  }

  private long hashOf(int slot) {
    return roster.hash(RecordType.USERS, slot, 6);
  }

  private String number(int slot, Role role) {
    return String.valueOf(roster.users().sisNumber(slot, role));
  }
}
