package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.ENDED_DISTRICTS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.Districts;
import dev.homeroom.server.db.generated.tables.EndedDistricts;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.v1.CallerRole;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Decides whether a district answers a kind of caller at all, before anything of its roster is
 * read. It is a condition by Postgres' clock in every statement, so that no call and no open stream
 * gets around it: in the look-up of people, in the list of districts, and in each table of a {@link
 * Scope}. People are let in while the district is declared, apps until the days of grace after the
 * end of the declaration are over, and reviewers always, because somebody must be able to look into
 * a district that has ended.
 */
final class DistrictGate {
  private static final EndedDistricts ENDED = ENDED_DISTRICTS.as("ended");

  private DistrictGate() {}

  /** Matches districts that let their people in. */
  static Condition admitsPeople(Districts district) {
    return hasNotEnded(district.DISTRICT, DSL.noCondition());
  }

  /** Matches if the district with this number answers a caller with these roles. */
  static Condition answers(Field<Integer> number, Set<CallerRole> roles) {
    if (roles.contains(CallerRole.CALLER_ROLE_REVIEWER)
        || roles.contains(CallerRole.CALLER_ROLE_OPERATOR)) {
      return DSL.trueCondition();
    }
    return hasNotEnded(
        number,
        roles.contains(CallerRole.CALLER_ROLE_APP)
            ? ENDED.APPS_READ_UNTIL.le(DSL.currentOffsetDateTime())
            : DSL.noCondition());
  }

  /** Matches if the district has not ended, or not in this way. */
  private static Condition hasNotEnded(Field<Integer> number, Condition way) {
    return DSL.notExists(DSL.selectOne().from(ENDED).where(ENDED.DISTRICT.eq(number), way));
  }

  /** The reason why a caller finds no such district, although its grants may name it. */
  static Refusal refusal(DSLContext sql, ReadPermissions reach, CleverId id) {
    var roles = reach.rolesIn(id);
    boolean ended =
        reach.covers(id)
            && sql.fetchExists(
                DSL.selectOne()
                    .from(DISTRICTS)
                    .where(
                        DISTRICTS.ID.eq(id.bytes()),
                        DISTRICTS.REVISION.gt(0L),
                        DSL.not(answers(DISTRICTS.DISTRICT, roles))));
    return ended
        ? AccessRefusals.districtEndedForReaders(id).refusal()
        : ResourceRefusals.districtNotFound(id).refusal();
  }
}
