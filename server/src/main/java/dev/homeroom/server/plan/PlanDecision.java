package dev.homeroom.server.plan;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_REQUESTS;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames.PlanName;
import dev.homeroom.server.sync.SyncRuns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes a person's decision over a plan, inside the transaction of the call. It locks the
 * district's row, so that a run that is being applied sees either the whole decision or none of it.
 *
 * @param digest the digest of the changes that the person has seen, 64 hexadecimal digits
 * @param person the scope of the person, who must be able to read every change of the plan
 */
record PlanDecision(
    PlanName name, String digest, Scope person, Optional<UUID> request, Instant now) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Reads a digest from a request, or refuses it. */
  static String requireDigest(String hex) {
    if (!DIGEST.matcher(hex).matches()) {
      throw RequestRefusals.invalidField(
          "digest", "must be the plan's digest: 64 lower-case hexadecimal digits");
    }
    return hex;
  }

  /**
   * Approves the plan.
   *
   * @return whether a run must be requested; after a run in progress another one follows anyway
   */
  boolean approve(DSLContext transaction, DistrictKey district) {
    var plan = lock(transaction, district);
    if (repeated(transaction, district, PlanState.APPROVED)) {
      return false;
    }
    requireReadable(transaction, district);
    requireOpen(transaction, district, plan);
    SyncRuns.requireDeclared(transaction, district);
    var underWay = SyncRuns.underWay(transaction, district);
    write(transaction, district, PlanState.APPROVED, underWay.orElse(null));
    return underWay.isEmpty();
  }

  /** Rejects the plan: its held records and values stay in the roster. */
  void reject(DSLContext transaction, DistrictKey district) {
    var plan = lock(transaction, district);
    if (repeated(transaction, district, PlanState.REJECTED)) {
      return;
    }
    requireReadable(transaction, district);
    if (plan.getState().equals(PlanState.REJECTED.name())) {
      throw PlanRefusals.alreadyRejected(name);
    }
    requireOpen(transaction, district, plan);
    write(transaction, district, PlanState.REJECTED, null);
  }

  private PlansRecord lock(DSLContext transaction, DistrictKey district) {
    transaction
        .select(DISTRICTS.DISTRICT)
        .from(DISTRICTS)
        .where(DISTRICTS.DISTRICT.eq(district.number()))
        .forNoKeyUpdate()
        .fetch();
    return transaction
        .selectFrom(PLANS)
        .where(PLANS.DISTRICT.eq(district.number()), PLANS.PLAN.eq(name.plan()))
        .fetchOptional()
        .orElseThrow(() -> PlanReader.notFound(name));
  }

  private boolean repeated(DSLContext transaction, DistrictKey district, PlanState decision) {
    if (request.isEmpty()) {
      return false;
    }
    var earlier =
        transaction
            .selectFrom(PLAN_REQUESTS)
            .where(PLAN_REQUESTS.DISTRICT.eq(district.number()))
            .and(PLAN_REQUESTS.REQUEST_ID.eq(request.get()))
            .fetchOptional();
    if (earlier.isPresent()
        && !(earlier.get().getPlan().equals(name.plan())
            && earlier.get().getDecision().equals(decision.name()))) {
      throw RequestRefusals.requestIdReused();
    }
    return earlier.isPresent();
  }

  /** Held changes that Clever has shown again count too, as they do in the plan's digest. */
  private void requireReadable(DSLContext transaction, DistrictKey district) {
    if (!ChangeList.whole(transaction, person.in(district), name.plan())) {
      throw PlanRefusals.notReadable(name);
    }
  }

  private void requireOpen(DSLContext transaction, DistrictKey district, PlansRecord plan) {
    switch (PlanReader.state(plan, now)) {
      case PLAN_STATE_APPROVED -> throw PlanRefusals.alreadyApproved(name);
      case PLAN_STATE_LAPSED -> throw PlanRefusals.lapsed(name);
      case PLAN_STATE_SUPERSEDED ->
          throw PlanRefusals.superseded(
              name,
              Optional.ofNullable(
                      PlanReader.pending(transaction, DistrictSet.of(district), now).get(district))
                  .map(pending -> pending.getName()));
      case PLAN_STATE_PENDING, PLAN_STATE_REJECTED, PLAN_STATE_UNSPECIFIED, UNRECOGNIZED -> {}
    }
    var ours = HexFormat.of().formatHex(plan.getDigest());
    if (!ours.equals(digest)) {
      throw PlanRefusals.digestMismatch(name, ours);
    }
  }

  private void write(
      DSLContext transaction, DistrictKey district, PlanState state, @Nullable UUID waitsFor) {
    transaction
        .update(PLANS)
        .set(PLANS.STATE, state.name())
        .set(PLANS.DECIDED_AT, now.atOffset(ZoneOffset.UTC))
        .set(PLANS.DECIDED_BY, person.caller().subject())
        .set(PLANS.WAITS_FOR, waitsFor)
        .where(PLANS.DISTRICT.eq(district.number()), PLANS.PLAN.eq(name.plan()))
        .execute();
    request.ifPresent(id ->
        transaction
            .insertInto(PLAN_REQUESTS)
            .set(PLAN_REQUESTS.DISTRICT, district.number())
            .set(PLAN_REQUESTS.REQUEST_ID, id)
            .set(PLAN_REQUESTS.PLAN, name.plan())
            .set(PLAN_REQUESTS.DECISION, state.name())
            .execute());
    Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
  }
}
