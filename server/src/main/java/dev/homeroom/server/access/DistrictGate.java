package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_GATES;
import static dev.homeroom.server.db.generated.Tables.ENDED_DISTRICTS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.DistrictGates;
import dev.homeroom.server.db.generated.tables.Districts;
import dev.homeroom.server.db.generated.tables.EndedDistricts;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.v1.CallerRole;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Decides whether a district answers a kind of caller at all, before anything of its roster is
 * read. It is a condition by Postgres' clock in every statement, so that no call and no open stream
 * gets around it: in the look-up of people, in the list of districts, and in each table of a {@link
 * Scope}. Apps and people are let in unless a {@link GateClosure} holds, and reviewers always,
 * because somebody must be able to look into a district that nobody else may read.
 */
public final class DistrictGate {
  private DistrictGate() {}

  /** Matches districts that let their people in. */
  static Condition admitsPeople(Districts district) {
    return isOpen(district.DISTRICT, false);
  }

  /** Matches if the district with this number answers a caller with these roles. */
  static Condition answers(Field<Integer> number, Set<CallerRole> roles) {
    return isExempt(roles)
        ? DSL.trueCondition()
        : isOpen(number, roles.contains(CallerRole.CALLER_ROLE_APP));
  }

  /** The reason for which the district refuses a caller with these roles; empty if it answers. */
  static Optional<GateClosure> closure(
      DSLContext sql, Field<Integer> number, Set<CallerRole> roles) {
    if (isExempt(roles)) {
      return Optional.empty();
    }
    boolean app = roles.contains(CallerRole.CALLER_ROLE_APP);
    var closures = GateClosure.values();
    var held =
        sql.select(
                Arrays.stream(closures)
                    .map(closure -> DSL.field(closure.holds(number, app)).as(closure.name()))
                    .toList())
            .fetchSingle();
    return Arrays.stream(closures)
        .filter(closure -> held.get(closure.name(), Boolean.class))
        .findFirst();
  }

  private static boolean isExempt(Set<CallerRole> roles) {
    return roles.contains(CallerRole.CALLER_ROLE_REVIEWER)
        || roles.contains(CallerRole.CALLER_ROLE_OPERATOR);
  }

  private static Condition isOpen(Field<Integer> number, boolean app) {
    return DSL.and(
        Arrays.stream(GateClosure.values())
            .map(closure -> DSL.not(closure.holds(number, app)))
            .toList());
  }

  /** The reason why a caller finds no such district, although its grants may name it. */
  static Refusal refusal(DSLContext sql, ReadPermissions reach, CleverId id) {
    return closure(sql, reach, id)
        .map(closure -> AccessRefusals.closedForReaders(closure, id))
        .orElseGet(() -> ResourceRefusals.districtNotFound(id))
        .refusal();
  }

  private static Optional<GateClosure> closure(DSLContext sql, ReadPermissions reach, CleverId id) {
    if (!reach.covers(id)) {
      return Optional.empty();
    }
    return sql.select(DISTRICTS.DISTRICT)
        .from(DISTRICTS)
        .where(DISTRICTS.ID.eq(id.bytes()), DISTRICTS.REVISION.gt(0L))
        .fetchOptional(DISTRICTS.DISTRICT)
        .flatMap(number -> closure(sql, DSL.val(number), reach.rolesIn(id)));
  }

  /** The reasons for which a district refuses apps or people; the first that holds is reported. */
  public enum GateClosure {
    /** Its declaration has ended; for apps, so have the days of grace. */
    ENDED {
      @Override
      Condition holds(Field<Integer> number, boolean app) {
        return exists(
            ENDED_ROW,
            ENDED_ROW.DISTRICT.eq(number),
            app ? ENDED_ROW.APPS_READ_UNTIL.le(DSL.currentOffsetDateTime()) : DSL.noCondition());
      }
    },
    /** Its first roster has to be accepted, and is not. */
    NOT_ACCEPTED {
      @Override
      Condition holds(Field<Integer> number, boolean app) {
        return exists(GATE, GATE.DISTRICT.eq(number), GATE.ACCEPTED.isFalse());
      }
    };

    private static final EndedDistricts ENDED_ROW = ENDED_DISTRICTS.as("ended");
    private static final DistrictGates GATE = DISTRICT_GATES.as("gate");

    /**
     * Matches if the reason holds for the district with this number.
     *
     * @param app true for apps, false for people
     */
    abstract Condition holds(Field<Integer> number, boolean app);

    private static Condition exists(Table<?> table, Condition... conditions) {
      return DSL.exists(DSL.selectOne().from(table).where(conditions));
    }
  }
}
