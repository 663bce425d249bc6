package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.Users;
import tools.jackson.core.io.SerializedString;

/**
 * Writes the roles {@code teacher}, {@code staff}, {@code district_admin} and {@code contact}
 * (sandbox/CLEVER.md 3.4).
 */
final class AdultWriter {
  private static final SerializedString TEACHER = Json.key("teacher");
  private static final SerializedString STAFF = Json.key("staff");
  private static final SerializedString DISTRICT_ADMIN = Json.key("district_admin");
  private static final SerializedString CONTACT = Json.key("contact");
  private static final SerializedString LEGACY_ID = Json.key("legacy_id");
  private static final SerializedString SIS_ID = Json.key("sis_id");
  private static final SerializedString TEACHER_NUMBER = Json.key("teacher_number");
  private static final SerializedString STATE_ID = Json.key("state_id");
  private static final SerializedString TITLE = Json.key("title");
  private static final SerializedString CREDENTIALS = Json.key("credentials");
  private static final SerializedString DISTRICT_USERNAME = Json.key("district_username");
  private static final SerializedString EXT = Json.key("ext");
  private static final SerializedString ROOM = Json.key("room");
  private static final SerializedString STAFF_ID = Json.key("staff_id");
  private static final SerializedString DEPARTMENT = Json.key("department");
  private static final SerializedString ROLES = Json.key("roles");
  private static final SerializedString PHONE = Json.key("phone");
  private static final SerializedString PHONE_TYPE = Json.key("phone_type");
  private static final SerializedString RELATIONSHIPS = Json.key("student_relationships");
  private static final SerializedString STUDENT = Json.key("student");
  private static final SerializedString RELATIONSHIP = Json.key("relationship");
  private static final SerializedString TYPE = Json.key("type");

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
    var hash = hash(slot);
    var number = number(slot, Role.TEACHER);
    json.beginObject(TEACHER);
    legacyId(slot, Role.TEACHER, 7);
    SchoolList.write(json, roster, slot, true);
    json.text(SIS_ID, sisId("T", number));
    json.optional(
        TEACHER_NUMBER,
        roster.unlessBlank(OptionalField.TEACHER_NUMBER, slot, number),
        SeededChoices.hash(hash, 1));
    json.optional(STATE_ID, "9" + number, SeededChoices.hash(hash, 2));
    json.optional(TITLE, "Teacher", SeededChoices.hash(hash, 3));
    credentials(slot);
    extension(hash);
    json.endObject();
  }

  /** Writes the role {@code staff}, which has schools but no primary one. */
  void staff(int slot) {
    var hash = hash(slot);
    json.beginObject(STAFF);
    legacyId(slot, Role.STAFF, 8);
    json.text(STAFF_ID, sisId("A", number(slot, Role.STAFF)));
    SchoolList.write(json, roster, slot, false);
    json.optional(DEPARTMENT, "Instruction", SeededChoices.hash(hash, 11));
    json.optional(TITLE, "Coordinator", SeededChoices.hash(hash, 12));
    json.beginArray(ROLES);
    if (SeededChoices.bounded(SeededChoices.hash(hash, 13), 4) == 0) {
      json.text("School Tech Lead");
    }
    json.endArray();
    credentials(slot);
    extension(hash);
    json.endObject();
  }

  void districtAdmin(int slot) {
    json.beginObject(DISTRICT_ADMIN);
    legacyId(slot, Role.DISTRICT_ADMIN, 9);
    json.optional(TITLE, "Data Manager", SeededChoices.hash(hash(slot), 21));
    json.endObject();
  }

  void contact(int slot) {
    var hash = hash(slot);
    json.beginObject(CONTACT);
    legacyId(slot, Role.CONTACT, 10);
    json.optional(
        PHONE,
        roster.unlessBlank(OptionalField.PHONE, slot, Phones.number(hash)),
        SeededChoices.hash(hash, 31));
    json.optional(
        PHONE_TYPE,
        words.or(
            PHONE_TYPES[SeededChoices.bounded(SeededChoices.hash(hash, 32), PHONE_TYPES.length)],
            SeededChoices.hash(hash, 37),
            "Video Relay"),
        SeededChoices.hash(hash, 33));
    var sisId = roster.contactHasSisId(slot) ? sisId("C", number(slot, Role.CONTACT)) : null;
    json.optional(SIS_ID, sisId, SeededChoices.hash(hash, 34));
    json.beginArray(RELATIONSHIPS);
    for (var rank = 0; rank < 2 && roster.users().student(slot, rank) != Users.NONE; rank++) {
      json.beginObject();
      json.id(STUDENT, roster.rows(RecordType.USERS).id(roster.users().student(slot, rank)));
      json.text(
          RELATIONSHIP,
          words.or(
              RELATIONS[SeededChoices.bounded(SeededChoices.hash(hash, 35), RELATIONS.length)],
              SeededChoices.hash(hash, 38),
              "Self",
              "",
              "Foster Parent"));
      json.text(
          TYPE,
          words.or(
              RELATION_TYPES[
                  SeededChoices.bounded(SeededChoices.hash(hash, 36), RELATION_TYPES.length)],
              SeededChoices.hash(hash, 39),
              "Other",
              "",
              "Case Worker"));
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
    json.id(LEGACY_ID, new ObjectId(roster.rows(RecordType.USERS).created(holder), hash));
  }

  private void credentials(int slot) {
    json.beginObject(CREDENTIALS);
    json.text(
        DISTRICT_USERNAME,
        Names.slug(roster.hash(RecordType.USERS, slot, 1))
            + roster.rows(RecordType.USERS).persona(slot));
    json.endObject();
  }

  /** Writes the district's own fields, which some employees have. */
  private void extension(long hash) {
    if (SeededChoices.bounded(SeededChoices.hash(hash, 41), 10) == 0) {
      json.beginObject(EXT);
      json.text(
          ROOM, String.valueOf(100 + SeededChoices.bounded(SeededChoices.hash(hash, 42), 300)));
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

  private long hash(int slot) {
    return roster.hash(RecordType.USERS, slot, 6);
  }

  private String number(int slot, Role role) {
    return String.valueOf(roster.users().sisNumber(slot, role));
  }
}
