package dev.homeroom.operator.client;

import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DeleteDistrictResponse;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelRegistry;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls Homeroom's server. Every call except the watch has a deadline. */
public final class HomeroomClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /**
   * The interval of keep-alive pings, by which a silently broken connection is noticed. The server
   * accepts one ping in 10 s.
   */
  private static final Duration PING = Duration.ofSeconds(30);

  private final ManagedChannel channel;
  private final CallCredentials token;

  private HomeroomClient(ManagedChannel channel, CallCredentials token) {
    this.channel = channel;
    this.token = token;
  }

  /**
   * Creates the client; nothing is sent before the first call.
   *
   * @param tokenFile the operator's service-account token
   * @throws IOException when the token or the certificates cannot be read
   */
  public static HomeroomClient at(ServerAddress address, Path tokenFile) throws IOException {
    if (!Files.isReadable(tokenFile)) {
      throw new IOException("the operator's token cannot be read from " + tokenFile);
    }
    return new HomeroomClient(channel(address), new FileToken(tokenFile));
  }

  private static ManagedChannel channel(ServerAddress address) throws IOException {
    try {
      return Grpc.newChannelBuilder(address.target(), address.credentials())
          .keepAliveTime(PING.toSeconds(), TimeUnit.SECONDS)
          .keepAliveTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
          .defaultServiceConfig(ServiceConfig.ofContract())
          .disableServiceConfigLookUp()
          .build();
    } catch (ManagedChannelRegistry.ProviderNotFoundException e) {
      throw new IOException("the certificates of HOMEROOM_SERVER_CA_FILE are not PEM", e);
    }
  }

  /** Declares a district. */
  public Answer<DistrictState> apply(ApplyDistrictRequest request) {
    return Answers.of(() -> districts().applyDistrict(request));
  }

  /** Ends a district's declaration. */
  public Answer<DeleteDistrictResponse> delete(DeleteDistrictRequest request) {
    return Answers.of(() -> districts().deleteDistrict(request));
  }

  /** Starts a sync, or joins the active one. */
  public Answer<SyncRun> trigger(TriggerSyncRequest request) {
    return Answers.of(() ->
        SyncServiceGrpc.newBlockingV2Stub(channel)
            .withCallCredentials(token)
            .withDeadlineAfter(DEADLINE)
            .triggerSync(request));
  }

  /** Follows the states of one cluster's districts until the call is cancelled or broken. */
  public BlockingClientCall<?, WatchDistrictStatesResponse> watch(String cluster) {
    return DistrictServiceGrpc.newBlockingV2Stub(channel)
        .withCallCredentials(token)
        .watchDistrictStates(
            WatchDistrictStatesRequest.newBuilder().setOwnerCluster(cluster).build());
  }

  /** Tries to connect now, instead of when gRPC's own back-off ends. */
  public void reconnect() {
    channel.resetConnectBackoff();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private DistrictServiceGrpc.DistrictServiceBlockingV2Stub districts() {
    return DistrictServiceGrpc.newBlockingV2Stub(channel)
        .withCallCredentials(token)
        .withDeadlineAfter(DEADLINE);
  }
}
