package dev.homeroom.server.sync;

import static dev.homeroom.v1.SyncMode.SYNC_MODE_AUTO;
import static dev.homeroom.v1.SyncMode.SYNC_MODE_FULL;
import static dev.homeroom.v1.SyncMode.SYNC_MODE_INCREMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.history.RandomHistory;
import dev.homeroom.sandbox.history.RandomHistory.Profile;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sync.incremental.BrokenSync;
import dev.homeroom.server.sync.incremental.RosterSync;
import dev.homeroom.v1.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever reads everything each time and whoever follows the events have the same roster after each
 * step of a random history, whatever share is declared. {@code -Dhomeroom.histories=2000} runs so
 * many, {@code -Dhomeroom.seed=7} begins with another one.
 */
class FullEqualsIncrementalTest {
  private static final Logger log = LoggerFactory.getLogger(FullEqualsIncrementalTest.class);
  private static final int HISTORIES = Integer.getInteger("homeroom.histories", 30);
  private static final long FIRST_SEED = Long.getLong("homeroom.seed", 1);
  private static final int STEPS = 5;
  private static final int SMALLEST = 10;
  private static final int SIZES = 30;

  /** So seldom is another share declared. */
  private static final int CHANGES_OF_SHARE = 12;

  private static final Map<SyncMode, Integer> modes = new EnumMap<>(SyncMode.class);
  private static final Map<String, Integer> reasons = new HashMap<>();
  private static final Map<String, Integer> types = new HashMap<>();

  /** One key for the issuers of all sandboxes, which nobody asks here. */
  @TempDir static Path folder;

  private static SyncTwin whole;

  @BeforeAll
  static void open() {
    whole = new SyncTwin(SYNC_MODE_FULL, RosterSync::new);
  }

  @AfterAll
  static void close() {
    whole.close();
  }

  @Test
  void the_same_roster_after_each_step_of_each_history() throws IOException {
    try (var events = new SyncTwin(SYNC_MODE_AUTO, RosterSync::new)) {
      for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
        follow(seed, events);
      }
    }
    log.atInfo()
        .addKeyValue("seeds", FIRST_SEED + " to " + (FIRST_SEED + HISTORIES - 1))
        .addKeyValue("modes", modes)
        .addKeyValue("reasons", reasons)
        .addKeyValue("shares", types)
        .log("full and incremental agree");
    int incremental = modes.getOrDefault(SYNC_MODE_INCREMENTAL, 0);
    assertThat(incremental)
        .as("incremental runs of %s; %s", modes, reasons)
        .isGreaterThan(HISTORIES * STEPS / 3);
  }

  @Test
  void an_applier_that_ignores_deleted_records_is_found_out() throws IOException {
    try (var broken = new SyncTwin(SYNC_MODE_AUTO, BrokenSync::ignoringDeleted)) {
      assertThatThrownBy(
              () -> {
                for (long seed = -1; seed >= -20; seed--) {
                  follow(seed, broken);
                }
              })
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("roster by events");
    }
  }

  /** One time in two somebody decides on a plan, and an approval starts a full run. */
  private static void decide(
      Random chance, SyncTwin.Follower all, SyncTwin.Follower told, Instant now) {
    if (!all.waits() || chance.nextInt(2) == 0) {
      return;
    }
    var decision = chance.nextInt(2) == 0 ? "APPROVED" : "REJECTED";
    reasons.merge(decision, 1, Integer::sum);
    for (var each : List.of(all, told)) {
      each.decide(decision, now);
      if (decision.equals("APPROVED")) {
        each.sync(SYNC_MODE_FULL);
      }
    }
    assertThat(told.roster()).as("roster once %s", decision).isEqualTo(all.roster());
  }

  private static void declare(DeclaredShare share, SyncTwin.Follower all, SyncTwin.Follower told) {
    types.merge(share.type(), 1, Integer::sum);
    all.declares(share);
    told.declares(share);
  }

  private static void follow(long seed, SyncTwin events) throws IOException {
    var students = SMALLEST + (int) Math.floorMod(seed * 7, (long) SIZES);
    var config =
        SandboxConfig.demo()
            .withStudents(students)
            .withSeed(seed)
            .withQuality(seed % 2 == 0 ? DataQuality.ODD : DataQuality.DEFECTS)
            .withRateLimit(0)
            .withKeyFile(folder.resolve("issuer-key.json"));
    try (var clever = Sandbox.start(config);
        var client = SyncFixture.client(clever.baseUrl())) {
      var all = whole.new Follower(clever, client);
      var told = events.new Follower(clever, client);
      var history = new RandomHistory(seed, seed % 3 == 0 ? Profile.ORDINARY : Profile.ANYTHING);
      var chance = new Random(seed);
      var shares = new RandomShares(seed);
      declare(shares.next(clever.world().sis()), all, told);
      all.sync();
      told.sync();
      for (int step = 1; step <= STEPS; step++) {
        clever.clock().advance(Duration.ofHours(1));
        var happening = history.nextStep(clever.world().sis(), clever.world().profile().state());
        happening.happenTo(clever.world(), clever.clock());
        if (chance.nextInt(CHANGES_OF_SHARE) == 0) {
          declare(shares.next(clever.world().sis()), all, told);
        }
        all.sync();
        var run = told.sync();
        modes.merge(run.getMode(), 1, Integer::sum);
        if (run.getMode() == SYNC_MODE_FULL) {
          reasons.merge(run.getModeReason(), 1, Integer::sum);
        }
        assertThat(told.roster())
            .as(
                "roster by events; seed %d, %d students, step %d, %s, %s",
                seed, students, step, happening.getClass().getSimpleName(), run.getMode())
            .isEqualTo(all.roster());
        assertThat(told.plans())
            .as(
                "plans by events; seed %d, %d students, step %d, %s, %s",
                seed, students, step, happening.getClass().getSimpleName(), run.getMode())
            .isEqualTo(all.plans());
        assertThat(told.share())
            .as(
                "share by events; seed %d, %d students, step %d, %s, %s, %s",
                seed,
                students,
                step,
                happening.getClass().getSimpleName(),
                run.getMode(),
                run.getModeReason())
            .isEqualTo(all.share());
        decide(chance, all, told, clever.clock().instant());
      }
    }
  }
}
