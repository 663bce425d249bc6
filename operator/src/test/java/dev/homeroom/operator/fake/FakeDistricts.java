package dev.homeroom.operator.fake;

import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The fake's memory. Every method holds its lock, so that watchers hear everything in order. */
final class FakeDistricts {
  private static final long NOON = 1_790_000_000L;

  private record Watcher(String cluster, StreamObserver<WatchDistrictStatesResponse> stream) {}

  private final Map<String, DistrictState> states = new TreeMap<>();
  private final List<ApplyDistrictRequest> applied = new ArrayList<>();
  private final List<TriggerSyncRequest> triggered = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final Set<String> refusedTokens = new HashSet<>();
  private int runs;

  synchronized DistrictState apply(ApplyDistrictRequest request) {
    applied.add(request);
    var id = id(request.getName());
    var before = states.get(id);
    if (before != null && !sameOwner(before.getOwner(), request.getOwner())) {
      throw FakeRefusals.owned(before.getOwner());
    }
    if (request.getSpec().getSchedule().getCron().equals("every so often or never")) {
      throw FakeRefusals.invalid("spec.schedule.cron", "five fields as in a Unix crontab");
    }
    if (request.getSpec().getSchedule().getTimeZone().equals("Mars/Olympus")) {
      throw FakeRefusals.invalid("spec.schedule.time_zone", "a time zone of the IANA database");
    }
    if (before != null && isFrozen(before, request.getSpec().getSharing())) {
      throw FakeRefusals.frozen();
    }
    var state =
        (before == null ? DistrictState.newBuilder() : before.toBuilder())
            .setName("districts/" + id + "/state")
            .setSpec(request.getSpec())
            .setOwner(request.getOwner())
            .setAppliedSpecHash(hash(request.getSpec().toByteString().hashCode()))
            .setCredentialHash(hash(request.getCleverToken().hashCode()));
    if (before == null || !before.getCredentialHash().equals(state.getCredentialHash())) {
      sync(state, request.getCleverToken());
    }
    var after = state.build();
    put(id, after);
    return after;
  }

  synchronized void delete(DeleteDistrictRequest request) {
    var state = states.get(id(request.getName()));
    if (state != null && !sameOwner(state.getOwner(), request.getOwner())) {
      throw FakeRefusals.owned(state.getOwner());
    }
    if (state != null) {
      states.remove(id(request.getName()));
      tell(state, WatchDistrictStatesResponse.newBuilder().setDeleted(request.getName()).build());
    }
  }

  synchronized SyncRun trigger(TriggerSyncRequest request) {
    triggered.add(request);
    var state = states.get(id(request.getName()));
    if (state == null) {
      throw FakeRefusals.unknown();
    }
    if (state.getSpec().getSuspend()) {
      throw FakeRefusals.suspended();
    }
    return state.getLatestRun();
  }

  synchronized void watch(String cluster, StreamObserver<WatchDistrictStatesResponse> stream) {
    var watcher = new Watcher(cluster, stream);
    for (var state : states.values()) {
      tell(watcher, state, WatchDistrictStatesResponse.newBuilder().setState(state).build());
    }
    stream.onNext(WatchDistrictStatesResponse.newBuilder().setSynced(true).build());
    watchers.add(watcher);
  }

  synchronized void unwatch(StreamObserver<WatchDistrictStatesResponse> stream) {
    watchers.removeIf(watcher -> watcher.stream().equals(stream));
  }

  synchronized void endWatches() {
    watchers.clear();
  }

  synchronized Optional<DistrictState> find(String id) {
    return Optional.ofNullable(states.get(id));
  }

  synchronized void change(String id, UnaryOperator<DistrictState.Builder> change) {
    var before = Optional.ofNullable(states.get(id)).orElseThrow();
    put(id, change.apply(before.toBuilder()).build());
  }

  synchronized void declareFor(String cluster, String id) {
    put(
        id,
        DistrictState.newBuilder()
            .setName("districts/" + id + "/state")
            .setOwner(
                DistrictOwner.newBuilder()
                    .setCluster(cluster)
                    .setNamespace("default")
                    .setName("somebody"))
            .build());
  }

  synchronized void cleverRefuses(String token) {
    refusedTokens.add(token);
  }

  synchronized List<ApplyDistrictRequest> applied() {
    return List.copyOf(applied);
  }

  synchronized List<TriggerSyncRequest> triggered() {
    return List.copyOf(triggered);
  }

  private void sync(DistrictState.Builder state, String token) {
    var run =
        SyncRun.newBuilder().setName(state.getName().replace("/state", "/syncRuns/run-" + ++runs));
    if (refusedTokens.contains(token)) {
      var message = "Clever refuses the token; put the one that Clever shows into the Secret.";
      if (token.isEmpty()) {
        message = "Clever lists no token for the district.";
      } else {
        state
            .setCredentialState(CredentialState.CREDENTIAL_STATE_REJECTED)
            .setCredentialMessage(message);
      }
      state.setLatestRun(
          run.setState(SyncState.SYNC_STATE_FAILED)
              .setFailure(SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED)
              .setMessage(message));
      return;
    }
    state
        .setCredentialState(CredentialState.CREDENTIAL_STATE_VALID)
        .clearCredentialMessage()
        .setRevision(Math.max(1, state.getRevision()))
        .setCounts(RosterCounts.newBuilder().setSchools(3).setStudents(1004).setTeachers(89));
    state.getLastSyncTimeBuilder().setSeconds(NOON);
    state.getNextSyncTimeBuilder().setSeconds(NOON + 86_400);
    state.setLatestRun(run.setState(SyncState.SYNC_STATE_SUCCEEDED));
  }

  private void put(String id, DistrictState state) {
    states.put(id, state);
    tell(state, WatchDistrictStatesResponse.newBuilder().setState(state).build());
  }

  private void tell(DistrictState about, WatchDistrictStatesResponse message) {
    for (var watcher : watchers) {
      tell(watcher, about, message);
    }
  }

  private static void tell(
      Watcher watcher, DistrictState about, WatchDistrictStatesResponse message) {
    if (watcher.cluster().isEmpty() || watcher.cluster().equals(about.getOwner().getCluster())) {
      watcher.stream().onNext(message);
    }
  }

  /** The fake knows no approval, and compares the confirmed sharing as it stands. */
  private static boolean isFrozen(DistrictState state, Sharing declared) {
    return state.getShare().hasConfirmed()
        && !withoutConfirmation(state.getShare().getConfirmed().getSharing())
            .equals(withoutConfirmation(declared));
  }

  private static Sharing withoutConfirmation(Sharing sharing) {
    return sharing.toBuilder().clearConfirmation().build();
  }

  private static boolean sameOwner(DistrictOwner one, DistrictOwner other) {
    return one.toBuilder().clearUid().build().equals(other.toBuilder().clearUid().build());
  }

  private static String hash(int value) {
    return Integer.toHexString(value);
  }

  private static String id(String name) {
    return name.split("/", -1)[1];
  }
}
