package dev.homeroom.cli.up;

import dev.homeroom.cli.sync.RunFollower;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictServiceGrpc.DistrictServiceBlockingStub;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ReleaseDistrictRequest;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/** Declares the sandbox's district at the server and reads its state. */
final class DistrictSyncs {
  private static final String OWNER_WITHOUT_KUBERNETES = "api";

  private final Channel channel;

  /**
   * Calls the server over one channel.
   *
   * @param channel with an operator's token
   */
  DistrictSyncs(Channel channel) {
    this.channel = channel;
  }

  /**
   * Declares a district that shares everything, and returns the run that syncs it: the one that the
   * declaration started, or else a new one.
   *
   * @param district its resource name
   * @param token Clever's token for it
   */
  SyncRun declare(String district, String token) {
    var before = latestRun(district).map(SyncRun::getName).orElse("");
    var sharing = Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT);
    var state =
        districts()
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setSpec(DistrictSpec.newBuilder().setSharing(sharing))
                    .setCleverToken(token)
                    .build());
    if (state.hasLatestRun()) {
      var run = state.getLatestRun();
      if (!RunFollower.ended(run) || !run.getName().equals(before)) {
        return run;
      }
    }
    return SyncServiceGrpc.newBlockingStub(channel)
        .triggerSync(TriggerSyncRequest.newBuilder().setName(district).build());
  }

  /** Returns the district's newest run; empty before the first. */
  Optional<SyncRun> latestRun(String district) {
    return state(district).filter(DistrictState::hasLatestRun).map(DistrictState::getLatestRun);
  }

  /** Returns the district's name for people. */
  String displayName(String district) {
    return state(district).map(DistrictState::getDisplayName).orElse(district);
  }

  /**
   * Releases a district that an {@code up} without Kubernetes declared, so that the operator can
   * declare it.
   */
  void release(String district) {
    var ours =
        state(district)
            .filter(state -> state.getOwner().getCluster().equals(OWNER_WITHOUT_KUBERNETES));
    if (ours.isPresent()) {
      districts().releaseDistrict(ReleaseDistrictRequest.newBuilder().setName(district).build());
    }
  }

  /** Returns the district's state; empty where it is not declared. */
  Optional<DistrictState> state(String district) {
    try {
      var name = district + "/state";
      return Optional.of(
          districts().getDistrictState(GetDistrictStateRequest.newBuilder().setName(name).build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private DistrictServiceBlockingStub districts() {
    return DistrictServiceGrpc.newBlockingStub(channel);
  }
}
