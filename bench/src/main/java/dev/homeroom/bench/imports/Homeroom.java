package dev.homeroom.bench.imports;

import dev.homeroom.bench.BenchException;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchSyncRunRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.function.Supplier;

/** Calls the server under measurement, as any client does. */
public final class Homeroom implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final String district;

  /**
   * Connects to a server.
   *
   * @param token an operator's
   * @param district Clever's id
   */
  Homeroom(String address, String token, String district) {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    this.channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    this.district = "districts/" + district;
  }

  /** Declares the district and follows the sync that this starts to its end. */
  SyncRun declareAndSync(String cleverToken) {
    return answered(() -> {
      var state =
          declare(
              cleverToken, Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build());
      return follow(state.hasLatestRun() ? state.getLatestRun() : trigger());
    });
  }

  /** Declares what the district shares, and follows a full sync to its end. */
  public SyncRun declareAndSync(String cleverToken, Sharing sharing) {
    return answered(() -> {
      var state = declare(cleverToken, sharing);
      if (state.hasLatestRun() && !state.getLatestRun().hasEndTime()) {
        follow(state.getLatestRun());
      }
      return syncWhole();
    });
  }

  private DistrictState declare(String cleverToken, Sharing sharing) {
    return DistrictServiceGrpc.newBlockingStub(channel)
        .applyDistrict(
            ApplyDistrictRequest.newBuilder()
                .setName(district)
                .setSpec(DistrictSpec.newBuilder().setSharing(sharing))
                .setCleverToken(cleverToken)
                .build());
  }

  /** Starts a full sync and follows it to its end. */
  public SyncRun syncWhole() {
    return answered(() ->
        follow(
            SyncServiceGrpc.newBlockingStub(channel)
                .triggerSync(
                    TriggerSyncRequest.newBuilder()
                        .setName(district)
                        .setMode(SyncMode.SYNC_MODE_FULL)
                        .build())));
  }

  /** Starts a sync and follows it to its end. */
  SyncRun sync() {
    return answered(() -> follow(trigger()));
  }

  /** Runs a full sync, and fails if it changes anything. */
  SyncRun pass() {
    var request =
        TriggerSyncRequest.newBuilder().setName(district).setMode(SyncMode.SYNC_MODE_FULL).build();
    return answered(() -> {
      var run = follow(SyncServiceGrpc.newBlockingStub(channel).triggerSync(request));
      if (run.getChangesList().stream().anyMatch(Homeroom::changes)) {
        throw new BenchException("the sync changed something, though nothing had changed");
      }
      return run;
    });
  }

  private static boolean changes(ChangeCounts of) {
    return of.getCreated() + of.getUpdated() + of.getArchived() + of.getRestored() > 0;
  }

  private SyncRun trigger() {
    return SyncServiceGrpc.newBlockingStub(channel)
        .triggerSync(TriggerSyncRequest.newBuilder().setName(district).build());
  }

  private static SyncRun answered(Supplier<SyncRun> calls) {
    try {
      return calls.get();
    } catch (StatusRuntimeException refused) {
      throw new BenchException("the server does not sync: " + refused.getStatus());
    }
  }

  private SyncRun follow(SyncRun run) {
    var last = run;
    var steps =
        SyncServiceGrpc.newBlockingStub(channel)
            .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build());
    while (steps.hasNext()) {
      last = steps.next().getSyncRun();
    }
    if (last.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN) {
      throw new BenchException(
          "the sync held changes for a person to decide, so it cannot be measured: "
              + last.getMessage());
    }
    if (last.getState() != SyncState.SYNC_STATE_SUCCEEDED) {
      throw new BenchException(
          "the sync ended %s: %s".formatted(last.getState(), last.getMessage()));
    }
    return last;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
