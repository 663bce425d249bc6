package dev.homeroom.cli.up;

import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.Channel;

/** Declares the sandbox's district and starts its syncs, without Kubernetes. */
final class DistrictSyncs {
  private final Channel channel;

  /**
   * @param channel with an operator's token
   */
  DistrictSyncs(Channel channel) {
    this.channel = channel;
  }

  /**
   * Declares a district that shares everything, and returns the run that brings it: the one that a
   * new declaration starts by itself, or else a new one.
   *
   * @param district its resource name
   * @param token Clever's token for it
   */
  SyncRun declare(String district, String token) {
    var sharing = Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT);
    var state =
        DistrictServiceGrpc.newBlockingStub(channel)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setSpec(DistrictSpec.newBuilder().setSharing(sharing))
                    .setCleverToken(token)
                    .build());
    if (state.hasLatestRun() && !RunFollower.ended(state.getLatestRun())) {
      return state.getLatestRun();
    }
    return SyncServiceGrpc.newBlockingStub(channel)
        .triggerSync(TriggerSyncRequest.newBuilder().setName(district).build());
  }

  /** A district's name for people. */
  String displayName(String district) {
    return DistrictServiceGrpc.newBlockingStub(channel)
        .getDistrictState(GetDistrictStateRequest.newBuilder().setName(district + "/state").build())
        .getDisplayName();
  }
}
