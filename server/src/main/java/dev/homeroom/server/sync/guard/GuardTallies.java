package dev.homeroom.server.sync.guard;

import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.GuardCountSql.RoleCounts;
import dev.homeroom.server.sync.guard.GuardCountSql.RunMoves;
import dev.homeroom.server.sync.guard.GuardedKind.StudentEnrollments;
import dev.homeroom.server.sync.guard.GuardedKind.Tallies;
import dev.homeroom.server.sync.guard.GuardedKind.Tally;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;

/** Counts for the guard what a run would do to the roster of the window's start. */
final class GuardTallies {
  private final DSLContext transaction;
  private final Changes compared;
  private final GuardBaseline baseline;
  private final StatementTemplate names;
  private final ChangeParts parts;

  GuardTallies(
      DSLContext transaction,
      Changes compared,
      GuardBaseline baseline,
      StatementTemplate names,
      ChangeParts parts) {
    this.transaction = transaction;
    this.compared = compared;
    this.baseline = baseline;
    this.names = names;
    this.parts = parts;
  }

  /**
   * Counts what the run does, whether it is proven or not.
   *
   * @param decided the approvals whose parts do not count
   */
  Tallies count(Collection<PlansRecord> decided) {
    var window =
        new GuardCountSql(
            names,
            baseline.revision(),
            CopyBuffer.MAPPING_VERSION,
            decided.stream().map(PlansRecord::getPlan).toList());
    var live = baseline.live(transaction);
    var tallies = new EnumMap<GuardedKind, Tally>(GuardedKind.class);
    for (var table : List.of(RosterType.SECTION, RosterType.USER)) {
      if (compared.touches(table)) {
        count(window, table, live, tallies);
      }
    }
    return new Tallies(
        tallies,
        compared.touches(RosterType.SECTION)
            ? countEnrollments(window, live, tallies)
            : StudentEnrollments.NOTHING,
        parts.openRecords(RosterType.SCHOOL),
        parts.anyOpen(RosterType.USER) ? window.abandonedSchools(transaction) : 0);
  }

  private void count(
      GuardCountSql window,
      RosterType table,
      RosterCountsRecord live,
      Map<GuardedKind, Tally> tallies) {
    var counts =
        window.count(transaction, table, compared.reading().staging().taken(transaction, table));
    var moves = window.moves(transaction, table);
    for (var kind : GuardedKind.values()) {
      if (kind.type() == table && kind != GuardedKind.ENROLLMENT) {
        tallies.put(kind, tally(kind, live, found(counts, kind), found(moves, kind)));
      }
    }
  }

  private Tally tally(
      GuardedKind kind, RosterCountsRecord live, RoleCounts counts, RunMoves moves) {
    return new Tally(
        baseline.size(kind) + counts.joined(),
        counts.gone(),
        baseline.joined() ? counts.gone() : counts.goneJoined(),
        counts.changed(),
        counts.emptied().values().stream().mapToLong(each -> each).max().orElse(0),
        moves.added(),
        kind.live(live) + moves.net());
  }

  private StudentEnrollments countEnrollments(
      GuardCountSql window, RosterCountsRecord live, Map<GuardedKind, Tally> tallies) {
    var enrollments = window.enrollments(transaction);
    var moves = window.enrollmentMoves(transaction);
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
    return new StudentEnrollments(
        enrollments.emptiedSections(),
        enrollments.goneStudents(),
        live.getEnrollments() + moves.net());
  }

  private static <T> T found(Map<ChangePart, T> counts, GuardedKind kind) {
    return Objects.requireNonNull(counts.get(kind.parts().getFirst()), "every role is counted");
  }
}
