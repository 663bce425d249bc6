package dev.homeroom.bench.chaos;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.bench.fleet.Fleet.Member;
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
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.ClientInterceptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls any server that answers; a killed or paused one does not. */
final class Clients {
  private static final long BREATH_MILLIS = 50;
  private static final int ANSWER_SECONDS = 2;

  private final Fleet fleet;
  private final District district;
  private final Random random;
  private final Duration patience;
  private final ClientInterceptor operator;
  private final ClientInterceptor app;

  /**
   * Creates the clients for one district.
   *
   * @param patience the longest time to wait for an answer from any server
   */
  Clients(Fleet fleet, District district, Random random, Duration patience)
      throws IOException, InterruptedException {
    this.fleet = fleet;
    this.district = district;
    this.random = random;
    this.patience = patience;
    this.operator = Fleet.bearer(fleet.token("operator"));
    this.app = Fleet.bearer(fleet.token("app"));
  }

  void declare() {
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
  }

  /**
   * Returns the widest limits of the guard: the changes of many rounds add up within a day, and
   * nobody is here to approve them.
   */
  private static GuardSettings unguarded() {
    return GuardSettings.newBuilder()
        .setRemovedPercent(100)
        .setChangedPercent(100)
        .setEmptiedSectionFloor(1_000_000)
        .build();
  }

  String trigger() throws InterruptedException {
    var request = TriggerSyncRequest.newBuilder().setName(district.name()).build();
    return sync(syncs -> syncs.triggerSync(request)).getName();
  }

  SyncRun run(String name) throws InterruptedException {
    var request = GetSyncRunRequest.newBuilder().setName(name).build();
    return sync(syncs -> syncs.getSyncRun(request));
  }

  /**
   * Returns the run once it has ended; empty if it has not by {@code limit}, a time of {@link
   * System#nanoTime}.
   */
  Optional<SyncRun> awaitEnd(String name, long limit) throws InterruptedException {
    while (System.nanoTime() < limit) {
      var run = run(name);
      if (run.hasEndTime()) {
        return Optional.of(run);
      }
      Thread.sleep(BREATH_MILLIS);
    }
    return Optional.empty();
  }

  /** Waits until one server answers a question about the run. */
  void awaitAnswer(int index, String run) throws InterruptedException {
    var request = GetSyncRunRequest.newBuilder().setName(run).build();
    answered(() -> syncs(fleet.members().get(index)).getSyncRun(request));
  }

  /** Reads a list to its end. */
  Listing.Whole whole(Listing listing) throws InterruptedException {
    return answered(() -> listing.read(() -> roster(random), district.name(), 1000));
  }

  RosterServiceBlockingStub roster(Random choice) {
    return unhurried(choice).withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns a stub without a deadline, for calls that go on until somebody ends them. */
  RosterServiceBlockingStub unhurried(Random choice) {
    return RosterServiceGrpc.newBlockingStub(member(choice).channel()).withInterceptors(app);
  }

  private SyncRun sync(Function<SyncServiceBlockingStub, SyncRun> call)
      throws InterruptedException {
    return answered(() -> call.apply(syncs(member(random))));
  }

  private SyncServiceBlockingStub syncs(Member member) {
    return SyncServiceGrpc.newBlockingStub(member.channel())
        .withInterceptors(operator)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T answered(Supplier<T> call) throws InterruptedException {
    long limit = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException down) {
        if (System.nanoTime() > limit) {
          throw new BenchException("no server answers: " + down.getStatus());
        }
        Thread.sleep(BREATH_MILLIS);
      }
    }
  }

  private Member member(Random choice) {
    var members = fleet.members();
    return members.get(choice.nextInt(members.size()));
  }
}
