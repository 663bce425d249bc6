package dev.homeroom.server.sync.guard;

import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.Guard.Verdict;
import dev.homeroom.server.sync.guard.PlanReason.HeldRemovals;
import dev.homeroom.server.sync.guard.PlanStanding.Evidence;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Decides, in the transaction that applies a run, which of its changes are carried out now and
 * which are held: by the pending plan, because their plan was rejected, or because they are
 * unproven. Puts what is held into the staged rows.
 *
 * <p>Each part of a record is decided once, by the first of these that concerns it:
 *
 * <ol>
 *   <li>A person's rejection: the part stays.
 *   <li>An approval that this run cannot carry out: the part stays for a later run.
 *   <li>The pending plan, if this run may not replace it: the part stays held.
 *   <li>Missing proof: the part stays, and the next run compares it again.
 *   <li>An approval that this run carries out. Proof comes first, since an approval does not
 *       replace it; an approval is used once and whole, so that one with a part that stays waits.
 *   <li>The guard: it counts all but what a person has decided on, the unproven, too, and holds
 *       every removal that is left or none.
 * </ol>
 *
 * <p>Only then are additions and changes of values looked at, since the guard's verdict names those
 * that wait with the removals. The same decisions apply to them, but for the proof.
 */
public final class HoldPlanner {
  private final DSLContext transaction;
  private final RunLease take;
  private final Changes compared;
  private final GuardBaseline baseline;
  private final StatementTemplate names;
  private final HeldChangeSql pieces;
  private final Evidence evidence;
  private final PlanStore plans;
  private final ChangeParts parts;

  public HoldPlanner(
      DSLContext transaction, RunLease take, Changes compared, GuardBaseline baseline) {
    int district = take.district().number();
    var staging = compared.reading().staging();
    this.transaction = transaction;
    this.take = take;
    this.compared = compared;
    this.baseline = baseline;
    this.evidence = compared.evidence();
    this.names = staging.names(district);
    this.pieces = new HeldChangeSql(names);
    this.plans = new PlanStore(transaction, district, staging);
    this.parts = new ChangeParts(transaction, district, staging);
  }

  /**
   * The part of a run that is left to a person.
   *
   * @param plan the pending plan
   * @param reason why it waits, for people; empty if there is no plan
   */
  public record Held(Optional<UUID> plan, String reason) {
    public static final Held NOTHING = new Held(Optional.empty(), "");
  }

  public Held decide() {
    var pending = plans.pending();
    var approvals = plans.approved();
    if (compared.unchanged() && pending.isEmpty() && approvals.isEmpty()) {
      return Held.NOTHING;
    }
    var found = PlanStanding.of(pending, approvals, evidence, take.run(), baseline.now());

    parts.decideRejected(ChangeDecision.DECIDED);
    parts.decideNamed(found.waiting(), ChangeDecision.DECIDED);
    keepPending(found);
    keepUnproven();
    var standing = found.postponing(parts.keptBack(found.due()));
    carryOutApproved(standing);
    var verdict = judge(standing);
    decideRest(standing, verdict.removals());

    writeRejected();
    writeHeld(verdict);
    carryOutApproved(standing);
    keepPending(standing);
    decideRest(standing, true);

    patch();
    close(standing);
    return standing.mayPlan() ? plan(pending, verdict) : held(pending);
  }

  /** Keeps what the pending plan holds if the run may not replace it. */
  private void keepPending(PlanStanding standing) {
    if (!standing.mayPlan()) {
      parts.decideNamed(standing.pending().stream().toList(), ChangeDecision.HELD);
    }
  }

  /**
   * Keeps what unread records, which were set aside, may still contain, and uncovered records if
   * the lists do not show everything that may name them.
   */
  private void keepUnproven() {
    for (var type : compared.blocked()) {
      parts.decideType(type, ChangeDecision.UNPROVEN);
    }
    for (var type : compared.unsure()) {
      parts.decideLeaving(type, compared.sectionsComplete(), ChangeDecision.UNPROVEN);
    }
  }

