package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static dev.homeroom.server.db.generated.Tables.PLAN_COUNTS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.db.generated.tables.RosterDetails;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.sync.stage.DroppedValues;
import dev.homeroom.server.sync.stage.Staging;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** The plans of a district, as the transaction that applies a run reads and changes them. */
final class PlanStore {
  private static final HexFormat HEX = HexFormat.of();

  private final DSLContext transaction;
  private final int district;
  private final RosterDetails details;
  private final long stage;

  PlanStore(DSLContext transaction, int district, Staging staging) {
    this.transaction = transaction;
    this.district = district;
    this.details = staging.details();
    this.stage = staging.stage();
  }

  Optional<PlansRecord> pending() {
    return transaction
        .selectFrom(PLANS)
        .where(PLANS.DISTRICT.eq(district), HoldConditions.pending(PLANS))
        .fetchOptional();
  }

  /** Returns the approved plans that no run has carried out yet, the oldest approval first. */
  List<PlansRecord> approved() {
    return transaction
        .selectFrom(PLANS)
        .where(PLANS.DISTRICT.eq(district), HoldConditions.awaitsRun(PLANS))
        .orderBy(PLANS.DECIDED_AT)
        .fetch();
  }

  /** Returns whether a plan holds something of any of these records. */
  static boolean holdsAny(
      DSLContext sql, int district, Collection<DroppedValues.FlawedRecord> records) {
    var named =
        records.stream()
            .filter(each -> !each.flaws().dropped().isEmpty())
            .collect(
                groupingBy(
                    each -> each.type().name(), mapping(each -> each.id().toBytes(), toList())));
    return named.entrySet().stream()
        .anyMatch(each ->
            sql.fetchExists(
                selectOne()
                    .from(PLAN_CHANGES)
                    .join(PLANS)
                    .on(PLANS.DISTRICT.eq(PLAN_CHANGES.DISTRICT), PLANS.PLAN.eq(PLAN_CHANGES.PLAN))
                    .where(PLAN_CHANGES.DISTRICT.eq(district))
                    .and(PLAN_CHANGES.TYPE.eq(each.getKey()))
                    .and(PLAN_CHANGES.ID.in(each.getValue()))
                    .and(HoldConditions.holds(PLANS, PLAN_CHANGES))));
  }

  /** Returns the SHA-256 of the parts that a plan is to hold, sorted, with one line for each. */
  byte[] digest() {
    var digest = Sha256.begin();
    try (var rows =
        transaction
            .select(details.TYPE, details.ID, details.PART, details.MEMBER, details.CHANGE)
            .from(details)
            .where(details.STAGE.eq(stage), details.FATE.eq(ChangeDecision.HELD))
            .orderBy(
                details.TYPE.collate("C"), details.ID, details.PART.collate("C"), details.MEMBER)
            .fetchSize(10_000)
            .fetchLazy()) {
      for (var row : rows) {
        var line =
            String.join(
                " ",
                row.value1(),
                HEX.formatHex(row.value2()),
                row.value5().letter(),
                row.value3(),
                HEX.formatHex(row.value4()));
        digest.update((line + "\n").getBytes(US_ASCII));
      }
    }
    return digest.digest();
  }

  /** Makes the held parts the pending plan. */
  UUID create(byte[] digest, String reason, UUID run, Instant now) {
    var plan = UUID.randomUUID();
    transaction
        .insertInto(PLANS)
        .set(PLANS.DISTRICT, district)
        .set(PLANS.PLAN, plan)
        .set(PLANS.STATE, PlanState.PENDING.name())
        .set(PLANS.DIGEST, digest)
        .set(PLANS.REASON, reason)
        .set(PLANS.RUN, run)
        .set(PLANS.CREATED_AT, time(now))
        .execute();
    var held = details.STAGE.eq(stage).and(details.FATE.eq(ChangeDecision.HELD));
    Field<Integer> districtNumber = inline(district);
    Field<UUID> planId = inline(plan);
    transaction
        .insertInto(
            PLAN_CHANGES,
            PLAN_CHANGES.DISTRICT,
            PLAN_CHANGES.PLAN,
            PLAN_CHANGES.TYPE,
            PLAN_CHANGES.ID,
            PLAN_CHANGES.PART,
            PLAN_CHANGES.MEMBER,
            PLAN_CHANGES.CHANGE)
        .select(
            select(
                    districtNumber,
                    planId,
                    details.TYPE,
                    details.ID,
                    details.PART,
                    details.MEMBER,
                    details.CHANGE)
                .from(details)
                .where(held))
        .execute();
    transaction
        .insertInto(
            PLAN_COUNTS,
            PLAN_COUNTS.DISTRICT,
            PLAN_COUNTS.PLAN,
            PLAN_COUNTS.TYPE,
            PLAN_COUNTS.PART,
            PLAN_COUNTS.CHANGE,
            PLAN_COUNTS.COUNT)
        .select(
            select(
                    districtNumber,
                    planId,
                    details.TYPE,
                    details.PART,
                    details.CHANGE,
                    count().cast(Long.class))
                .from(details)
                .where(held)
                .groupBy(details.TYPE, details.PART, details.CHANGE))
        .execute();
    return plan;
  }

  /** Ends a plan that needs no decision any more, and deletes its changes. */
  void end(UUID plan, PlanState state, Instant now) {
    transaction
        .update(PLANS)
        .set(PLANS.STATE, state.name())
        .set(PLANS.DECIDED_AT, time(now))
        .where(PLANS.DISTRICT.eq(district), PLANS.PLAN.eq(plan))
        .execute();
    transaction
        .deleteFrom(PLAN_CHANGES)
        .where(PLAN_CHANGES.DISTRICT.eq(district), PLAN_CHANGES.PLAN.eq(plan))
        .execute();
  }

  void carriedOut(UUID plan, UUID run, Instant now) {
    transaction
        .update(PLANS)
        .set(PLANS.CARRIED_OUT_AT, time(now))
        .set(PLANS.CARRIED_OUT_BY, run)
        .where(PLANS.DISTRICT.eq(district), PLANS.PLAN.eq(plan))
        .execute();
  }

  private static OffsetDateTime time(Instant now) {
    return now.atOffset(ZoneOffset.UTC);
  }
}
