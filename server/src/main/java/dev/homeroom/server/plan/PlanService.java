package dev.homeroom.server.plan;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.plan.ChangeList.ChangeFilter;
import dev.homeroom.server.plan.ChangeList.ListedChange;
import dev.homeroom.server.rpc.CreationPosition;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.PlanName;
import dev.homeroom.server.rpc.call.AnswerStream;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import dev.homeroom.server.rpc.call.ServerStreams;
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
import java.util.List;
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
    var asked = tokens.page(request);
    var after = asked.after().map(CreationPosition::parse);
    var plans =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                PlanReader.list(
                    snapshot,
                    DistrictLookup.require(snapshot, id),
                    after.orElse(null),
                    asked.limit(),
                    clock.instant()));
    var page = asked.cut(plans, plan -> CreationPosition.key(plan.getCreateTime(), plan.getName()));
    Answers.send(
        observer,
        ListPlansResponse.newBuilder()
            .addAllPlans(page.items())
            .setNextPageToken(page.next())
            .build());
  }

  @Override
  public void listPlanChanges(
      ListPlanChangesRequest request, StreamObserver<ListPlanChangesResponse> observer) {
    var name = ResourceNames.requirePlan("parent", request.getParent());
    var asked = tokens.page(request);
    var filter = ChangeFilter.of(request.getType(), request.getKind());
    var items = page(name, filter, asked.after().orElse(null), asked.limit());
    var page = asked.cut(items, ListedChange::key);
    var response = ListPlanChangesResponse.newBuilder().setNextPageToken(page.next());
    page.items().stream().map(ListedChange::change).forEach(response::addChanges);
    Answers.send(observer, response.build());
  }

  @Override
  public void exportPlanChanges(
      ExportPlanChangesRequest request, StreamObserver<ExportPlanChangesResponse> observer) {
    var name = ResourceNames.requirePlan("parent", request.getParent());
    var filter = ChangeFilter.of(request.getType(), request.getKind());
    var first = page(name, filter, null, EXPORT_PAGE);
    streams.serve(observer, out -> export(name, filter, first, out));
  }

  private void export(
      PlanName name,
      ChangeFilter filter,
      List<ListedChange> first,
      AnswerStream<ExportPlanChangesResponse> out)
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
          var district = DistrictLookup.require(transaction, decision.name().district());
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
              transaction, DistrictLookup.require(transaction, decision.name().district()));
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
            sql, DistrictLookup.require(sql, name.district()), name.plan(), clock.instant())
        .orElseThrow(() -> PlanReader.notFound(name));
  }

  private List<ListedChange> page(
      PlanName name, ChangeFilter filter, @Nullable String after, int size) {
    return database.snapshot(
        CallDeadline.left(),
        snapshot -> {
          find(snapshot, name);
          var district = DistrictLookup.require(snapshot, name.district());
          var scope = Scope.current().in(district);
          return new ChangeList(scope, name.plan(), filter).page(snapshot, after, size);
        });
  }

  /** No value needs quotes: all are words, or names of words, slashes and hexadecimal digits. */
  private static String line(PlanChange change) {
    return String.join(
            ",",
            EnumWords.word(change.getType()),
            change.getRecord(),
            EnumWords.word(change.getKind()),
            EnumWords.word(change.getAspect()),
            change.getPart(),
            change.getMember())
        + "\r\n";
  }
}
