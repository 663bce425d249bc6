package dev.homeroom.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.homeroom.cli.client.FakeServer;
import dev.homeroom.v1.CancelSyncRunRequest;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.FetchProgress;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.ListSyncRunsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchSyncRunRequest;
import dev.homeroom.v1.WatchSyncRunResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the commands say of what a server answers. */
final class SyncsTest {
  private static final String DISTRICT = "districts/6a702e5f64be279e8f000001";
  private static final String RUN = DISTRICT + "/syncRuns/00000000-0000-4000-8000-000000000001";

  private final FakeSyncs fake = new FakeSyncs();
  private final FakeServer server = FakeServer.serving(fake);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_sync_that_is_followed_tells_its_stages_and_its_result() throws Exception {
    fake.steps =
        List.of(
            run(SyncState.SYNC_STATE_FETCHING)
                .addProgress(progress(RecordType.RECORD_TYPE_USER, 40, 100))
                .build(),
            run(SyncState.SYNC_STATE_APPLYING).build(),
            ended(SyncState.SYNC_STATE_SUCCEEDED)
                .setRevision(3)
                .addChanges(
                    ChangeCounts.newBuilder()
                        .setType(RecordType.RECORD_TYPE_USER)
                        .setCreated(2)
                        .setArchived(1))
                .build());

    assertThat(syncs().follow(request(), false)).isZero();

    assertThat(server.said())
        .contains(
            RUN,
            "  fetching  40 of 100 records",
            "  applying",
            "6a702e5f64be279e8f000001: revision 3 (2.5 s)",
            "  users                       2         0         1         0");
  }

  @Test
  void a_sync_that_fails_or_is_cancelled_ends_with_code_1_and_says_why() throws Exception {
    fake.steps =
        List.of(ended(SyncState.SYNC_STATE_CANCELLED).setMessage("Somebody cancelled it.").build());

    assertThat(syncs().follow(request(), true)).isEqualTo(1);

    assertThat(server.said()).contains("The sync ended CANCELLED: Somebody cancelled it.");
    assertThat(server.out())
        .anyMatch(line -> line.startsWith("{\"district\"") && line.contains("CANCELLED"));
  }

  @Test
  void a_dry_run_says_that_nothing_was_applied() throws Exception {
    fake.steps =
        List.of(ended(SyncState.SYNC_STATE_SUCCEEDED).setDryRun(true).setRevision(3).build());

    assertThat(syncs().follow(request().toBuilder().setDryRun(true).build(), false)).isZero();

    assertThat(fake.triggered.getDryRun()).isTrue();
    assertThat(server.said())
        .contains(
            "6a702e5f64be279e8f000001: a dry run against revision 3, nothing was applied (2.5 s)");
  }

  @Test
  void a_sync_that_is_not_followed_names_its_run_and_why_it_reads_everything() {
    fake.first =
        run(SyncState.SYNC_STATE_QUEUED)
            .setRequestedMode(SyncMode.SYNC_MODE_INCREMENTAL)
            .setModeReason("The feed has a gap.")
            .build();

    assertThat(syncs().start(request())).isZero();

    assertThat(server.said())
        .containsExactly(
            RUN + " QUEUED",
            "It reads everything: The feed has a gap.",
            "To end it: ./homeroom cancel " + RUN);
  }

  @Test
  void runs_are_a_table_or_a_line_of_json_each() {
    fake.listed =
        List.of(
            run(SyncState.SYNC_STATE_FETCHING).build(),
            ended(SyncState.SYNC_STATE_FAILED).setMessage("Give a new token.").build());
    var request = ListSyncRunsRequest.newBuilder().setParent(DISTRICT).build();

    assertThat(syncs().list(request, false)).isZero();
    assertThat(server.said())
        .hasSize(4)
        .satisfies(lines -> {
          assertThat(lines.get(1)).startsWith("1970-01-01T00:00:01Z  FETCHING").endsWith(RUN);
          assertThat(lines.get(2)).contains("FAILED", "FULL", "2.5");
          assertThat(lines.get(3)).isEqualTo("  Give a new token.");
        });

    assertThat(syncs().list(request, true)).isZero();
    assertThat(server.out()).hasSize(2).allMatch(line -> line.startsWith("{\"name\""));
  }

  @Test
  void a_district_without_runs_says_how_to_start_one() {
    fake.listed = List.of();

    syncs().list(ListSyncRunsRequest.newBuilder().setParent(DISTRICT).build(), false);

    assertThat(server.said())
        .singleElement()
        .asString()
        .contains("./homeroom sync 6a702e5f64be279e8f000001");
  }

  @Test
  void a_cancelled_run_is_named_with_its_state() {
    assertThat(syncs().cancel(RUN)).isZero();

    assertThat(fake.cancelled.getName()).isEqualTo(RUN);
    assertThat(fake.cancelled.getRequestId()).isNotEmpty();
    assertThat(server.said()).containsExactly(RUN + " CANCELLED");
  }

  private SyncActions syncs() {
    return new SyncActions(server.connection(), server.connection().anonymous(), server.console());
  }

  private static TriggerSyncRequest request() {
    return TriggerSyncRequest.newBuilder().setName(DISTRICT).build();
  }

  private static FetchProgress progress(RecordType type, long fetched, long total) {
    return FetchProgress.newBuilder().setType(type).setFetched(fetched).setTotal(total).build();
  }

  private static SyncRun.Builder run(SyncState state) {
    return SyncRun.newBuilder()
        .setName(RUN)
        .setMode(SyncMode.SYNC_MODE_FULL)
        .setState(state)
        .setCreateTime(Timestamps.fromMillis(1_000));
  }

  private static SyncRun.Builder ended(SyncState state) {
    return run(state).setEndTime(Timestamps.fromMillis(3_500));
  }

  /** Answers what it is told to, and keeps what it was asked. */
  private static final class FakeSyncs extends SyncServiceGrpc.SyncServiceImplBase {
    private volatile SyncRun first = run(SyncState.SYNC_STATE_QUEUED).build();
    private volatile List<SyncRun> steps = new ArrayList<>();
    private volatile List<SyncRun> listed = new ArrayList<>();
    private volatile TriggerSyncRequest triggered = TriggerSyncRequest.getDefaultInstance();
    private volatile CancelSyncRunRequest cancelled = CancelSyncRunRequest.getDefaultInstance();

    @Override
    public void triggerSync(TriggerSyncRequest request, StreamObserver<SyncRun> answer) {
      triggered = request;
      answer.onNext(first);
      answer.onCompleted();
    }

    @Override
    public void watchSyncRun(
        WatchSyncRunRequest request, StreamObserver<WatchSyncRunResponse> answer) {
      steps.forEach(
          step -> answer.onNext(WatchSyncRunResponse.newBuilder().setSyncRun(step).build()));
      answer.onCompleted();
    }

    @Override
    public void listSyncRuns(
        ListSyncRunsRequest request, StreamObserver<ListSyncRunsResponse> answer) {
      answer.onNext(ListSyncRunsResponse.newBuilder().addAllSyncRuns(listed).build());
      answer.onCompleted();
    }

    @Override
    public void cancelSyncRun(CancelSyncRunRequest request, StreamObserver<SyncRun> answer) {
      cancelled = request;
      answer.onNext(run(SyncState.SYNC_STATE_CANCELLED).build());
      answer.onCompleted();
    }
  }
}
