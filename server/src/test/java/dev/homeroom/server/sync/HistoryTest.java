package dev.homeroom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.v1.SyncState;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in a district, the live tables are what Clever shows, and every former revision
 * can still be read. Clever is read here by plain JSON, not by the code under test.
 */
class HistoryTest {
  private static final int STEPS = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void every_revision_stays_what_clever_showed_then(long seed) throws Exception {
    var random = new Random(seed);
    try (var fixture =
        SyncFixture.of(SandboxConfig.demo().withStudents(60).withSeed(seed).withRateLimit(0))) {
      fixture.startWorker("one");
      var shown = new TreeMap<Long, RosterModel>();
      long last = 0;
      for (int step = 0; step < STEPS; step++) {
        var model = RosterModel.shownBy(fixture.clever);
        var run = fixture.run();

        assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
        boolean changed = last == 0 || !model.equals(shown.get(last));
        assertThat(run.getRevision()).isEqualTo(changed ? last + 1 : last);
        last = run.getRevision();
        shown.put(last, model);
        for (var revision : shown.entrySet()) {
          assertThat(RosterModel.asOf(fixture, revision.getKey()))
              .as("seed %s, step %s, revision %s", seed, step, revision.getKey())
              .isEqualTo(revision.getValue());
        }
        assertThat(RosterModel.seats(fixture)).isEqualTo(model.seats());
        change(fixture, random, shown);
      }
    }
  }

  private static void change(
      SyncFixture fixture, Random random, NavigableMap<Long, RosterModel> shown) {
    switch (random.nextInt(4)) {
      case 0 -> attempt(() -> fixture.clever.drift(2 + random.nextInt(10)));
      case 1 -> tryAll(fixture, random, removals(shown.lastEntry().getValue(), random));
      case 2 -> tryAll(fixture, random, restorations(shown));
      default -> {
        // Nothing happens, and the revision stays.
      }
    }
  }

  private static List<RosterChange> removals(RosterModel model, Random random) {
    var changes = new ArrayList<RosterChange>();
    for (var type : List.of(RecordType.USERS, RecordType.SECTIONS, RecordType.COURSES)) {
      for (var id : model.ids(type)) {
        if (random.nextInt(6) == 0) {
          changes.add(new RosterChange.Remove(type, id));
        }
      }
    }
    return changes;
  }

  private static List<RosterChange> restorations(NavigableMap<Long, RosterModel> shown) {
    var changes = new ArrayList<RosterChange>();
    for (var type : List.of(RecordType.USERS, RecordType.SECTIONS, RecordType.COURSES)) {
      var gone = new TreeSet<String>();
      shown.values().forEach(model -> gone.addAll(model.ids(type)));
      gone.removeAll(shown.lastEntry().getValue().ids(type));
      gone.forEach(id -> changes.add(new RosterChange.Restore(type, id)));
    }
    return changes;
  }

  private static void tryAll(SyncFixture fixture, Random random, List<RosterChange> changes) {
    for (var change : changes) {
      if (random.nextBoolean()) {
        attempt(() -> fixture.clever.apply(change));
      }
    }
  }

  /** The sandbox refuses what cannot happen in the district as it has become; so be it. */
  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (IllegalArgumentException impossible) {
      assertThat(impossible).hasMessageNotContaining("null");
    }
  }
}
