package dev.homeroom.server.plan;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_COUNTS;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectFrom;

import com.google.protobuf.ByteString;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.PlanCountsRecord;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.rpc.CreationPosition;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.PlanName;
import dev.homeroom.server.sync.guard.PlanApproval;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanCount;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RecordType;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;

/** Reads plans in the form of the contract. */
public final class PlanReader {
  private PlanReader() {}

  /** The plan of each district that waits for a person. */
  public static Map<DistrictKey, Plan> pending(DSLContext sql, DistrictSet districts, Instant now) {
    return select(sql)
        .where(districts.matches(PLANS.DISTRICT), HoldConditions.pending(PLANS))
        .fetchMap(
            found -> districts.key(found.value1().getDistrict()),
            found -> wire(districts.key(found.value1().getDistrict()), found, now));
  }

  static Optional<Plan> find(DSLContext sql, DistrictKey district, UUID plan, Instant now) {
    return select(sql, district, PLANS.PLAN.eq(plan), 1, now).stream().findFirst();
  }

  /** The district's plans after a position, newest first. */
  static List<Plan> list(
      DSLContext sql,
      DistrictKey district,
      @Nullable CreationPosition after,
      int size,
      Instant now) {
    return select(
        sql,
        district,
        after == null
            ? noCondition()
            : row(PLANS.CREATED_AT, PLANS.PLAN).lt(after.created(), after.id()),
        size,
        now);
  }

  static RuntimeException notFound(PlanName plan) {
    return PlanRefusals.notFound(plan);
  }

  /** The plan's state; an approval that was not carried out in time has lapsed. */
  static PlanState state(PlansRecord plan, Instant now) {
    return PlanApproval.lapsed(plan, now)
        ? PlanState.PLAN_STATE_LAPSED
        : EnumWords.of(PlanState.class, plan.getState());
  }

  static List<Plan> select(
      DSLContext sql, DistrictKey district, Condition which, int limit, Instant now) {
    return select(sql)
        .where(PLANS.DISTRICT.eq(district.number()), which)
        .orderBy(PLANS.CREATED_AT.desc(), PLANS.PLAN.desc())
        .limit(limit)
        .fetch(found -> wire(district, found, now));
  }

  private static SelectJoinStep<Record2<PlansRecord, Result<PlanCountsRecord>>> select(
      DSLContext sql) {
    return sql.select(
            PLANS,
            multiset(
                selectFrom(PLAN_COUNTS)
                    .where(
                        PLAN_COUNTS.DISTRICT.eq(PLANS.DISTRICT), PLAN_COUNTS.PLAN.eq(PLANS.PLAN))))
        .from(PLANS);
  }

  private static Plan wire(
      DistrictKey district, Record2<PlansRecord, Result<PlanCountsRecord>> found, Instant now) {
    var row = found.value1();
    var plan =
        Plan.newBuilder()
            .setName(ResourceNames.plan(district.id(), row.getPlan()))
            .setState(state(row, now))
            .setDigest(HexFormat.of().formatHex(row.getDigest()))
            .setReason(row.getReason())
            .setSyncRun(ResourceNames.syncRun(district.id(), row.getRun()))
            .setDecidedBy(Objects.requireNonNullElse(row.getDecidedBy(), ""))
            .setCreateTime(ProtoTimestamps.of(row.getCreatedAt()));
    if (row.getDecidedAt() != null) {
      plan.setDecideTime(ProtoTimestamps.of(row.getDecidedAt()));
    }
    if (row.getCarriedOutAt() != null) {
      plan.setCarryOutTime(ProtoTimestamps.of(row.getCarriedOutAt()));
    }
    found.value2().stream()
        .map(PlanReader::count)
        .sorted(
            Comparator.comparing(PlanCount::getType)
                .thenComparing(
                    count -> ByteString.copyFromUtf8(count.getPart()),
                    ByteString.unsignedLexicographicalComparator())
                .thenComparing(PlanCount::getKind))
        .forEach(plan::addCounts);
    return plan.build();
  }

  private static PlanCount count(PlanCountsRecord row) {
    return PlanCount.newBuilder()
        .setType(EnumWords.of(RecordType.class, row.getType()))
        .setKind(HeldChangeWords.kind(row.getChange()))
        .setAspect(HeldChangeWords.aspect(row.getPart()))
        .setPart(row.getPart())
        .setCount(row.getCount())
        .build();
  }
}
