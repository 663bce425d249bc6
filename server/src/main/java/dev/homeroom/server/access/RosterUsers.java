package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.USERS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.v1.CallerRole;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;

/** Looks users up in the live roster: one statement by key. */
public final class RosterUsers implements LiveUsers {
  private final Database database;

  /** Reads from the database. */
  public RosterUsers(Database database) {
    this.database = database;
  }

  @Override
  public Optional<LiveUser> find(CleverId district, CleverId user) {
    return database.snapshot(CallDeadline.left(), db -> find(db, district, user));
  }

  /** The same in a snapshot. */
  static Optional<LiveUser> find(DSLContext db, CleverId district, CleverId user) {
    return db.select(USERS.fields())
        .from(DISTRICTS)
        .join(USERS)
        .on(USERS.DISTRICT.eq(DISTRICTS.DISTRICT))
        .where(DISTRICTS.ID.eq(district.bytes()), USERS.ID.eq(user.bytes()))
        .fetchOptionalInto(USERS)
        .map(row -> new LiveUser(new DistrictKey(row.getDistrict(), district), roles(row)));
  }

  private static Set<CallerRole> roles(UsersRecord row) {
    var roles = EnumSet.noneOf(CallerRole.class);
    if (row.getStudent()) {
      roles.add(CallerRole.CALLER_ROLE_STUDENT);
    }
    if (row.getTeacher()) {
      roles.add(CallerRole.CALLER_ROLE_TEACHER);
    }
    if (row.getStaff()) {
      roles.add(CallerRole.CALLER_ROLE_STAFF);
    }
    if (row.getDistrictAdmin()) {
      roles.add(CallerRole.CALLER_ROLE_DISTRICT_ADMIN);
    }
    return roles;
  }
}
