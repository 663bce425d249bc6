package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.ChangeDecision;
import dev.homeroom.server.db.ChangePart;
import dev.homeroom.server.db.GuardCountSql;
import dev.homeroom.server.db.GuardCountSql.RoleCounts;
import dev.homeroom.server.db.GuardCountSql.RunMoves;
import dev.homeroom.server.db.HeldChangeSql;
import dev.homeroom.server.db.PlanState;
import dev.homeroom.server.db.RosterTable;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import dev.homeroom.server.sync.change.Guard.Verdict;
import dev.homeroom.server.sync.change.GuardedKind.StudentEnrollments;
import dev.homeroom.server.sync.change.GuardedKind.Tallies;
import dev.homeroom.server.sync.change.GuardedKind.Tally;
import dev.homeroom.server.sync.change.PlanReason.HeldRemovals;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * Decides, in the transaction that applies a run, which of its changes are carried out now and
 * which are held: by the pending plan, because their plan was rejected, or because they are
 * unproven. Puts what is held into the staged rows.
 */
final class HoldPlanner {
  private final DSLContext transaction;
  private final RunLease take;
  private final Changes compared;
  private final GuardBaseline baseline;
  private final Staging staging;
  private final HeldChangeSql pieces;
  private final PlanStore plans;

  HoldPlanner(DSLContext transaction, RunLease take, Changes compared, GuardBaseline baseline) {
    this.transaction = transaction;
    this.take = take;
    this.compared = compared;
    this.baseline = baseline;
    this.staging = compared.reading().staging();
    this.pieces = staging.pieces(take.district().number());
    this.plans = new PlanStore(transaction, take.district().number(), staging);
  }

  /**
   * The part of a run that is left to a person.
   *
   * @param plan the pending plan
   * @param reason why it waits, for people; empty if there is no plan
   */
  record Held(Optional<UUID> plan, String reason) {
    static final Held NOTHING = new Held(Optional.empty(), "");
  }

  Held decide() {
    var pending = plans.pending();
    var approvals = plans.approved();
    if (compared.unchanged() && pending.isEmpty() && approvals.isEmpty()) {
      return Held.NOTHING;
    }
    boolean removes = !compared.onlyAdds();
    boolean settles = removes && compared.settles();
    var fresh =
        approvals.stream()
            .filter(plan -> removes && compared.whole())
            .filter(plan -> !take.run().equals(plan.getWaitsFor()))
            .filter(this::fresh)
            .toList();
    var lapsed =
        settles ? approvals.stream().filter(plan -> !fresh(plan)).toList() : List.<PlansRecord>of();
    var early =
        approvals.stream().filter(plan -> !fresh.contains(plan) && !lapsed.contains(plan)).toList();

    plans.keepRejected();
    plans.decide(ids(early), ChangeDecision.DECIDED);
    keepBlocked(pending);
    keepUnsure(pending);
    // An approval is carried out once and whole, so it waits while any part of it is unproven.
    var unproven = plans.keptBack(ids(fresh));
    var due = fresh.stream().filter(plan -> !unproven.contains(plan.getPlan())).toList();
    var waiting =
        Stream.concat(
                early.stream(), fresh.stream().filter(plan -> unproven.contains(plan.getPlan())))
            .toList();
    plans.decide(ids(waiting), ChangeDecision.DECIDED);
    plans.decide(ids(due), ChangeDecision.CARRIED_OUT);
    boolean mayPlan = settles || (removes && pending.isEmpty());
    var verdict = judge(ids(approvals.stream().filter(plan -> !lapsed.contains(plan)).toList()));
    if (!mayPlan) {
      keep(pending);
    } else {
      staging.decideOpen(
          transaction, verdict.removals() ? ChangeDecision.HELD : ChangeDecision.CARRIED_OUT);
    }
    holdChanges(verdict, pending, mayPlan, ids(due), ids(waiting));
    patch();

    due.forEach(plan -> plans.carriedOut(plan.getPlan(), take.run(), baseline.now()));
    lapsed.forEach(plan -> plans.end(plan.getPlan(), PlanState.LAPSED, baseline.now()));
    if (settles) {
      plans.forgetReturned();
    }
    return mayPlan ? plan(pending, verdict) : held(pending);
  }

  /** Returns whether a run may still carry out the approval. */
  private boolean fresh(PlansRecord approval) {
    return !PlanApproval.lapsed(approval, baseline.now());
  }

  /** Keeps what unread records, which were set aside, may still contain. */
  private void keepBlocked(Optional<PlansRecord> pending) {
    for (var type : compared.blocked()) {
      plans.decide(ids(pending.stream().toList()), ChangeDecision.HELD);
      staging.decideOpen(transaction, type, ChangeDecision.UNPROVEN);
    }
  }

  /** Keeps uncovered records if the lists do not show everything that may name them. */
  private void keepUnsure(Optional<PlansRecord> pending) {
    for (var type : compared.unsure()) {
      plans.decide(ids(pending.stream().toList()), ChangeDecision.HELD);
      staging.decideLeaving(
          transaction, type, compared.sectionsComplete(), ChangeDecision.UNPROVEN);
    }
  }

  /**
   * Removes nothing: the pending plan keeps what it names, and everything else is compared again.
   */
  private void keep(Optional<PlansRecord> pending) {
    plans.decide(ids(pending.stream().toList()), ChangeDecision.HELD);
    staging.decideOpen(transaction, ChangeDecision.UNPROVEN);
  }

