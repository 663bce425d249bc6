package dev.homeroom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.CancelSyncRunRequest;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.GetSyncRunRequest;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchSyncRunRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SyncServiceTest {
  private static Sandbox clever;
  private static TestServer server;
  private static String district;

  @BeforeAll
  static void start() throws Exception {
    clever = Sandbox.start(SandboxConfig.demo().withStudents(200).withRateLimit(0));
    server = TestServer.start(URI.create(clever.baseUrl()));
    district = "districts/" + clever.districtId();
    server
        .districts(TestServer.OPERATOR)
        .applyDistrict(
            ApplyDistrictRequest.newBuilder()
                .setName(district)
                .setSpec(
                    DistrictSpec.newBuilder()
                        .setSharing(
                            Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT)))
                .setCleverToken(clever.token())
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
    clever.close();
  }

  @Test
  void a_run_is_followed_to_its_end() {
    var run = trigger("");

    var told = new ArrayList<SyncRun>();
    syncs()
        .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build())
        .forEachRemaining(step -> told.add(step.getSyncRun()));

    assertThat(told.getLast().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(told).doesNotHaveDuplicates().allMatch(each -> each.getName().equals(run.getName()));
    assertThat(told.stream().map(each -> each.getState().getNumber())).isSorted();
    assertThat(get(run.getName())).isEqualTo(told.getLast());
  }

  @Test
  void a_full_run_tells_its_progress_of_totals_and_how_long_each_stage_took() {
    var run =
        syncs()
            .triggerSync(
                TriggerSyncRequest.newBuilder()
                    .setName(district)
                    .setMode(SyncMode.SYNC_MODE_FULL)
                    .build());
    syncs()
        .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build())
        .forEachRemaining(step -> {});

    var ended = get(run.getName());
    assertThat(ended.getProgressList())
        .hasSize(6)
        .allSatisfy(type -> assertThat(type.getFetched()).isEqualTo(type.getTotal()).isPositive());
    assertThat(ended.getStagesList()).hasSize(4);
  }

  @Test
  void a_cancelled_run_ends_the_stream_of_whoever_follows_it() {
    clever.faults().add(new Fault.Slow(Duration.ofMinutes(10)));
    try {
      var run = trigger("");
      var steps =
          syncs().watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build());
      steps.next();
      var request =
          CancelSyncRunRequest.newBuilder()
              .setName(run.getName())
              .setRequestId(UUID.randomUUID().toString())
              .build();

      var cancelled = syncs().cancelSyncRun(request);

      var last = new ArrayList<SyncRun>();
      steps.forEachRemaining(step -> last.add(step.getSyncRun()));
      assertThat(cancelled.getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      assertThat(last.getLast().getState()).isEqualTo(SyncState.SYNC_STATE_CANCELLED);
      assertThat(syncs().cancelSyncRun(request).getName()).isEqualTo(run.getName());
      var again = request.toBuilder().clearRequestId().build();
      var refused = Refused.by(() -> syncs().cancelSyncRun(again));
      assertThat(refused.reason()).isEqualTo("SYNC_RUN_ENDED");
      assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.metadata())
          .containsEntry("syncRun", run.getName())
          .containsEntry("state", "CANCELLED");
    } finally {
      clever.faults().clear();
    }
  }

  @Test
  void the_same_request_leads_to_the_same_run() {
    var request = UUID.randomUUID().toString();
    var first = trigger(request);
    syncs()
        .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(first.getName()).build())
        .forEachRemaining(step -> {});

    assertThat(trigger(request).getName()).isEqualTo(first.getName());
  }

  @Test
  void runs_are_paged_with_signed_tokens() {
    for (int i = 0; i < 3; i++) {
      syncs()
          .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(trigger("").getName()).build())
          .forEachRemaining(step -> {});
    }

    var names = new ArrayList<String>();
    var token = "";
    do {
      var page =
          syncs()
              .listSyncRuns(
                  ListSyncRunsRequest.newBuilder()
                      .setParent(district)
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      assertThat(page.getSyncRunsCount()).isLessThanOrEqualTo(2);
      page.getSyncRunsList().forEach(run -> names.add(run.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
  }

  @Test
  void bad_requests_are_refused_with_their_code() {
    assertRefused(() -> get("runs/1"), Status.Code.INVALID_ARGUMENT);
    assertRefused(() -> get(district + "/syncRuns/" + UUID.randomUUID()), Status.Code.NOT_FOUND);
    assertRefused(
        () ->
            syncs()
                .triggerSync(
                    TriggerSyncRequest.newBuilder()
                        .setName("districts/000000000000000000000000")
                        .build()),
        Status.Code.NOT_FOUND);
    assertRefused(() -> trigger("not a uuid"), Status.Code.INVALID_ARGUMENT);
    assertRefused(
        () ->
            syncs()
                .listSyncRuns(
                    ListSyncRunsRequest.newBuilder()
                        .setParent(district)
                        .setPageToken("bm9uc2Vuc2U")
                        .build()),
        Status.Code.INVALID_ARGUMENT);
    assertRefused(
        () ->
            syncs()
                .watchSyncRun(
                    WatchSyncRunRequest.newBuilder()
                        .setName(district + "/syncRuns/" + UUID.randomUUID())
                        .build())
                .next(),
        Status.Code.NOT_FOUND);
  }

  private static SyncRun trigger(String request) {
    return syncs()
        .triggerSync(
            TriggerSyncRequest.newBuilder().setName(district).setRequestId(request).build());
  }

  private static SyncRun get(String name) {
    return syncs().getSyncRun(GetSyncRunRequest.newBuilder().setName(name).build());
  }

  private static SyncServiceBlockingStub syncs() {
    return SyncServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  private static void assertRefused(ThrowingCallable call, Status.Code code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(code));
  }
}
