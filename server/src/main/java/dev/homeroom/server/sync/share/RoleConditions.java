package dev.homeroom.server.sync.share;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import java.util.Collection;
import org.jooq.Condition;

/** Conditions on a user's role, which rules name by a subject. */
final class RoleConditions {
  private RoleConditions() {}

  /**
   * Returns the condition that one of the role's schools, its main school included, is among the
   * declared ones. Never null.
   */
  static Condition schoolAmong(Users user, RuleSubject subject, Collection<CleverId> declared) {
    var among =
        switch (subject) {
          case STUDENTS ->
              IdConditions.among(user.STUDENT_SCHOOL, declared)
                  .or(IdConditions.anyAmong(user.STUDENT_SCHOOLS, declared));
          case TEACHERS ->
              IdConditions.among(user.TEACHER_SCHOOL, declared)
                  .or(IdConditions.anyAmong(user.TEACHER_SCHOOLS, declared));
          case STAFF -> IdConditions.anyAmong(user.STAFF_SCHOOLS, declared);
          case SECTIONS -> throw notOfUsers();
        };
    return condition(coalesce(field(among), inline(false)));
  }

  static Condition holds(Users user, RuleSubject subject) {
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
