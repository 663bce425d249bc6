package dev.homeroom.bench.chaos;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.chaos.Sessions.Moment;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.bench.fleet.Fleet.Member;
import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.bench.process.Workplace;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.GetSyncRunRequest;
import dev.homeroom.v1.GuardSettings;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.ClientInterceptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of: Clever changes, a sync begins, a server is killed or paused at some moment of it, all
 * comes to rest, and the roster has to be Clever's. Readers page through lists and watchers follow
 * the roster all the time.
 */
final class Chaos {

  private static final int READERS = 2;
  private static final int WATCHERS = 2;
  private static final Duration LONGEST_REST = Duration.ofMinutes(2);
  private static final Duration REST_BESIDE_A_PAUSE = Duration.ofSeconds(15);
  private static final Duration LATE_WORDS = Duration.ofSeconds(1);
  private static final Duration LONGEST_AIM = Duration.ofSeconds(8);
  private static final int LATEST_BLOW_MILLIS = 1_500;
  private static final double MOST_DRIFT = 6;

  private final Workplace work;
  private final Plan plan;
  private final long seed;
  private final int rounds;
  private final @Nullable PlantedFault planted;
  private final Consumer<String> progress;
  private final Random random;
  private final Evidence evidence = new Evidence();

  private int kills;
  private int pauses;
  private int insideApply;
  private int takenAgain;
  private long revision;

