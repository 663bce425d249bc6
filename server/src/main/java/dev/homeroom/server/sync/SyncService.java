package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.rpc.AnswerStream;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.CommittedAnswers;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.SyncRunName;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.ServerStreams;
import dev.homeroom.server.sync.FindingQueries.Item;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;

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
    var wish = new SyncRuns.Wish(request.getMode(), request.getDryRun());
    committed.answer(
        answer,
        id,
        transaction -> {
          var district = district(transaction, id);
          var triggered = SyncRuns.trigger(transaction, district, wish, requestId);
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
              lookUp(transaction, name.district())
                  .orElseThrow(() -> notFound(name.district(), name.run()));
          SyncRuns.cancel(transaction, name, district, requestId);
          return SyncRuns.find(transaction, district, name.run()).orElseThrow();
        });
  }

  @Override
  public void getSyncRun(GetSyncRunRequest request, StreamObserver<SyncRun> answer) {
    answer.onNext(find(ResourceNames.requireSyncRun("name", request.getName())));
    answer.onCompleted();
  }

  @Override
  public void listSyncRuns(
      ListSyncRunsRequest request, StreamObserver<ListSyncRunsResponse> answer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var after = tokens.read(list, request.getPageToken()).map(SyncService::position);
    var page =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                SyncRuns.list(snapshot, district(snapshot, id), after.orElse(null), size + 1));
    var response = ListSyncRunsResponse.newBuilder();
    response.addAllSyncRuns(page.subList(0, Math.min(size, page.size())));
    if (page.size() > size) {
      response.setNextPageToken(
          tokens.write(list, new PageTokens.Position(0, key(page.get(size - 1)))));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listFindings(
      ListFindingsRequest request, StreamObserver<ListFindingsResponse> answer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var after = tokens.read(list, request.getPageToken()).map(PageTokens.Position::last);
    var found =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                FindingQueries.findings(snapshot, district(snapshot, id), after.orElse(null)));
    var response = ListFindingsResponse.newBuilder();
    found.stream().limit(size).map(Item::wire).forEach(response::addFindings);
    response.setNextPageToken(next(list, found, size));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listFindingRecords(
      ListFindingRecordsRequest request, StreamObserver<ListFindingRecordsResponse> answer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var filter = FindingQueries.Filter.of(request.getKind(), request.getType());
    var list = ListIdentity.of(request);
    var after = tokens.read(list, request.getPageToken()).map(PageTokens.Position::last);
    var found =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                FindingQueries.records(
                    snapshot,
                    Scope.current().in(district(snapshot, id)),
                    filter,
                    after.orElse(null),
                    size + 1));
    var response = ListFindingRecordsResponse.newBuilder();
    found.stream().limit(size).map(Item::wire).forEach(response::addRecords);
    response.setNextPageToken(next(list, found, size));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private <T> String next(ListIdentity list, List<Item<T>> found, int size) {
    return found.size() > size
        ? tokens.write(list, new PageTokens.Position(0, found.get(size - 1).key()))
        : "";
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
      var told = first;
      while (!told.hasEndTime()) {
        var now = find(name);
        if (!now.equals(told)) {
          out.send(WatchSyncRunResponse.newBuilder().setSyncRun(now).build());
          told = now;
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
            lookUp(snapshot, name.district())
                .flatMap(district -> SyncRuns.find(snapshot, district, name.run()))
                .orElseThrow(() -> notFound(name.district(), name.run())));
  }

  private static RuntimeException notFound(CleverId district, UUID run) {
    return RunRefusals.notFound(new SyncRunName(district, run));
  }

  private static DistrictKey district(DSLContext sql, CleverId id) {
    return lookUp(sql, id).orElseThrow(() -> ResourceRefusals.districtNotFound(id));
  }

  private static Optional<DistrictKey> lookUp(DSLContext sql, CleverId id) {
    return sql.select(DISTRICTS.DISTRICT)
        .from(DISTRICTS)
        .where(DISTRICTS.ID.eq(id.bytes()))
        .fetchOptional(row -> new DistrictKey(row.value1(), id));
  }

  private static String key(SyncRun run) {
    var created = run.getCreateTime();
    return created.getSeconds()
        + " "
        + created.getNanos()
        + " "
        + run.getName().substring(run.getName().lastIndexOf('/') + 1);
  }

  private static SyncRuns.Position position(PageTokens.Position token) {
    var parts = token.last().split(" ", -1);
    return new SyncRuns.Position(
        Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
            .atOffset(ZoneOffset.UTC),
        UUID.fromString(parts[2]));
  }
}
