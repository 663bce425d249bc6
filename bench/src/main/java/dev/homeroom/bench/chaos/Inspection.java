package dev.homeroom.bench.chaos;

import dev.homeroom.bench.BenchException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the roster at rest, record by record, with Clever and with the replays of the watchers.
 */
final class Inspection {
  private static final long BREATH_MILLIS = 50;

  private final CleverTruth truth;
  private final Clients clients;
  private final List<Watcher> watchers;
  private final Evidence evidence;
  private final Duration patience;

  /**
   * Prepares the comparison.
   *
   * @param patience the longest time that a watcher may take to reach a revision
   */
  Inspection(
      CleverTruth truth,
      Clients clients,
      List<Watcher> watchers,
      Evidence evidence,
      Duration patience) {
    this.truth = truth;
    this.clients = clients;
    this.watchers = watchers;
    this.evidence = evidence;
    this.patience = patience;
  }

  /**
   * Compares everything.
   *
   * @param round the number of the round, for the findings
   * @param revision the revision of the roster
   */
  void look(int round, long revision) throws InterruptedException {
    var expected = truth.read();
    var seen = new HashMap<String, String>();
    for (var listing : Listing.values()) {
      var whole = clients.whole(listing);
      evidence.read(listing, whole);
      seen.putAll(whole.rows());
    }
    int missing = without(expected, seen);
    int surplus = without(seen, expected);
    int different = different(seen, expected);
    if (missing + surplus + different > 0) {
      evidence.differs(round, missing, surplus, different);
    }
    for (var watcher : watchers) {
      await(watcher, revision);
      var replay = watcher.replay();
      if (!replay.equals(seen)) {
        evidence.replayDiffers(
            round, without(replay, seen) + without(seen, replay) + different(replay, seen));
      }
    }
  }

  private void await(Watcher watcher, long revision) throws InterruptedException {
    long limit = System.nanoTime() + patience.toNanos();
    while (watcher.bookmark() < revision) {
      if (System.nanoTime() > limit) {
        throw new BenchException("a watcher does not reach revision " + revision);
      }
      Thread.sleep(BREATH_MILLIS);
    }
  }

  private static int without(Map<String, String> these, Map<String, String> those) {
    return (int) these.keySet().stream().filter(name -> !those.containsKey(name)).count();
  }

  private static int different(Map<String, String> these, Map<String, String> those) {
    return (int)
        these.entrySet().stream()
            .filter(row -> those.containsKey(row.getKey()))
            .filter(row -> !row.getValue().equals(those.get(row.getKey())))
            .count();
  }
}
