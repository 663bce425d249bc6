package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverConfig;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.clever.http.RetryPolicy;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.sync.full.CleverTokens;
import dev.homeroom.server.sync.incremental.RosterSync;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A database, a sandbox Clever with one declared district, and a worker to sync it. */
final class SyncFixture implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(2);
  static final Duration FULL_EVERY = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  final Sandbox clever;
  final DatabaseConfig config;
  final Database database;
  final Signals signals;
  final Tokens tokens = new Tokens();
  final DistrictKey district;
  final CleverClient client;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private SyncFixture(SandboxConfig sandbox, DatabaseConfig config) {
    try {
      this.clever = Sandbox.start(sandbox.withRateLimit(0));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    this.config = config;
    this.database = TestPostgres.open(config);
    this.signals = Signals.open(database);
    this.client = client(clever.baseUrl());
    this.district = declare(CleverId.of(clever.districtId()));
    tokens.token = Optional.of(CleverToken.of(clever.token()));
  }

  /** The demo district, declared and not yet synced. */
  static SyncFixture demo() {
    return of(SandboxConfig.demo());
  }

  /** A district of another size. */
  static SyncFixture students(int students) {
    return of(SandboxConfig.demo().withStudents(students));
  }

  static SyncFixture of(SandboxConfig config) {
    return on(TestPostgres.newDatabase(), config);
  }

  /** The same in another Postgres. */
  static SyncFixture on(DatabaseConfig database, SandboxConfig config) {
    return new SyncFixture(config, database);
  }

  /** Syncs by the sandbox's clock. */
  RosterSync sync() {
    return new RosterSync(database, client, tokens, clever.clock(), FULL_EVERY);
  }

  RunWorker startWorker(String name) {
    return startWorker(name, 4);
  }

  /** A worker for so many districts at once. */
  RunWorker startWorker(String name, int districts) {
    return startWorker(new RunWorker.Settings(name, LEASE, districts));
  }

  /** A worker that no test expects to lose a run, however busy the machine is. */
  RunWorker startSteadyWorker(String name) {
    return startWorker(new RunWorker.Settings(name, LONGEST, 4));
  }

  private RunWorker startWorker(RunWorker.Settings settings) {
    var worker = RunWorker.start(database, signals, sync(), settings);
    open.push(worker);
    return worker;
  }

  /** Asks for a full run. */
  UUID trigger() {
    return trigger(SyncMode.SYNC_MODE_FULL);
  }

  UUID trigger(SyncMode mode) {
    return database.transaction(tx -> SyncRuns.trigger(tx, district, mode, Optional.empty()));
  }

  /** Returns the district's newest run that is no dry run. */
  Optional<SyncRun> latest() {
    return Optional.ofNullable(
        SyncRuns.latest(database.dsl(), DistrictSet.of(district)).get(district));
  }

  /** Returns when the district's schedule next starts a run. */
  Optional<Instant> nextRun() {
    return Optional.ofNullable(
        Schedules.next(database.dsl(), DistrictSet.of(district)).get(district));
  }

  SyncRun find(UUID run) {
    return find(district, run);
  }

  SyncRun find(DistrictKey of, UUID run) {
    return SyncRuns.find(database.dsl(), of, run).orElseThrow();
  }

  /** Triggers a full run and waits for its end; a worker must be there. */
  SyncRun run() {
    return await(trigger());
  }

  /** The same for a run that reads in this way if it can. */
  SyncRun run(SyncMode mode) {
    return await(trigger(mode));
  }

  /** Waits for a run's end. */
  SyncRun await(UUID id) {
    return await(district, id);
  }

  SyncRun await(DistrictKey of, UUID id) {
    try (var changed = signals.subscribe(Channel.RUN, id.toString())) {
      long limit = System.nanoTime() + LONGEST.toNanos();
      while (true) {
        try {
          var run = find(of, id);
          assertThat(System.nanoTime()).as("run %s ends in time", run).isLessThan(limit);
          if (run.hasEndTime()) {
            return run;
          }
        } catch (DatabaseUnavailableException away) {
          assertThat(System.nanoTime()).as("Postgres comes back").isLessThan(limit);
        }
        changed.await(Duration.ofMillis(200));
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Waits until the run is in the state. */
  void awaitState(UUID run, SyncState state) {
    awaitState(district, run, state);
  }

  void awaitState(DistrictKey of, UUID run, SyncState state) {
    try (var changed = signals.subscribe(Channel.RUN, run.toString())) {
      long limit = System.nanoTime() + LONGEST.toNanos();
      while (find(of, run).getState() != state) {
        assertThat(System.nanoTime()).as("run %s is %s in time", run, state).isLessThan(limit);
        changed.await(Duration.ofMillis(50));
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  static ChangeCounts changes(SyncRun run, RecordType type) {
    return run.getChangesList().stream()
        .filter(each -> each.getType() == type)
        .findFirst()
        .orElseThrow();
  }

  DistrictKey declare(CleverId id) {
    return declare(database, id, _ -> {});
  }

  /** Declares a district in the database, without a call. */
  static DistrictKey declare(
      Database database, CleverId id, Consumer<DistrictDeclarationsRecord> changed) {
    var now = OffsetDateTime.now(ZoneOffset.UTC);
    return database.transaction(tx -> {
      int number =
          tx.insertInto(DISTRICTS)
              .set(DISTRICTS.ID, id.bytes())
              .returningResult(DISTRICTS.DISTRICT)
              .fetchSingle()
              .value1();
      var declared = declaration(number, now);
      changed.accept(declared);
      tx.insertInto(DISTRICT_DECLARATIONS).set(declared).execute();
      return new DistrictKey(number, id);
    });
  }

  /** A declaration as an owner might make it. */
  static DistrictDeclarationsRecord declaration(int district, OffsetDateTime now) {
    var declared = new DistrictDeclarationsRecord();
    declared.setDistrict(district);
    declared.setSharingType("DISTRICT");
    declared.setCron("30 2 * * *");
    declared.setTimeZone("America/Chicago");
    declared.setSuspend(false);
    declared.setSpecHash("");
    declared.setOwnerCluster("test");
    declared.setOwnerNamespace("test");
    declared.setOwnerName("test");
    declared.setOwnerUid("test");
    declared.setOwnerCaller("");
    declared.setCredentialHash("");
    declared.setCredentialState("UNKNOWN");
    declared.setCredentialMessage("");
    declared.setDeclaredAt(now);
    declared.setUpdatedAt(now);
    return declared;
  }

  void suspend(boolean suspended) {
    database
        .dsl()
        .update(DISTRICT_DECLARATIONS)
        .set(DISTRICT_DECLARATIONS.SUSPEND, suspended)
        .execute();
  }

  /** A client of Clever that loses no time with retries. */
  static CleverClient client(String url) {
    return new CleverClient(
        new CleverConfig(
            URI.create(url),
            URI.create(url),
            CleverVersion.V3_1,
            null,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            64L << 20,
            new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1)),
            Clock.systemUTC(),
            Thread::sleep,
            RandomGenerator.getDefault()));
  }

  @Override
  public void close() throws Exception {
    for (var each : open) {
      each.close();
    }
    client.close();
    signals.close();
    database.close();
    clever.close();
  }

  /** The declared token, and what was said of it. */
  static final class Tokens implements CleverTokens {
    volatile Optional<CleverToken> token = Optional.empty();
    volatile List<String> said = List.of();
    volatile Before before = _ -> {};

    /** What happens before a token is offered. */
    @FunctionalInterface
    interface Before {
      void offering(DistrictKey district) throws InterruptedException;
    }

    @Override
    public Offer offer(DistrictKey district) throws InterruptedException {
      before.offering(district);
      var offered = token;
      return new Offer() {
        @Override
        public Optional<CleverToken> token() {
          return offered;
        }

        @Override
        public String missing() {
          return "declare a token";
        }

        @Override
        public void accepted() {
          said = List.of("accepted");
        }

        @Override
        public void rejected(String message) {
          said = List.of("rejected", message);
        }
      };
    }
  }
}
