package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Users;

/** Writes a user's schools in order of id, including the primary one. */
final class SchoolList {
  private SchoolList() {}

  static void write(Json json, Roster roster, int user, boolean withPrimary) {
    var rows = roster.rows(RecordType.SCHOOLS);
    var users = roster.users();
    if (withPrimary) {
      json.id("school", rows.id(users.school(user, 0)));
    }
    json.beginArray("schools");
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
