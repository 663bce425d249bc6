package dev.homeroom.server.sync;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.rpc.CreationPosition;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.SyncRunName;
import dev.homeroom.server.rpc.call.AnswerStream;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import dev.homeroom.server.rpc.call.ServerStreams;
import dev.homeroom.server.sync.FindingQueries.ListedFinding;
import dev.homeroom.v1.CancelSyncRunRequest;
import dev.homeroom.v1.GetSyncRunRequest;
import dev.homeroom.v1.ListFindingRecordsRequest;
import dev.homeroom.v1.ListFindingRecordsResponse;
import dev.homeroom.v1.ListFindingsRequest;
import dev.homeroom.v1.ListFindingsResponse;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.ListSyncRunsResponse;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchSyncRunRequest;
import dev.homeroom.v1.WatchSyncRunResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Starts, cancels, lists and watches sync runs, and lists their findings. */
public final class SyncService extends SyncServiceGrpc.SyncServiceImplBase {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration BREATH = Duration.ofMillis(200);

  private final Database database;
  private final CommittedAnswers committed;
  private final Signals signals;
  private final ServerStreams streams;
  private final PageTokens tokens;

  /** Answers from the database. */
  public SyncService(
      Database database,
      CommittedAnswers committed,
      Signals signals,
      ServerStreams streams,
      PageTokens tokens) {
    this.database = database;
    this.committed = committed;
    this.signals = signals;
    this.streams = streams;
    this.tokens = tokens;
  }

  @Override
  public void triggerSync(TriggerSyncRequest request, StreamObserver<SyncRun> answer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var requestId = ResourceNames.requireRequestId(request.getRequestId());
    if (request.getMode() == SyncMode.UNRECOGNIZED) {
      throw RequestRefusals.invalidField("mode", "must be FULL, INCREMENTAL, AUTO or unspecified");
    }
    var requested = new SyncRuns.RunRequest(request.getMode(), request.getDryRun());
    committed.answer(
        answer,
        id,
        transaction -> {
          var district = DistrictLookup.require(transaction, id);
          var triggered = SyncRuns.trigger(transaction, district, requested, requestId);
          return SyncRuns.find(transaction, district, triggered)
              .orElseThrow(() -> notFound(id, triggered));
        });
  }

  @Override
  public void cancelSyncRun(CancelSyncRunRequest request, StreamObserver<SyncRun> answer) {
    var name = ResourceNames.requireSyncRun("name", request.getName());
    var requestId = ResourceNames.requireRequestId(request.getRequestId());
    committed.answer(
        answer,
        name.district(),
        transaction -> {
          var district =
              DistrictLookup.find(transaction, name.district())
                  .orElseThrow(() -> notFound(name.district(), name.run()));
          SyncRuns.cancel(transaction, name, district, requestId);
          return SyncRuns.find(transaction, district, name.run()).orElseThrow();
        });
  }

  @Override
  public void getSyncRun(GetSyncRunRequest request, StreamObserver<SyncRun> answer) {
    Answers.send(answer, find(ResourceNames.requireSyncRun("name", request.getName())));
  }

  @Override
  public void listSyncRuns(
      ListSyncRunsRequest request, StreamObserver<ListSyncRunsResponse> answer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var after = asked.after().map(CreationPosition::parse);
    var runs =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                SyncRuns.list(
                    snapshot,
                    DistrictLookup.require(snapshot, id),
                    after.orElse(null),
                    asked.limit()));
    var page = asked.cut(runs, run -> CreationPosition.key(run.getCreateTime(), run.getName()));
    Answers.send(
        answer,
        ListSyncRunsResponse.newBuilder()
            .addAllSyncRuns(page.items())
            .setNextPageToken(page.next())
            .build());
  }

  @Override
  public void listFindings(
      ListFindingsRequest request, StreamObserver<ListFindingsResponse> answer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var after = asked.after();
    var found =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                FindingQueries.findings(
                    snapshot, DistrictLookup.require(snapshot, id), after.orElse(null)));
    var page = asked.cut(found, ListedFinding::key);
    var response = ListFindingsResponse.newBuilder().setNextPageToken(page.next());
    page.items().stream().map(ListedFinding::wire).forEach(response::addFindings);
    Answers.send(answer, response.build());
  }

  @Override
  public void listFindingRecords(
      ListFindingRecordsRequest request, StreamObserver<ListFindingRecordsResponse> answer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var filter = FindingQueries.FindingFilter.of(request.getKind(), request.getType());
    var after = asked.after();
    var found =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                FindingQueries.records(
                    snapshot,
                    Scope.current().in(DistrictLookup.require(snapshot, id)),
                    filter,
                    after.orElse(null),
                    asked.limit()));
    var page = asked.cut(found, ListedFinding::key);
    var response = ListFindingRecordsResponse.newBuilder().setNextPageToken(page.next());
    page.items().stream().map(ListedFinding::wire).forEach(response::addRecords);
    Answers.send(answer, response.build());
  }

  @Override
  public void watchSyncRun(
      WatchSyncRunRequest request, StreamObserver<WatchSyncRunResponse> answer) {
    var name = ResourceNames.requireSyncRun("name", request.getName());
    var first = find(name);
    streams.serve(answer, out -> watch(name, first, out));
  }

  private void watch(SyncRunName name, SyncRun first, AnswerStream<WatchSyncRunResponse> out)
      throws InterruptedException {
    try (var changed = signals.subscribe(Channel.RUN, name.run().toString())) {
      out.send(WatchSyncRunResponse.newBuilder().setSyncRun(first).build());
      var sent = first;
      while (!sent.hasEndTime()) {
        var now = find(name);
        if (!now.equals(sent)) {
          out.send(WatchSyncRunResponse.newBuilder().setSyncRun(now).build());
          sent = now;
        } else {
          changed.await(LOOK_AGAIN);
          TimeUnit.MILLISECONDS.sleep(BREATH.toMillis());
        }
      }
    }
  }

  private SyncRun find(SyncRunName name) {
    return database.snapshot(
        CallDeadline.left(),
        snapshot ->
            DistrictLookup.find(snapshot, name.district())
                .flatMap(district -> SyncRuns.find(snapshot, district, name.run()))
                .orElseThrow(() -> notFound(name.district(), name.run())));
  }

  private static RuntimeException notFound(CleverId district, UUID run) {
    return RunRefusals.notFound(new SyncRunName(district, run));
  }
}
