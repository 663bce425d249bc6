package dev.homeroom.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what readers and checks saw, and finds the faults in it. Safe for many threads.
 *
 * <p>All reads of one list at one revision must be equal, at any time and from any server: a roster
 * that is seen while it changes shows as two different readings of one revision.
 */
final class Evidence {

  private static final int MOST_FAULTS = 50;

  private final Map<String, Integer> seen = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private long reads;
  private int mixed;
  private int doubled;
  private int lost;
  private int regressed;
  private int replays;

  /** Takes a list that was read to its end. */
  synchronized void read(Listing listing, Listing.Whole whole) {
    reads++;
    if (whole.disorder() > 0) {
      doubled++;
      note("%s: %d names are listed twice or out of order".formatted(listing, whole.disorder()));
    }
    if (whole.revisions().size() != 1) {
      mixed++;
      note("%s: pages of revisions %s in one list".formatted(listing, whole.revisions()));
      return;
    }
    var key = listing + "@" + whole.revisions().iterator().next();
    int digest = whole.rows().hashCode();
    var before = seen.putIfAbsent(key, digest);
    if (before != null && before != digest) {
      mixed++;
      note(key + ": two readings of one revision differ");
    }
  }

  /** Records that a reader saw an older revision after a newer one. */
  synchronized void regressed(long before, long after) {
    regressed++;
    note("revision %d was read after %d".formatted(after, before));
  }

  /**
   * Records that the roster at rest differs from Clever.
   *
   * @param missing the number of records that Clever lists and Homeroom does not
   * @param surplus the number that Homeroom lists and Clever does not
   * @param different the number whose content differs
   */
  synchronized void differs(int round, int missing, int surplus, int different) {
    lost++;
    note(
        "round %d: at rest, %d records are missing, %d too many, %d differ from Clever"
            .formatted(round, missing, surplus, different));
  }

  /** Records that a watcher's replay differs from the roster. */
  synchronized void replayDiffers(int round, int records) {
    replays++;
    note("round %d: a watcher's replay differs in %d records".formatted(round, records));
  }

  /** Returns the findings so far. */
  synchronized Findings findings() {
    return new Findings(reads, mixed, doubled, lost, regressed, replays, List.copyOf(faults));
  }

  private void note(String line) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(line);
    }
  }

  /**
   * The faults that were found.
   *
   * @param reads the number of lists that were read to their end
   * @param mixedReads reads that show more than one state of the roster
   * @param doubledReads reads with a record twice or out of order
   * @param lostRosters rests at which the roster was not Clever's
   * @param revisionsGoneBack reads of an older revision than the same reader had seen
   * @param brokenReplays rests at which a watcher's replay was not the roster
   * @param faults the first faults, in words, at most 50; names no record
   */
  record Findings(
      long reads,
      int mixedReads,
      int doubledReads,
      int lostRosters,
      int revisionsGoneBack,
      int brokenReplays,
      List<String> faults) {

    /** Returns whether there is no fault. */
    boolean clean() {
      return mixedReads + doubledReads + lostRosters + revisionsGoneBack + brokenReplays == 0;
    }
  }
}
