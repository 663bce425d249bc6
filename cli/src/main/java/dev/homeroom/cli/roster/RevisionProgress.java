package dev.homeroom.cli.roster;

import dev.homeroom.v1.RosterChange;
import dev.homeroom.v1.RosterChangeKind;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/** The changes of a watch since its last bookmark: prints the first ones and counts all. */
final class RevisionProgress {
  private final PrintStream out;
  private final long most;
  private final Map<RosterChangeKind, Long> counts = new EnumMap<>(RosterChangeKind.class);
  private long changes;

  /**
   * Starts a step.
   *
   * @param most the number of changes to print; the others are only counted
   */
  RevisionProgress(PrintStream out, long most) {
    this.out = out;
    this.most = most;
  }

  void take(RosterChange change) {
    counts.merge(change.getKind(), 1L, Long::sum);
    changes++;
    if (changes <= most) {
      out.println(
          "%d %s"
              .formatted(
                  change.getRevision(),
                  ChangeLine.of(
                      change.getKind(), change.getName(), change.getChangedFieldsList())));
    }
  }

  /** Prints the totals of the step. */
  void end(long revision) {
    out.println(
        "revision %d: %,d entered, %,d changed, %,d left%s"
            .formatted(
                revision,
                count(RosterChangeKind.ROSTER_CHANGE_KIND_ENTERED),
                count(RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED),
                count(RosterChangeKind.ROSTER_CHANGE_KIND_LEFT),
                changes > most ? "; --all shows each" : ""));
  }

  private long count(RosterChangeKind kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
