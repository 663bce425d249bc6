package dev.homeroom.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.cli.client.FakeServer;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.ExportPlanChangesRequest;
import dev.homeroom.v1.ExportPlanChangesResponse;
import dev.homeroom.v1.ListPlanChangesRequest;
import dev.homeroom.v1.ListPlanChangesResponse;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.ListPlansResponse;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.PlanCount;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RecordType;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the commands say of what a server answers. */
final class PlansTest {
  private static final String DISTRICT = "districts/6a702e5f64be279e8f000001";
  private static final String NAME = DISTRICT + "/plans/00000000-0000-4000-8000-000000000001";
  private static final String DIGEST = "ab".repeat(32);
  private static final Plan PENDING =
      Plan.newBuilder()
          .setName(NAME)
          .setState(PlanState.PLAN_STATE_PENDING)
          .setDigest(DIGEST)
          .setReason("15 % of the students would go.")
          .addCounts(
              PlanCount.newBuilder()
                  .setType(RecordType.RECORD_TYPE_USER)
                  .setKind(PlanChangeKind.PLAN_CHANGE_KIND_REMOVE)
                  .setAspect(PlanAspect.PLAN_ASPECT_RECORD)
                  .setPart("record")
                  .setCount(1045))
          .build();

  private final FakePlans fake = new FakePlans();
  private final FakeServer server = FakeServer.serving(fake);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_pending_plan_is_found_behind_decided_ones_and_told_with_how_to_decide() {
    plans().show(plans().pending(DISTRICT).orElseThrow());

    assertThat(server.said())
        .contains(
            NAME + " pending",
            "15 % of the students would go.",
            "  remove  user     record                         1,045",
            "  ./homeroom approve " + NAME + " " + DIGEST,
            "  ./homeroom reject " + NAME + " " + DIGEST);
  }

  @Test
  void its_changes_are_a_line_each_or_a_file() throws IOException {
    plans().changes(PENDING);
    assertThat(server.out())
        .containsExactly(
            "remove " + DISTRICT + "/users/1 record",
            "remove " + DISTRICT + "/sections/2 students " + DISTRICT + "/users/1");

    var file = new StringWriter();
    plans().csv(PENDING, file);
    assertThat(file).hasToString("type,record\r\nuser,1\r\n");
  }

  @Test
  void a_decision_names_what_was_seen() {
    assertThat(plans().approve(NAME, DIGEST)).isZero();

    assertThat(fake.approved.getName()).isEqualTo(NAME);
    assertThat(fake.approved.getDigest()).isEqualTo(DIGEST);
    assertThat(fake.approved.getRequestId()).isNotEmpty();
    assertThat(server.said()).contains(NAME + " approved");
  }

  private PlanActions plans() {
    return new PlanActions(server.connection().anonymous(), server.console());
  }

  /** Two pages of plans and of changes. */
  private static final class FakePlans extends PlanServiceGrpc.PlanServiceImplBase {
    private volatile ApprovePlanRequest approved = ApprovePlanRequest.getDefaultInstance();

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> answer) {
      boolean first = request.getPageToken().isEmpty();
      var page = ListPlansResponse.newBuilder();
      if (first) {
        page.addPlans(PENDING.toBuilder().setState(PlanState.PLAN_STATE_LAPSED))
            .setNextPageToken("more");
      } else {
        page.addPlans(PENDING);
      }
      answer.onNext(page.build());
      answer.onCompleted();
    }

    @Override
    public void listPlanChanges(
        ListPlanChangesRequest request, StreamObserver<ListPlanChangesResponse> answer) {
      var change = PlanChange.newBuilder().setKind(PlanChangeKind.PLAN_CHANGE_KIND_REMOVE);
      var page = ListPlanChangesResponse.newBuilder();
      if (request.getPageToken().isEmpty()) {
        page.addChanges(change.setRecord(DISTRICT + "/users/1").setPart("record"))
            .setNextPageToken("more");
      } else {
        page.addChanges(
            change
                .setRecord(DISTRICT + "/sections/2")
                .setPart("students")
                .setMember(DISTRICT + "/users/1"));
      }
      answer.onNext(page.build());
      answer.onCompleted();
    }

    @Override
    public void exportPlanChanges(
        ExportPlanChangesRequest request, StreamObserver<ExportPlanChangesResponse> answer) {
      answer.onNext(ExportPlanChangesResponse.newBuilder().setCsv("type,record\r\n").build());
      answer.onNext(ExportPlanChangesResponse.newBuilder().setCsv("user,1\r\n").build());
      answer.onCompleted();
    }

    @Override
    public void approvePlan(ApprovePlanRequest request, StreamObserver<Plan> answer) {
      approved = request;
      answer.onNext(PENDING.toBuilder().setState(PlanState.PLAN_STATE_APPROVED).build());
      answer.onCompleted();
    }
  }
}
