package dev.homeroom.bench.chaos;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.chaos.ServerFaults.Struck;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs rounds: Clever changes, a sync begins, a server is killed or paused at some moment of it,
 * everything comes to rest, and the roster must be equal to Clever. Readers page through lists and
 * watchers follow the roster all the time.
 */
final class Chaos {

  private static final int READERS = 2;
  private static final int WATCHERS = 2;

  /**
   * Long, because a busy machine is slow, and a run that was taken over too often is followed by
   * other runs.
   */
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);

  private static final Duration REST_DURING_A_PAUSE = Duration.ofMinutes(1);
  private static final Duration LATE_WORDS = Duration.ofSeconds(2);
  private static final double MOST_DRIFT = 6;
  private static final int RENAMED = 20;

  private final BenchFolder work;
  private final Plan plan;
  private final long seed;
  private final int rounds;
  private final @Nullable PlantedFault planted;
  private final Consumer<String> progress;
  private final Random random;
  private final Evidence evidence = new Evidence();

  private int takenAgain;
  private int givenUp;
  private int unrest;
  private int names;
  private long revision;

  /**
   * Prepares this number of rounds; with a planted fault they end when it is found.
   *
   * @param progress takes a line for people at the start and every ten rounds
   */
  Chaos(
      BenchFolder work,
      Plan plan,
      long seed,
      int rounds,
      @Nullable PlantedFault planted,
      Consumer<String> progress) {
    this.work = work;
    this.plan = plan;
    this.seed = seed;
    this.rounds = rounds;
    this.planted = planted;
    this.progress = progress;
    this.random = new Random(seed);
  }

  ChaosMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, Clever and %d servers".formatted(plan.servers()));
    try (var fleet = Fleet.startHastily(work, plan, faults());
        var truth = new CleverTruth(fleet.town().readyValue("url"), fleet.districts().getFirst());
        var sessions = new Sessions(fleet.postgres())) {
      var scene = new Scene(fleet, truth, new ServerFaults(fleet, sessions, random));
      scene.begin();
      int done = 0;
      try {
        while (done < rounds && (planted == null || evidence.findings().clean())) {
          done++;
          scene.round(done);
          if (done % 10 == 0) {
            progress.accept("%d of %d rounds, revision %d".formatted(done, rounds, revision));
          }
        }
      } finally {
        scene.stopOnlookers();
      }
      var findings = evidence.findings();
      return new ChaosMeasurement(
          command,
          clock.instant().toString(),
          Machine.of(fleet.postgres(), load),
          plan,
          seed,
          planted == null ? null : planted.name(),
          done,
          scene.blows.count(),
          revision,
          takenAgain,
          givenUp,
          unrest,
          WATCHERS,
          findings.clean(),
          findings);
    }
  }

  private List<Path> faults() throws IOException {
    if (planted == null) {
      return List.of();
    }
    var jar = work.root().resolve("server/target/server.jar");
    return List.of(planted.plant(jar, work.folder().resolve("planted")));
  }

  /** The running fleet and what is done to it in a round. */
  private final class Scene {
    private final Fleet fleet;
    private final District district;
    private final ServerFaults blows;
    private final Clients clients;
    private final Inspection inspection;
    private final List<Thread> onlookers = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();

    Scene(Fleet fleet, CleverTruth truth, ServerFaults blows)
        throws IOException, InterruptedException {
      this.fleet = fleet;
      this.district = fleet.districts().getFirst();
      this.blows = blows;
      this.clients = new Clients(fleet, district, random, LONGEST_REST);
      this.inspection = new Inspection(truth, clients, watchers, evidence, LONGEST_REST);
    }

    void begin() throws InterruptedException {
      clients.declare();
      requireRest(clients.trigger());
      for (int i = 0; i < READERS; i++) {
        var choice = new Random(seed + i);
        look(
            "reader-" + i,
            new Reader(() -> clients.roster(choice), district.name(), evidence, seed * 31 + i));
      }
      for (int i = 0; i < WATCHERS; i++) {
        var choice = new Random(seed - 1 - i);
        var watcher = new Watcher(() -> clients.unhurried(choice), district.name(), seed * 37 + i);
        watchers.add(watcher);
        look("watcher-" + i, watcher);
      }
    }

    private void look(String name, Runnable work) {
      onlookers.add(Thread.ofVirtual().name(name).start(work));
    }

    void stopOnlookers() throws InterruptedException {
      watchers.forEach(Watcher::stop);
      onlookers.forEach(Thread::interrupt);
      for (var onlooker : onlookers) {
        onlooker.join();
      }
    }

    void round(int number) throws IOException, SQLException, InterruptedException {
      // A late server that adds what another one has already added is stopped by the keys alone,
      // even if all other checks fail: so in some rounds nothing is added.
      if (random.nextBoolean()) {
        drift();
      }
      rename();
      var run = clients.trigger();
      var struck = blows.next();
      if (struck.killed()) {
        fleet.restart(struck.index());
      } else {
        standStill(struck, run, number);
      }
      requireRest(run);
      inspection.look(number, revision);
    }

    private void drift() throws IOException, InterruptedException {
      fleet.drift(district, 0.5 + random.nextDouble() * MOST_DRIFT);
    }

    /**
     * Renames the same students each time, so that a server that writes what it read earlier writes
     * another name.
     */
    private void rename() throws IOException, InterruptedException {
      fleet.rename(district, 0, RENAMED, "Name" + ++names);
    }

    /**
     * Keeps a server paused for twice the lease, while Clever changes and another server takes over
     * and comes to rest. Nothing that the late server does after it wakes up may change the roster.
     */
    private void standStill(Struck struck, String run, int number)
        throws IOException, InterruptedException {
      boolean atRest;
      try {
        if (random.nextBoolean()) {
          drift();
        }
        rename();
        Thread.sleep(plan.lease().multipliedBy(2));
        atRest = rest(run, REST_DURING_A_PAUSE);
      } finally {
        fleet.members().get(struck.index()).process().pause(false);
      }
      if (atRest) {
        clients.awaitAnswer(struck.index(), run);
        Thread.sleep(LATE_WORDS);
        inspection.look(number, revision);
      } else {
        unrest++;
      }
    }

    private void requireRest(String run) throws InterruptedException {
      if (!rest(run, LONGEST_REST)) {
        throw new BenchException("a run came to no end in " + LONGEST_REST);
      }
    }

    /**
     * Waits for the end of the run, then syncs until a run succeeds that began after all changes.
     *
     * @return whether that happened in time
     */
    private boolean rest(String run, Duration longest) throws InterruptedException {
      long limit = System.nanoTime() + longest.toNanos();
      var ended = clients.awaitEnd(run, limit);
      while (ended.isPresent()) {
        takenAgain += ended.get().getAttempt() > 1 ? 1 : 0;
        ended = clients.awaitEnd(clients.trigger(), limit);
        if (ended.isEmpty()) {
          return false;
        }
        var last = ended.get();
        if (last.getState() == SyncState.SYNC_STATE_SUCCEEDED) {
          revision = last.getRevision();
          return true;
        }
        if (last.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN) {
          throw new BenchException(
              "a sync held changes for a person to decide, so the roster cannot become equal to Clever: "
                  + last.getMessage());
        }
        givenUp += last.getFailure() == SyncFailure.SYNC_FAILURE_TOO_MANY_ATTEMPTS ? 1 : 0;
      }
      return false;
    }
  }
}
