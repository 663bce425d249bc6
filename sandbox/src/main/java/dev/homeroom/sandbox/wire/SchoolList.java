package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.Users;
import tools.jackson.core.io.SerializedString;

/** Writes a user's schools in order of id, including the primary one. */
final class SchoolList {
  private static final SerializedString SCHOOL = Json.key("school");
  private static final SerializedString SCHOOLS = Json.key("schools");

  private SchoolList() {}

  static void write(Json json, Roster roster, int user, boolean withPrimary) {
    var rows = roster.rows(RecordType.SCHOOLS);
    var users = roster.users();
    if (withPrimary) {
      json.id(SCHOOL, rows.id(users.school(user, 0)));
    }
    json.beginArray(SCHOOLS);
    for (var school = next(users, user, Users.NONE);
        school != Users.NONE;
        school = next(users, user, school)) {
      json.id(rows.id(school));
    }
    json.endArray();
  }

  /** The user's next school after this one, or {@link Users#NONE}. */
  static int next(Users users, int user, int after) {
    var next = Users.NONE;
    for (var rank = 0; rank < 3; rank++) {
      var school = users.school(user, rank);
      if (school > after && (next == Users.NONE || school < next)) {
        next = school;
      }
    }
    return next;
  }
}
