package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.db.generated.tables.RosterDetails;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.Staging;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The parts that a run would change, and the decisions on them. A part is decided once: each method
 * that decides takes only what is still open.
 */
final class ChangeParts {
  private final DSLContext transaction;
  private final int district;
  private final Staging staging;
  private final RosterDetails details;

  ChangeParts(DSLContext transaction, int district, Staging staging) {
    this.transaction = transaction;
    this.district = district;
    this.staging = staging;
    this.details = staging.details();
  }

  /** Decides what is named by a rejected plan and has not been shown again by Clever. */
  void decideRejected(ChangeDecision decision) {
    decide(exists(selectOne().from(PLAN_CHANGES).where(named()).and(rejected(district))), decision);
  }

  /** Decides what these plans name. */
  void decideNamed(Collection<PlansRecord> plans, ChangeDecision decision) {
    if (!plans.isEmpty()) {
      var ids = plans.stream().map(PlansRecord::getPlan).toList();
      decide(
          exists(selectOne().from(PLAN_CHANGES).where(named(), PLAN_CHANGES.PLAN.in(ids))),
          decision);
    }
  }

  /** Decides everything of a type. */
  void decideType(RosterType type, ChangeDecision decision) {
    decide(details.TYPE.eq(type.name()), decision);
  }

  /**
   * Decides the removals of a type's uncovered records.
   *
   * @param contacts whether to decide only on those that are contacts
   */
  void decideLeaving(RosterType type, boolean contacts, ChangeDecision decision) {
    decide(
        details.TYPE.eq(type.name()).and(contacts ? staging.leavingContacts() : staging.leaving()),
        decision);
  }

  /** Decides everything else. */
  void decideRest(ChangeDecision decision) {
    decide(noCondition(), decision);
  }

  private void decide(Condition which, ChangeDecision decision) {
    transaction
        .update(details)
        .set(details.FATE, decision)
        .where(mine(), details.FATE.eq(ChangeDecision.OPEN), which)
        .execute();
  }

  /** Returns those of the plans that name a part that is held or unproven. */
  Set<UUID> keptBack(Collection<PlansRecord> plans) {
    return plans.isEmpty()
        ? Set.of()
        : transaction
            .selectDistinct(PLAN_CHANGES.PLAN)
            .from(PLAN_CHANGES)
            .join(details)
            .on(named())
            .where(PLAN_CHANGES.PLAN.in(plans.stream().map(PlansRecord::getPlan).toList()))
            .and(mine())
            .and(details.FATE.in(ChangeDecision.HELD, ChangeDecision.UNPROVEN))
            .fetchSet(PLAN_CHANGES.PLAN);
  }

  /** Returns whether any part is held by the pending plan, or is to be held by a new one. */
  boolean anyHeld() {
    return transaction.fetchExists(details, mine(), details.FATE.eq(ChangeDecision.HELD));
  }

  /** Returns whether any part of the type is undecided. */
  boolean anyOpen(RosterType type) {
    return transaction.fetchExists(details, open(type));
  }

  /** Counts the undecided removals of whole records of the type. */
  long openRecords(RosterType type) {
    return transaction.fetchCount(
        details, open(type).and(details.PART.eq(ChangePart.RECORD.word())));
  }

  /** Ends the rejection of what is no longer among the parts: Clever shows it again. */
  void forgetReturned() {
    var stays =
        selectOne().from(details).where(named(), mine(), details.FATE.eq(ChangeDecision.DECIDED));
    transaction
        .update(PLAN_CHANGES)
        .set(PLAN_CHANGES.RETURNED, true)
        .where(PLAN_CHANGES.DISTRICT.eq(district), rejected(district))
        .andNotExists(stays)
        .execute();
  }

  private static Condition rejected(int district) {
    return exists(
        selectOne()
            .from(PLANS)
            .where(PLANS.DISTRICT.eq(district), PLANS.PLAN.eq(PLAN_CHANGES.PLAN))
            .and(HoldConditions.keptOut(PLANS, PLAN_CHANGES)));
  }

  /** The part is the one that a plan's change names. */
  private Condition named() {
    return PLAN_CHANGES
        .DISTRICT
        .eq(district)
        .and(PLAN_CHANGES.TYPE.eq(details.TYPE))
        .and(PLAN_CHANGES.ID.eq(details.ID))
        .and(PLAN_CHANGES.PART.eq(details.PART))
        .and(PLAN_CHANGES.MEMBER.eq(details.MEMBER))
        .and(PLAN_CHANGES.CHANGE.eq(details.CHANGE));
  }

  private Condition open(RosterType type) {
    return mine().and(details.TYPE.eq(type.name())).and(details.FATE.eq(ChangeDecision.OPEN));
  }

  private Condition mine() {
    return details.STAGE.eq(staging.stage());
  }
}
