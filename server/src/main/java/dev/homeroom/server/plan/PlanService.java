package dev.homeroom.server.plan;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.plan.ChangeList.Filter;
import dev.homeroom.server.plan.ChangeList.Item;
import dev.homeroom.server.rpc.AnswerStream;
import dev.homeroom.server.rpc.Answers;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.CommittedAnswers;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.PlanName;
import dev.homeroom.server.rpc.ServerStreams;
import dev.homeroom.server.rpc.StoredEnum;
import dev.homeroom.server.sync.ResyncQueue;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.ExportPlanChangesRequest;
import dev.homeroom.v1.ExportPlanChangesResponse;
import dev.homeroom.v1.GetPlanRequest;
import dev.homeroom.v1.ListPlanChangesRequest;
import dev.homeroom.v1.ListPlanChangesResponse;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.ListPlansResponse;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RejectPlanRequest;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Implements homeroom.v1.PlanService; the proto documents each method. */
public final class PlanService extends PlanServiceGrpc.PlanServiceImplBase {
  private static final int EXPORT_PAGE = 1000;
  private static final String CSV_HEAD = "type,record,change,aspect,part,member\r\n";

  private final Database database;
  private final CommittedAnswers committed;
  private final ServerStreams streams;
  private final PageTokens tokens;
  private final Clock clock;

  /** Reads plans from the database, and writes decisions to it. */
  public PlanService(
      Database database,
      CommittedAnswers committed,
      ServerStreams streams,
      PageTokens tokens,
      Clock clock) {
    this.database = database;
    this.committed = committed;
    this.streams = streams;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public void getPlan(GetPlanRequest request, StreamObserver<Plan> observer) {
    var name = ResourceNames.requirePlan("name", request.getName());
    Answers.send(
        observer, database.snapshot(CallDeadline.left(), snapshot -> find(snapshot, name)));
  }

  @Override
  public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> observer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var after = tokens.read(list, request.getPageToken()).map(PlanService::position);
    var plans =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                PlanReader.list(
                    snapshot,
                    PlanReader.district(snapshot, id),
                    after.orElse(null),
                    size + 1,
                    clock.instant()));
    var response = ListPlansResponse.newBuilder();
    response.addAllPlans(plans.subList(0, Math.min(size, plans.size())));
    if (plans.size() > size) {
      response.setNextPageToken(
          tokens.write(list, new PageTokens.Position(0, key(plans.get(size - 1)))));
    }
    Answers.send(observer, response.build());
  }

  @Override
  public void listPlanChanges(
      ListPlanChangesRequest request, StreamObserver<ListPlanChangesResponse> observer) {
    var name = ResourceNames.requirePlan("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var filter = Filter.of(request.getType(), request.getKind());
    var list = ListIdentity.of(request);
    var after = tokens.read(list, request.getPageToken()).map(PageTokens.Position::last);
    var items = page(name, filter, after.orElse(null), size + 1);
    var response = ListPlanChangesResponse.newBuilder();
    items.stream().limit(size).map(Item::change).forEach(response::addChanges);
    if (items.size() > size) {
      response.setNextPageToken(
          tokens.write(list, new PageTokens.Position(0, items.get(size - 1).key())));
    }
    Answers.send(observer, response.build());
  }

  @Override
  public void exportPlanChanges(
      ExportPlanChangesRequest request, StreamObserver<ExportPlanChangesResponse> observer) {
    var name = ResourceNames.requirePlan("parent", request.getParent());
    var filter = Filter.of(request.getType(), request.getKind());
    var first = page(name, filter, null, EXPORT_PAGE);
    streams.serve(observer, out -> export(name, filter, first, out));
  }

  private void export(
      PlanName name, Filter filter, List<Item> first, AnswerStream<ExportPlanChangesResponse> out)
      throws InterruptedException {
    out.send(ExportPlanChangesResponse.newBuilder().setCsv(CSV_HEAD).build());
    var items = first;
    while (!items.isEmpty()) {
      var csv = new StringBuilder();
      items.forEach(item -> csv.append(line(item.change())));
      out.send(ExportPlanChangesResponse.newBuilder().setCsv(csv.toString()).build());
      items = page(name, filter, items.getLast().key(), EXPORT_PAGE);
    }
  }

  @Override
  public void approvePlan(ApprovePlanRequest request, StreamObserver<Plan> observer) {
    var decision = decision(request.getName(), request.getDigest(), request.getRequestId());
    committed.answer(
        observer,
        decision.name().district(),
        transaction -> {
          var district = PlanReader.district(transaction, decision.name().district());
          if (decision.approve(transaction, district)) {
            ResyncQueue.add(transaction, district);
          }
          return find(transaction, decision.name());
        });
  }

  @Override
  public void rejectPlan(RejectPlanRequest request, StreamObserver<Plan> observer) {
    var decision = decision(request.getName(), request.getDigest(), request.getRequestId());
    committed.answer(
        observer,
        decision.name().district(),
        transaction -> {
          decision.reject(
              transaction, PlanReader.district(transaction, decision.name().district()));
          return find(transaction, decision.name());
        });
  }

  private PlanDecision decision(String plan, String digest, String requestId) {
    return new PlanDecision(
        ResourceNames.requirePlan("name", plan),
        PlanDecision.requireDigest(digest),
        Scope.current(),
        ResourceNames.requireRequestId(requestId),
        clock.instant());
  }

  private Plan find(DSLContext sql, PlanName name) {
    return PlanReader.find(
            sql, PlanReader.district(sql, name.district()), name.plan(), clock.instant())
        .orElseThrow(() -> PlanReader.notFound(name));
  }

  private List<Item> page(PlanName name, Filter filter, @Nullable String after, int size) {
    return database.snapshot(
        CallDeadline.left(),
        snapshot -> {
          find(snapshot, name);
          var district = PlanReader.district(snapshot, name.district());
          var scope = Scope.current().in(district);
          return new ChangeList(scope, name.plan(), filter).page(snapshot, after, size);
        });
  }

  /** No value needs quotes: all are words, or names of words, slashes and hexadecimal digits. */
  private static String line(PlanChange change) {
    return String.join(
            ",",
            StoredEnum.word(change.getType(), "RECORD_TYPE_"),
            change.getRecord(),
            StoredEnum.word(change.getKind(), "PLAN_CHANGE_KIND_"),
            StoredEnum.word(change.getAspect(), "PLAN_ASPECT_"),
            change.getPart(),
            change.getMember())
        + "\r\n";
  }

  private static String key(Plan plan) {
    var created = plan.getCreateTime();
    return created.getSeconds()
        + " "
        + created.getNanos()
        + " "
        + plan.getName().substring(plan.getName().lastIndexOf('/') + 1);
  }

  private static PlanReader.Position position(PageTokens.Position token) {
    var parts = token.last().split(" ", -1);
    return new PlanReader.Position(
        Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
            .atOffset(ZoneOffset.UTC),
        UUID.fromString(parts[2]));
  }
}
