package dev.homeroom.server.sync.share;

import static org.jooq.impl.DSL.arrayAppend;

import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.sharing.ShareRule.Subject;
import org.jooq.Condition;
import org.jooq.Field;

/** What a user's role has, by the subject that rules call it. */
final class Rosters {
  private Rosters() {}

  /** All schools of the role, the first one included. */
  static Field<byte[][]> schools(Users user, Subject subject) {
    return switch (subject) {
      case STUDENTS -> arrayAppend(user.STUDENT_SCHOOLS, user.STUDENT_SCHOOL);
      case TEACHERS -> arrayAppend(user.TEACHER_SCHOOLS, user.TEACHER_SCHOOL);
      case STAFF -> user.STAFF_SCHOOLS;
      case SECTIONS -> throw notOfUsers();
    };
  }

  static Condition holds(Users user, Subject subject) {
    return switch (subject) {
      case STUDENTS -> user.STUDENT.isTrue();
      case TEACHERS -> user.TEACHER.isTrue();
      case STAFF -> user.STAFF.isTrue();
      case SECTIONS -> throw notOfUsers();
    };
  }

  private static IllegalArgumentException notOfUsers() {
    return new IllegalArgumentException("a section is no user");
  }
}
