package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.USERS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.PreparedQuery;
import dev.homeroom.server.db.QueryBatch;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.v1.CallerRole;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Finds users in the live rosters of districts that let their people in, with one statement by key.
 */
public final class RosterUsers implements LiveUsers {
  private static final PreparedQuery<Found> BY_IDS =
      PreparedQuery.of(
          query(
              DSL.param("district", byte[].class),
              DSL.param("user", byte[].class),
              DistrictGate.admitsPeople(DISTRICTS)),
          row ->
              new Found(
                  row.getInt(1),
                  row.getBoolean(2),
                  row.getBoolean(3),
                  row.getBoolean(4),
                  row.getBoolean(5)));
  private static final QueryBatch ONE = QueryBatch.of(List.of(BY_IDS));

  private final Database database;

  /** Reads from the database. */
  public RosterUsers(Database database) {
    this.database = database;
  }

  @Override
  public Optional<LiveUser> find(CleverId district, CleverId user) {
    var values = Map.of("district", district.bytes(), "user", user.bytes());
    return database.read(CallDeadline.left(), ONE, values).of(BY_IDS).stream()
        .findFirst()
        .map(found -> found.in(district));
  }

  /** Does the same in a snapshot, even if the district no longer lets anybody in. */
  static Optional<LiveUser> find(DSLContext db, CleverId district, CleverId user) {
    return db.fetchOptional(
            query(DSL.val(district.bytes()), DSL.val(user.bytes()), DSL.noCondition()))
        .map(row ->
            new Found(row.value1(), row.value2(), row.value3(), row.value4(), row.value5())
                .in(district));
  }

  private static Select<Record5<Integer, Boolean, Boolean, Boolean, Boolean>> query(
      Field<byte[]> district, Field<byte[]> user, Condition gate) {
    return DSL.select(
            USERS.DISTRICT, USERS.STUDENT, USERS.TEACHER, USERS.STAFF, USERS.DISTRICT_ADMIN)
        .from(USERS)
        .where(
            USERS.DISTRICT.eq(
                DSL.select(DISTRICTS.DISTRICT)
                    .from(DISTRICTS)
                    .where(DISTRICTS.ID.eq(district), gate)),
            USERS.ID.eq(user));
  }

  private record Found(
      int number, boolean student, boolean teacher, boolean staff, boolean districtAdmin) {
    LiveUser in(CleverId district) {
      var roles = EnumSet.noneOf(CallerRole.class);
      if (student) {
        roles.add(CallerRole.CALLER_ROLE_STUDENT);
      }
      if (teacher) {
        roles.add(CallerRole.CALLER_ROLE_TEACHER);
      }
      if (staff) {
        roles.add(CallerRole.CALLER_ROLE_STAFF);
      }
      if (districtAdmin) {
        roles.add(CallerRole.CALLER_ROLE_DISTRICT_ADMIN);
      }
      return new LiveUser(new DistrictKey(number, district), roles);
    }
  }
}