  /**
   * Will go on for so many rounds, or until the planted fault is found.
   *
   * @param progress takes a line for people now and then
   */
  Chaos(
      Workplace work,
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

  Measurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, Clever and %d servers".formatted(plan.servers()));
    try (var fleet = Fleet.start(work, plan, faults());
        var truth = new Truth(fleet.town().told("url"), fleet.districts().getFirst());
        var sessions = new Sessions(fleet.postgres())) {
      var scene = new Scene(fleet, fleet.districts().getFirst(), truth, sessions);
      scene.declare();
      scene.startReaders();
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
        scene.stopReaders();
      }
      var findings = evidence.findings();
      return new Measurement(
          command,
          clock.instant().toString(),
          Machine.of(fleet.postgres(), load),
          plan,
          seed,
          planted == null ? null : planted.name(),
          done,
          kills,
          pauses,
          insideApply,
          revision,
          takenAgain,
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

  /** What runs, and what is done to it. */
  private final class Scene {
    private final Fleet fleet;
    private final District district;
    private final Truth truth;
    private final Sessions sessions;
    private final ClientInterceptor operator;
    private final ClientInterceptor app;
    private final List<Thread> onlookers = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();

    Scene(Fleet fleet, District district, Truth truth, Sessions sessions)
        throws IOException, InterruptedException {
      this.fleet = fleet;
      this.district = district;
      this.truth = truth;
      this.sessions = sessions;
      this.operator = Fleet.bearer(fleet.token("operator"));
      this.app = Fleet.bearer(fleet.token("app"));
    }

    void declare() throws InterruptedException {
      var spec =
          DistrictSpec.newBuilder()
              .setSharing(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT))
              .setGuard(unguarded())
              .build();
      DistrictServiceGrpc.newBlockingStub(fleet.members().getFirst().channel())
          .withInterceptors(operator)
          .applyDistrict(
              ApplyDistrictRequest.newBuilder()
                  .setName(district.name())
                  .setSpec(spec)
                  .setCleverToken(district.cleverToken())
                  .build());
      rest(trigger(), LONGEST_REST);
    }

    /** The drift of many rounds adds up within a day, and nobody is here to approve it. */
    private static GuardSettings unguarded() {
      return GuardSettings.newBuilder()
          .setRemovedPercent(100)
          .setChangedPercent(100)
          .setEmptiedSectionFloor(1_000_000)
          .build();
    }

    void startReaders() {
      for (int i = 0; i < READERS; i++) {
        var choice = new Random(seed + i);
        look(
            "reader-" + i,
            new Reader(() -> roster(choice), district.name(), evidence, seed * 31 + i));
      }
      for (int i = 0; i < WATCHERS; i++) {
        var choice = new Random(seed - 1 - i);
        var watcher = new Watcher(() -> unhurried(choice), district.name(), seed * 37 + i);
        watchers.add(watcher);
        look("watcher-" + i, watcher);
      }
    }

    private void look(String name, Runnable work) {
      onlookers.add(Thread.ofVirtual().name(name).start(work));
    }

    void stopReaders() throws InterruptedException {
      watchers.forEach(Watcher::stop);
      onlookers.forEach(Thread::interrupt);
      for (var onlooker : onlookers) {
        onlooker.join();
      }
    }

    void round(int number) throws IOException, SQLException, InterruptedException {
      fleet.drift(district, 0.5 + random.nextDouble() * MOST_DRIFT);
      var run = trigger();
      var blow = Blow.of(random);
      var target = aim(blow);
      if (blow.moment().filter(moment -> moment == Moment.APPLYING).isPresent()
          && target.isPresent()) {
        insideApply++;
      }
      int index = target.orElseGet(() -> random.nextInt(fleet.members().size()));
      if (blow.kill()) {
        kills++;
        fleet.members().get(index).process().kill();
        fleet.restart(index);
      } else {
        pauses++;
        pause(index, run, number);
      }
      rest(run, LONGEST_REST);
      compare(number);
    }

    /**
     * Stands still for twice the lease, while Clever goes on and another server takes over and
     * comes to rest; what it has to say when it wakes up late must change nothing.
     */
    private void pause(int index, String run, int number) throws IOException, InterruptedException {
      var process = fleet.members().get(index).process();
      boolean atRest;
      process.pause(true);
      try {
        if (random.nextBoolean()) {
          fleet.drift(district, 0.5 + random.nextDouble() * MOST_DRIFT);
        }
        Thread.sleep(plan.lease().multipliedBy(2));
        atRest = rest(run, REST_BESIDE_A_PAUSE);
      } finally {
        process.pause(false);
      }
      if (atRest) {
        Thread.sleep(LATE_WORDS);
        compare(number);
      }
    }

    /** Waits for the moment; where it does not come, the blow falls anyway, on anybody. */
    private Optional<Integer> aim(Blow blow) throws SQLException, InterruptedException {
      if (blow.moment().isEmpty()) {
        Thread.sleep(random.nextInt(LATEST_BLOW_MILLIS));
        return Optional.empty();
      }
      long limit = System.nanoTime() + LONGEST_AIM.toNanos();
      while (System.nanoTime() < limit) {
        var user = sessions.at(blow.moment().get());
        if (user.isPresent()) {
          return index(user.get());
        }
      }
      return Optional.empty();
    }

    private Optional<Integer> index(String user) {
      var members = fleet.members();
      for (int i = 0; i < members.size(); i++) {
        if (members.get(i).user().equals(user)) {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    }

    /**
     * Lets the run end, then syncs until a run has succeeded that began after everything.
     *
     * @return whether that came about in time
     */
    private boolean rest(String run, Duration longest) throws InterruptedException {
      long limit = System.nanoTime() + longest.toNanos();
      var ended = awaitEnd(run, limit);
      while (ended.isPresent()) {
        takenAgain += ended.get().getAttempt() > 1 ? 1 : 0;
        ended = awaitEnd(trigger(), limit);
        if (ended.filter(last -> last.getState() == SyncState.SYNC_STATE_SUCCEEDED).isPresent()) {
          revision = ended.get().getRevision();
          return true;
        }
        if (ended
            .filter(last -> last.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN)
            .isPresent()) {
          throw new BenchException(
              "a sync left changes to a person, so the roster cannot become Clever's: "
                  + ended.get().getMessage());
        }
      }
      if (longest.equals(LONGEST_REST)) {
        throw new BenchException("a run came to no end in " + LONGEST_REST);
      }
      return false;
    }

    private Optional<SyncRun> awaitEnd(String name, long limit) throws InterruptedException {
      while (System.nanoTime() < limit) {
        var run =
            anybody(
                syncs -> syncs.getSyncRun(GetSyncRunRequest.newBuilder().setName(name).build()));
        if (run.hasEndTime()) {
          return Optional.of(run);
        }
        Thread.sleep(50);
      }
      return Optional.empty();
    }

    private String trigger() throws InterruptedException {
      var request = TriggerSyncRequest.newBuilder().setName(district.name()).build();
      return anybody(syncs -> syncs.triggerSync(request)).getName();
    }

    /** Whichever server answers; one that is killed or paused does not. */
    private SyncRun anybody(Function<SyncServiceBlockingStub, SyncRun> call)
        throws InterruptedException {
      long limit = System.nanoTime() + LONGEST_REST.toNanos();
      while (true) {
        var member = member(random);
        try {
          return call.apply(
              SyncServiceGrpc.newBlockingStub(member.channel())
                  .withInterceptors(operator)
                  .withDeadlineAfter(2, TimeUnit.SECONDS));
        } catch (StatusRuntimeException down) {
          if (System.nanoTime() > limit) {
            throw new BenchException("no server answers: " + down.getStatus());
          }
          Thread.sleep(50);
        }
      }
    }

    private RosterServiceBlockingStub roster(Random choice) {
      return unhurried(choice).withDeadlineAfter(2, TimeUnit.SECONDS);
    }

    /** For calls that go on until somebody ends them. */
    private RosterServiceBlockingStub unhurried(Random choice) {
      return RosterServiceGrpc.newBlockingStub(member(choice).channel()).withInterceptors(app);
    }

    private Member member(Random choice) {
      var members = fleet.members();
      return members.get(choice.nextInt(members.size()));
    }

    /** At rest the roster is Clever's, record by record. */
    private void compare(int number) throws InterruptedException {
      var expected = truth.read();
      var seen = new HashMap<String, String>();
      for (var listing : Listing.values()) {
        var whole = whole(listing);
        evidence.read(listing, whole);
        seen.putAll(whole.rows());
      }
      int missing = without(expected, seen);
      int surplus = without(seen, expected);
      int different =
          (int)
              seen.entrySet().stream()
                  .filter(row -> expected.containsKey(row.getKey()))
                  .filter(row -> !row.getValue().equals(expected.get(row.getKey())))
                  .count();
      if (missing + surplus + different > 0) {
        evidence.differs(number, missing, surplus, different);
      }
      for (var watcher : watchers) {
        compare(number, watcher, seen);
      }
    }

    /** A watcher that has come to the revision knows exactly the roster. */
    private void compare(int number, Watcher watcher, Map<String, String> roster)
        throws InterruptedException {
      long limit = System.nanoTime() + LONGEST_REST.toNanos();
      while (watcher.bookmark() < revision) {
        if (System.nanoTime() > limit) {
          throw new BenchException("a watcher does not come to revision " + revision);
        }
        Thread.sleep(50);
      }
      var replay = watcher.replay();
      if (!replay.equals(roster)) {
        int records = without(replay, roster) + without(roster, replay);
        records +=
            (int)
                replay.entrySet().stream()
                    .filter(row -> roster.containsKey(row.getKey()))
                    .filter(row -> !row.getValue().equals(roster.get(row.getKey())))
                    .count();
        evidence.replayDiffers(number, records);
      }
    }

    private Listing.Whole whole(Listing listing) throws InterruptedException {
      long limit = System.nanoTime() + LONGEST_REST.toNanos();
      while (true) {
        try {
          return listing.read(() -> roster(random), district.name(), 1000);
        } catch (StatusRuntimeException down) {
          if (System.nanoTime() > limit) {
            throw new BenchException("no server answers: " + down.getStatus());
          }
          Thread.sleep(50);
        }
      }
    }

    private static int without(Map<String, String> these, Map<String, String> those) {
      return (int) these.keySet().stream().filter(name -> !those.containsKey(name)).count();
    }
  }

  /**
   * What is done to a server, and when.
   *
   * @param moment in the course of the run; empty: at random
   */
  private record Blow(boolean kill, Optional<Moment> moment) {
    static Blow of(Random random) {
      var moment =
          switch (random.nextInt(4)) {
            case 0, 1 -> Optional.of(Moment.APPLYING);
            case 2 -> Optional.of(Moment.DIFFING);
            default -> Optional.<Moment>empty();
          };
      return new Blow(random.nextInt(5) < 3, moment);
    }
  }
}
