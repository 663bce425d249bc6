package dev.homeroom.bench.many;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.many.RunTally.OfDistrict;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.DurablePostgres;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.bench.process.ProcessCost;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.ListDistrictStatesRequest;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.Schedule;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncServiceGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Declares many districts at several servers, waits some minutes, and counts the runs. */
final class ManyBench {

  private static final Duration FIRST_SYNCS = Duration.ofMinutes(10);
  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final BenchFolder work;
  private final Plan plan;
  private final int minutes;
  private final Consumer<String> progress;

  /**
   * Prepares a measurement of some minutes.
   *
   * @param progress takes a line for people before each step
   */
  ManyBench(BenchFolder work, Plan plan, int minutes, Consumer<String> progress) {
    this.work = work;
    this.plan = plan;
    this.minutes = minutes;
    this.progress = progress;
  }

  ManyMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, the sandboxes and %d servers".formatted(plan.servers()));
    try (var fleet = Fleet.start(work, plan)) {
      var operator = Fleet.bearer(fleet.token("operator"));
      progress.accept("declaring %d districts".formatted(plan.districts()));
      declare(fleet, operator);
      awaitFirstSyncs(fleet, operator);
      var from = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
      sleepUntil(clock, from);
      progress.accept("measuring for %d minutes".formatted(minutes));
      var before = costs(fleet);
      sleepUntil(clock, from.plus(Duration.ofMinutes(minutes)));
      var after = costs(fleet);
      progress.accept("letting the runs of the last minute end");
      sleepUntil(clock, from.plus(Duration.ofMinutes(minutes + 1)).plusSeconds(50));
      var tally = RunTally.of(runs(fleet, operator), from, minutes);
      var used = new ArrayList<Double>();
      for (int i = 0; i < after.size(); i++) {
        used.add(after.get(i).since(before.get(i)).cpuSeconds());
      }
      return new ManyMeasurement(
          command,
          clock.instant().toString(),
          Machine.of(fleet.postgres(), load),
          plan,
          DurablePostgres.SETTINGS,
          minutes,
          tally.holds(),
          tally,
          used.subList(2, used.size()),
          used.get(0),
          used.get(1));
    } catch (StatusRuntimeException refused) {
      throw new BenchException("a server refuses: " + refused.getStatus());
    }
  }

  private void declare(Fleet fleet, ClientInterceptor operator) {
    int next = 0;
    for (var district : fleet.districts()) {
      var member = fleet.members().get(next++ % plan.servers());
      DistrictServiceGrpc.newBlockingStub(member.channel())
          .withInterceptors(operator)
          .applyDistrict(declaration(district));
    }
  }

  private static ApplyDistrictRequest declaration(District district) {
    return ApplyDistrictRequest.newBuilder()
        .setName(district.name())
        .setSpec(
            DistrictSpec.newBuilder()
                .setSharing(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT))
                .setSchedule(Schedule.newBuilder().setCron("* * * * *")))
        .setCleverToken(district.cleverToken())
        .build();
  }

  private void awaitFirstSyncs(Fleet fleet, ClientInterceptor operator)
      throws InterruptedException {
    long limit = System.nanoTime() + FIRST_SYNCS.toNanos();
    while (true) {
      long synced =
          states(fleet, operator).stream().filter(state -> state.getRevision() > 0).count();
      if (synced == plan.districts()) {
        return;
      }
      if (System.nanoTime() > limit) {
        throw new BenchException(
            "only %d of %d districts were synced in %s"
                .formatted(synced, plan.districts(), FIRST_SYNCS));
      }
      Thread.sleep(GLANCE);
    }
  }

  private List<DistrictState> states(Fleet fleet, ClientInterceptor operator) {
    var stub =
        DistrictServiceGrpc.newBlockingStub(fleet.members().getFirst().channel())
            .withInterceptors(operator);
    var states = new ArrayList<DistrictState>();
    var request = ListDistrictStatesRequest.newBuilder().setPageSize(1000);
    do {
      var page = stub.listDistrictStates(request.build());
      states.addAll(page.getDistrictStatesList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return states;
  }

  private List<OfDistrict> runs(Fleet fleet, ClientInterceptor operator) {
    var stub =
        SyncServiceGrpc.newBlockingStub(fleet.members().getFirst().channel())
            .withInterceptors(operator);
    return states(fleet, operator).stream()
        .map(state -> {
          var next = state.getNextSyncTime();
          var due = Instant.ofEpochSecond(next.getSeconds(), next.getNanos());
          var later = Duration.between(due.truncatedTo(ChronoUnit.MINUTES), due);
          var runs =
              stub.listSyncRuns(
                  ListSyncRunsRequest.newBuilder()
                      .setParent(state.getName().replaceFirst("/state$", ""))
                      .setPageSize(1000)
                      .build());
          return new OfDistrict(later, runs.getSyncRunsList());
        })
        .toList();
  }

  /** Returns the cost of Postgres, the town, then each server. */
  private static List<ProcessCost> costs(Fleet fleet) {
    var costs = new ArrayList<ProcessCost>();
    costs.add(fleet.postgres().cost());
    costs.add(fleet.town().cost());
    fleet.members().forEach(member -> costs.add(member.process().cost()));
    return costs;
  }

  private static void sleepUntil(Clock clock, Instant time) throws InterruptedException {
    var left = Duration.between(clock.instant(), time);
    while (left.isPositive()) {
      Thread.sleep(left);
      left = Duration.between(clock.instant(), time);
    }
  }
}
