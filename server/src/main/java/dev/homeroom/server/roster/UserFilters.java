package dev.homeroom.server.roster;

import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.v1.UserRole;
import java.util.function.Function;

/** Which users a list is asked for. */
final class UserFilters {
  private UserFilters() {}

  /** Users who hold the role; all users where it is unspecified. Refuses a role that is unknown. */
  static Function<Moment, Versions<UsersRecord>> holding(UserRole role) {
    var column =
        switch (role) {
          case USER_ROLE_UNSPECIFIED -> "";
          case USER_ROLE_STUDENT -> "student";
          case USER_ROLE_TEACHER -> "teacher";
          case USER_ROLE_STAFF -> "staff";
          case USER_ROLE_DISTRICT_ADMIN -> "district_admin";
          case USER_ROLE_CONTACT -> "contact";
          case UNRECOGNIZED ->
              throw new Refusal.InvalidField("role", "must be one of the roles of UserRole")
                  .exception();
        };
    return moment -> {
      var live = moment.scope().users();
      var former = moment.scope().formerUsers();
      return column.isEmpty()
          ? new Versions<>(live, former)
          : new Versions<>(
              live,
              former,
              Versions.column(live, column, Boolean.class).isTrue(),
              Versions.column(former, column, Boolean.class).isTrue());
    };
  }
}
