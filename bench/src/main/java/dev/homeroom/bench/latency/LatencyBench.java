package dev.homeroom.bench.latency;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchSyncRunRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures one server with one district and one watcher: again and again Clever changes and a sync
 * is requested. Nothing is ever removed, so no removals add up that the guard would hold.
 */
final class LatencyBench {
  private static final long PATIENCE_SECONDS = 60;

  private final BenchFolder work;
  private final Plan plan;
  private final int changes;
  private final int students;
  private final Consumer<String> progress;

  /**
   * Prepares the measurement.
   *
   * @param changes the number of changes
   * @param students the number of students who get another name at each change
   * @param progress takes a line for people before each step
   */
  LatencyBench(BenchFolder work, Plan plan, int changes, int students, Consumer<String> progress) {
    this.work = work;
    this.plan = plan;
    this.changes = changes;
    this.students = students;
    this.progress = progress;
  }

  /** A revision, and the time at which the watcher saw it. */
  private record Seen(long revision, long nanos) {}

  LatencyMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, Clever and a server");
    try (var fleet = Fleet.start(work, plan)) {
      var district = fleet.districts().getFirst();
      var channel = fleet.members().getFirst().channel();
      var operator = Fleet.bearer(fleet.token("operator"));
      var syncs = SyncServiceGrpc.newBlockingStub(channel).withInterceptors(operator);
      var first =
          DistrictServiceGrpc.newBlockingStub(channel)
              .withInterceptors(operator)
              .applyDistrict(declaration(district))
              .getLatestRun();
      ended(syncs, first);
      var seen = new LinkedBlockingQueue<Seen>();
      var roster =
          RosterServiceGrpc.newBlockingStub(channel)
              .withInterceptors(Fleet.bearer(fleet.token("app")));
      Thread.ofVirtual().start(() -> watch(roster, district, seen));
      await(seen, 1);
      progress.accept("measuring " + changes + " changes");
      var millis = new ArrayList<Double>();
      int incremental = 0;
      for (int i = 0; i < changes; i++) {
        fleet.rename(district, i * students, students, "Name" + i);
        long begun = System.nanoTime();
        var run =
            syncs.triggerSync(
                TriggerSyncRequest.newBuilder()
                    .setName(district.name())
                    .setMode(SyncMode.SYNC_MODE_INCREMENTAL)
                    .build());
        var received = await(seen, i + 2);
        millis.add((received.nanos() - begun) / 1e6);
        if (ended(syncs, run).getMode() == SyncMode.SYNC_MODE_INCREMENTAL) {
          incremental++;
        }
      }
      return new LatencyMeasurement(
          command,
          clock.instant().toString(),
          Machine.of(fleet.postgres(), load),
          plan,
          students,
          incremental,
          millis);
    }
  }

  private static void watch(
      RosterServiceGrpc.RosterServiceBlockingStub roster,
      District district,
      BlockingQueue<Seen> seen) {
    try {
      roster
          .watchRoster(WatchRosterRequest.newBuilder().setParent(district.name()).build())
          .forEachRemaining(message -> {
            if (message.hasBookmark()) {
              seen.add(new Seen(message.getBookmark().getRevision(), System.nanoTime()));
            }
          });
    } catch (StatusRuntimeException over) {
      // The server has stopped, as it does at the end; at any other time the wait for a bookmark
      // fails.
    }
  }

  private static Seen await(BlockingQueue<Seen> seen, long revision) throws InterruptedException {
    while (true) {
      var next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new BenchException("the watcher did not receive revision " + revision);
      }
      if (next.revision() >= revision) {
        return next;
      }
    }
  }

  private static SyncRun ended(SyncServiceBlockingStub syncs, SyncRun run) {
    var last = run;
    var steps = syncs.watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build());
    while (steps.hasNext()) {
      last = steps.next().getSyncRun();
    }
    if (!last.hasRevision()) {
      throw new BenchException("a sync ended %s: %s".formatted(last.getState(), last.getMessage()));
    }
    return last;
  }

  private static ApplyDistrictRequest declaration(District district) {
    return ApplyDistrictRequest.newBuilder()
        .setName(district.name())
        .setSpec(
            DistrictSpec.newBuilder()
                .setSharing(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT)))
        .setCleverToken(district.cleverToken())
        .build();
  }
}