  private void carryOutApproved(PlanStanding standing) {
    parts.decideNamed(standing.waiting(), ChangeDecision.DECIDED);
    parts.decideNamed(standing.due(), ChangeDecision.CARRIED_OUT);
  }

  private Verdict judge(PlanStanding standing) {
    var tallies = new GuardTallies(transaction, compared, baseline, names, parts);
    return new Guard(GuardSettings.load(transaction, take.district().number()))
        .judge(tallies.count(standing.decided()));
  }

  /** Decides what is left; a run that may not plan leaves it to the next one. */
  private void decideRest(PlanStanding standing, boolean hold) {
    if (!standing.mayPlan()) {
      parts.decideRest(ChangeDecision.UNPROVEN);
    } else {
      parts.decideRest(hold ? ChangeDecision.HELD : ChangeDecision.CARRIED_OUT);
    }
  }

  /** Adds the changes and additions that stay out of the roster since a person rejected them. */
  private void writeRejected() {
    if (compared.anyHeld()) {
      for (var table : RosterType.values()) {
        if (compared.touches(table)) {
          pieces.writeRejected(transaction, table);
        }
      }
    }
  }

  /** Adds the changes and additions that the verdict holds. */
  private void writeHeld(Verdict verdict) {
    var changes = EnumSet.copyOf(verdict.changes());
    changes.remove(GuardedKind.ENROLLMENT);
    byTable(changes).forEach((table, kinds) -> pieces.writeHeldValues(transaction, table, kinds));
    byTable(verdict.additions())
        .forEach((table, kinds) -> pieces.writeHeldAdditions(transaction, table, kinds));
  }

  private static Map<RosterType, Set<ChangePart>> byTable(Set<GuardedKind> kinds) {
    var parts = new EnumMap<RosterType, Set<ChangePart>>(RosterType.class);
    for (var kind : kinds) {
      parts.computeIfAbsent(kind.type(), _ -> new HashSet<>()).addAll(kind.parts());
    }
    return parts;
  }

  /** Puts what stays into the staged rows. */
  private void patch() {
    var staged = new StagedHoldSql(names);
    for (var table : RosterType.values()) {
      if (compared.touches(table)) {
        staged.hold(transaction, table);
        staged.settle(transaction, table);
      }
    }
  }

  /** Writes what has become of earlier decisions. */
  private void close(PlanStanding standing) {
    standing.due().forEach(plan -> plans.carriedOut(plan.getPlan(), take.run(), baseline.now()));
    standing.lapsed().forEach(plan -> end(plan, PlanState.LAPSED));
    if (evidence.settles()) {
      parts.forgetReturned();
    }
  }

  /** Makes what is held the pending plan; if nothing is held, an earlier plan lapses. */
  private Held plan(Optional<PlansRecord> pending, Verdict verdict) {
    if (!parts.anyHeld()) {
      pending.ifPresent(plan -> end(plan, PlanState.LAPSED));
      return Held.NOTHING;
    }
    var digest = plans.digest();
    if (pending.isPresent() && Arrays.equals(pending.get().getDigest(), digest)) {
      return held(pending);
    }
    pending.ifPresent(plan -> end(plan, PlanState.SUPERSEDED));
    var removals =
        new HeldRemovals(pieces.heldRemovals(transaction), pieces.heldUsers(transaction));
    var reason = PlanReason.of(verdict, removals);
    var plan = plans.create(digest, reason, take.run(), baseline.now());
    return new Held(Optional.of(plan), reason);
  }

  private void end(PlansRecord plan, PlanState state) {
    plans.end(plan.getPlan(), state, baseline.now());
  }

  private static Held held(Optional<PlansRecord> pending) {
    return pending
        .map(plan -> new Held(Optional.of(plan.getPlan()), plan.getReason()))
        .orElse(Held.NOTHING);
  }
}