  private Verdict judge(Collection<UUID> decided) {
    var window =
        new GuardCountSql(pieces, baseline.revision(), CopyBuffer.MAPPING_VERSION, decided);
    var live = baseline.live(transaction);
    var tallies = new EnumMap<GuardedKind, Tally>(GuardedKind.class);
    for (var table : List.of(RosterTable.SECTION, RosterTable.USER)) {
      if (compared.touches(table)) {
        var counts = window.count(transaction, table, staging.taken(transaction, table));
        var moves = window.moves(transaction, table);
        for (var subject : GuardedKind.values()) {
          if (subject.table() == table && subject != GuardedKind.ENROLLMENT) {
            tallies.put(
                subject, tally(subject, live, found(counts, subject), found(moves, subject)));
          }
        }
      }
    }
    var students = StudentEnrollments.NOTHING;
    if (compared.touches(RosterTable.SECTION)) {
      var enrollments = window.enrollments(transaction);
      var moves = window.enrollmentMoves(transaction);
      students =
          new StudentEnrollments(
              enrollments.emptiedSections(),
              enrollments.goneStudents(),
              live.getEnrollments() + moves.net());
      tallies.put(
          GuardedKind.ENROLLMENT,
          new Tally(
              baseline.size(GuardedKind.ENROLLMENT) + enrollments.joined(),
              enrollments.gone(),
              baseline.joined() ? enrollments.gone() : enrollments.goneJoined(),
              0,
              0,
              moves.added(),
              GuardedKind.ENROLLMENT.live(live)));
    }
    var settings = GuardSettings.load(transaction, take.district().number());
    return new Guard(settings)
        .judge(
            new Tallies(
                tallies,
                students,
                staging.openRecords(transaction, RosterType.SCHOOL),
                staging.anyOpen(transaction, RosterType.USER)
                    ? window.abandonedSchools(transaction)
                    : 0));
  }

  private Tally tally(
      GuardedKind subject, RosterCountsRecord live, RoleCounts counts, RunMoves moves) {
    return new Tally(
        baseline.size(subject) + counts.joined(),
        counts.gone(),
        baseline.joined() ? counts.gone() : counts.goneJoined(),
        counts.changed(),
        counts.emptied().values().stream().mapToLong(each -> each).max().orElse(0),
        moves.added(),
        subject.live(live) + moves.net());
  }

  private static <T> T found(Map<ChangePart, T> counts, GuardedKind subject) {
    return Objects.requireNonNull(counts.get(subject.parts().getFirst()), "every role is counted");
  }

  /**
   * Holds the changes and additions that the verdict names, and those that were rejected before.
   */
  private void holdChanges(
      Verdict verdict,
      Optional<PlansRecord> pending,
      boolean mayPlan,
      Collection<UUID> due,
      Collection<UUID> waiting) {
    if (compared.anyHeld()) {
      for (var table : RosterTable.values()) {
        if (compared.touches(table)) {
          pieces.writeRejected(transaction, table);
        }
      }
    }
    var changes = EnumSet.copyOf(verdict.changes());
    changes.remove(GuardedKind.ENROLLMENT);
    parts(changes).forEach((table, parts) -> pieces.writeHeldValues(transaction, table, parts));
    parts(verdict.additions())
        .forEach((table, parts) -> pieces.writeHeldAdditions(transaction, table, parts));
    plans.decide(waiting, ChangeDecision.DECIDED);
    plans.decide(due, ChangeDecision.CARRIED_OUT);
    if (mayPlan) {
      staging.decideOpen(transaction, ChangeDecision.HELD);
    } else {
      keep(pending);
    }
  }

  private static Map<RosterTable, Set<ChangePart>> parts(Set<GuardedKind> subjects) {
    var parts = new EnumMap<RosterTable, Set<ChangePart>>(RosterTable.class);
    for (var subject : subjects) {
      parts.computeIfAbsent(subject.table(), _ -> new HashSet<>()).addAll(subject.parts());
    }
    return parts;
  }

  private void patch() {
    for (var table : RosterTable.values()) {
      if (compared.touches(table)) {
        pieces.hold(transaction, table);
        pieces.settle(transaction, table);
      }
    }
  }

  /** Makes what is held the pending plan; if nothing is held, an earlier plan lapses. */
  private Held plan(Optional<PlansRecord> pending, Verdict verdict) {
    if (!staging.any(transaction, ChangeDecision.HELD)) {
      pending.ifPresent(plan -> plans.end(plan.getPlan(), PlanState.LAPSED, baseline.now()));
      return Held.NOTHING;
    }
    var digest = plans.digest();
    if (pending.isPresent() && Arrays.equals(pending.get().getDigest(), digest)) {
      return held(pending);
    }
    pending.ifPresent(plan -> plans.end(plan.getPlan(), PlanState.SUPERSEDED, baseline.now()));
    var held = new HeldRemovals(pieces.heldRemovals(transaction), pieces.heldUsers(transaction));
    var reason = PlanReason.of(verdict, held);
    var plan = plans.create(digest, reason, take.run(), baseline.now());
    return new Held(Optional.of(plan), reason);
  }

  private static Held held(Optional<PlansRecord> pending) {
    return pending
        .map(plan -> new Held(Optional.of(plan.getPlan()), plan.getReason()))
        .orElse(Held.NOTHING);
  }

  private static List<UUID> ids(List<PlansRecord> plans) {
    return plans.stream().map(PlansRecord::getPlan).toList();
  }
}
