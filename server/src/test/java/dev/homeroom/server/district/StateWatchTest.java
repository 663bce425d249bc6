package dev.homeroom.server.district;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.ReleaseDistrictRequest;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How districts fare, followed by clients. */
final class StateWatchTest {
  private static final String FIRST = "districts/00000000000000000000000a";
  private static final String SECOND = "districts/00000000000000000000000b";

  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_watch_tells_everything_then_that_it_is_synced_then_what_changes() {
    apply(FIRST, "prod", SharingType.SHARING_TYPE_DISTRICT);
    var watch = watch("");

    assertThat(watch.next().getState().getName()).isEqualTo(FIRST + "/state");
    assertThat(watch.next().getSynced()).isTrue();

    apply(SECOND, "prod", SharingType.SHARING_TYPE_DISTRICT);
    assertThat(watch.next().getState().getName()).isEqualTo(SECOND + "/state");

    apply(FIRST, "prod", SharingType.SHARING_TYPE_SECTIONS);
    assertThat(watch.next().getState().getSpec().getSharing().getType())
        .isEqualTo(SharingType.SHARING_TYPE_SECTIONS);

    var _ =
        server
            .districts(TestServer.OPERATOR)
            .deleteDistrict(
                DeleteDistrictRequest.newBuilder().setName(FIRST).setOwner(owner("prod")).build());
    assertThat(watch.next().getDeleted()).isEqualTo(FIRST);
  }

  @Test
  void a_watch_of_a_cluster_is_told_of_its_districts_only() {
    apply(FIRST, "prod", SharingType.SHARING_TYPE_DISTRICT);
    apply(SECOND, "test", SharingType.SHARING_TYPE_DISTRICT);
    var watch = watch("test");

    assertThat(watch.next().getState().getName()).isEqualTo(SECOND + "/state");
    assertThat(watch.next().getSynced()).isTrue();

    apply(FIRST, "prod", SharingType.SHARING_TYPE_SECTIONS);
    apply(SECOND, "test", SharingType.SHARING_TYPE_SECTIONS);
    assertThat(watch.next().getState().getName()).isEqualTo(SECOND + "/state");
  }

  @Test
  void every_cluster_is_told_of_a_district_that_becomes_free() {
    apply(FIRST, "prod", SharingType.SHARING_TYPE_DISTRICT);
    var watch = watch("test");
    assertThat(watch.next().getSynced()).isTrue();

    var _ =
        server
            .districts(TestServer.OPERATOR)
            .deleteDistrict(
                DeleteDistrictRequest.newBuilder().setName(FIRST).setOwner(owner("prod")).build());
    assertThat(watch.next().getDeleted()).isEqualTo(FIRST);

    var _ =
        server
            .districts(TestServer.REVIEWER)
            .releaseDistrict(ReleaseDistrictRequest.newBuilder().setName(FIRST).build());
    assertThat(watch.next().getDeleted()).as("it was reserved until now").isEqualTo(FIRST);
  }

  @Test
  void a_caller_who_does_not_read_holds_up_nobody_and_is_told_the_newest_in_the_end() {
    var slow = new SlowWatch();
    var call =
        server
            .channel()
            .newCall(
                DistrictServiceGrpc.getWatchDistrictStatesMethod(),
                CallOptions.DEFAULT.withCallCredentials(
                    TestServer.bearer(server.issuer().token(TestServer.OPERATOR))));
    call.start(slow, new Metadata());
    call.sendMessage(WatchDistrictStatesRequest.getDefaultInstance());
    call.halfClose();
    var quick = watch("");
    assertThat(quick.next().getSynced()).isTrue();

    for (var type : List.of(SharingType.SHARING_TYPE_DISTRICT, SharingType.SHARING_TYPE_SECTIONS)) {
      apply(FIRST, "prod", type);
      assertThat(quick.next().getState().getSpec().getSharing().getType()).isEqualTo(type);
    }

    call.request(1000);
    slow.seen.orTimeout(20, TimeUnit.SECONDS).join();
    call.cancel("enough", null);
  }

  @Test
  void a_watch_ends_with_shutting_down_when_the_server_stops() {
    var watch = watch("");
    assertThat(watch.next().getSynced()).isTrue();

    var stopped = CompletableFuture.runAsync(server::stop);

    var refused = Refused.by(watch::next);
    assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.reason()).isEqualTo("SHUTTING_DOWN");
    stopped.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Iterator<WatchDistrictStatesResponse> watch(String cluster) {
    return DistrictServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
        .withDeadlineAfter(Duration.ofSeconds(60))
        .watchDistrictStates(
            WatchDistrictStatesRequest.newBuilder().setOwnerCluster(cluster).build());
  }

  private void apply(String district, String cluster, SharingType type) {
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSharing(Sharing.newBuilder().setType(type))
                            .setSuspend(true))
                    .setOwner(owner(cluster))
                    .build());
  }

  private static DistrictOwner owner(String cluster) {
    return DistrictOwner.newBuilder()
        .setCluster(cluster)
        .setNamespace("schools")
        .setName("alpha")
        .build();
  }

  /** Asks for nothing until the test does, and waits for the district's last sharing type. */
  private static final class SlowWatch extends ClientCall.Listener<WatchDistrictStatesResponse> {
    final List<WatchDistrictStatesResponse> told = new ArrayList<>();
    final CompletableFuture<Void> seen = new CompletableFuture<>();

    @Override
    public void onMessage(WatchDistrictStatesResponse message) {
      told.add(message);
      if (message.getState().getSpec().getSharing().getType()
          == SharingType.SHARING_TYPE_SECTIONS) {
        seen.complete(null);
      }
    }
  }
}
