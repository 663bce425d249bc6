package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange.EnrolStudent;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.ExportPlanChangesRequest;
import dev.homeroom.v1.ListPlanChangesRequest;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RejectPlanRequest;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people see of a plan and how they decide over it. */
final class PlanServiceTest {
  /** A run by events that has read them, at a server that lives. */
  private static final String UNDER_WAY =
      """
      insert into sync_runs (run, district, mode, state, message, lease_holder, lease_until, created_at)
      select gen_random_uuid(), district, 'INCREMENTAL', 'DIFFING', 'under way', 'another',
        now() + interval '1 day', now()
      from districts
      """;

  @Test
  void removals_wait_as_a_plan_that_readers_do_not_notice_until_it_is_approved() {
    try (var district = PlannedDistrict.students(200)) {
      var before = district.counts();
      var leaving = district.ids(Role.STUDENT).subList(0, 30);
      district.leave(leaving);
      district.clever.apply(
          new EnrolStudent(
              district.ids(RecordType.SCHOOLS).getFirst(),
              "1",
              List.of(district.ids(RecordType.SECTIONS).getFirst())));

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(district.counts().getStudents()).isEqualTo(201);
      assertThat(district.counts().getEnrollments()).isEqualTo(before.getEnrollments() + 1);
      district.assertSeatsFollowSections();
      var plan = district.pending();
      assertThat(run.getPlan()).isEqualTo(plan.getName());
      assertThat(plan.getDigest()).matches("[0-9a-f]{64}");
      assertThat(plan.getReason()).contains("30 of 200 students would be removed");
      assertListed(district, plan, leaving);

      var again = district.sync();
      assertThat(again.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(again.getRevision()).isEqualTo(run.getRevision());
      assertThat(district.pending()).isEqualTo(plan);

      var carriedOut = district.carryOut(plan);
      assertThat(carriedOut.getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);
      assertThat(carriedOut.getDecidedBy()).isEqualTo(TestServer.REVIEWER);
      assertThat(district.counts().getStudents()).isEqualTo(171);
      assertThat(district.counts().getEnrollments())
          .isEqualTo(district.clever.roster().studentEnrollments());
      assertThat(district.counts().getContacts())
          .isEqualTo(district.clever.roster().count(Role.CONTACT));
      assertThat(district.state().hasPendingPlan()).isFalse();
      district.assertSeatsFollowSections();
      assertThat(Refused.by(() -> district.approve(plan)).reason())
          .isEqualTo("PLAN_ALREADY_APPROVED");
      assertThat(Refused.by(() -> district.reject(plan)).reason())
          .isEqualTo("PLAN_ALREADY_APPROVED");
    }
  }

  private static void assertListed(PlannedDistrict district, Plan plan, List<String> leaving) {
    var listed = new ArrayList<PlanChange>();
    var request =
        ListPlanChangesRequest.newBuilder()
            .setParent(plan.getName())
            .setType(dev.homeroom.v1.RecordType.RECORD_TYPE_USER)
            .setKind(PlanChangeKind.PLAN_CHANGE_KIND_REMOVE)
            .setPageSize(7);
    do {
      var page = district.plans().listPlanChanges(request.build());
      listed.addAll(page.getChangesList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    assertThat(listed).allMatch(change -> change.getAspect() == PlanAspect.PLAN_ASPECT_RECORD);
    assertThat(listed.stream().map(PlanChange::getRecord))
        .containsAll(leaving.stream().map(id -> district.name() + "/users/" + id).toList());
    assertThat(
            Refused.by(() -> district.plans().listPlanChanges(request.setPageToken("x").build()))
                .reason())
        .isEqualTo("PAGE_TOKEN_INVALID");

    var csv = new StringBuilder();
    district
        .plans()
        .exportPlanChanges(ExportPlanChangesRequest.newBuilder().setParent(plan.getName()).build())
        .forEachRemaining(piece -> csv.append(piece.getCsv()));
    var lines = csv.toString().split("\r\n", -1);
    long changes = plan.getCountsList().stream().mapToLong(count -> count.getCount()).sum();
    assertThat(lines).hasSize((int) changes + 2);
    assertThat(lines[0]).isEqualTo("type,record,change,aspect,part,member");
    assertThat(lines)
        .contains(
            "USER,%s/users/%s,REMOVE,RECORD,record,".formatted(district.name(), leaving.getFirst()))
        .anyMatch(
            line -> line.contains(",REMOVE,ENROLLMENT,students," + district.name() + "/users/"));
  }

  @Test
  void an_approval_does_what_its_plan_names_and_clever_still_says_and_nothing_else() {
    try (var district = PlannedDistrict.students(200)) {
      var students = district.ids(Role.STUDENT);
      district.leave(students.subList(0, 30));
      district.sync();
      var plan = district.pending();
      district.clever.apply(
          new Restore(dev.homeroom.sandbox.district.RecordType.USERS, students.getFirst()));
      district.leave(students.subList(100, 130));

      district.carryOut(plan);

      assertThat(district.has(students.getFirst())).as("came back").isTrue();
      assertThat(students.subList(1, 30)).as("approved and still gone").noneMatch(district::has);
      assertThat(students.subList(100, 130)).as("new").allMatch(district::has);
      var next = district.pending();
      assertThat(next.getName()).isNotEqualTo(plan.getName());
      assertThat(next.getReason()).contains("30 of 200 students would be removed");
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void a_newer_plan_takes_the_place_of_an_older_one() {
    try (var district = PlannedDistrict.students(200)) {
      var students = district.ids(Role.STUDENT);
      district.leave(students.subList(0, 30));
      district.sync();
      var first = district.pending();
      district.leave(students.subList(30, 31));
      district.sync();
      var second = district.pending();

      assertThat(second.getDigest()).isNotEqualTo(first.getDigest());
      var refused = Refused.by(() -> district.approve(first));
      assertThat(refused.reason()).isEqualTo("PLAN_SUPERSEDED");
      assertThat(refused.metadata()).containsEntry("pendingPlan", second.getName());
      assertThat(
              Refused.by(() ->
                      district.approve(second.toBuilder().setDigest(first.getDigest()).build()))
                  .reason())
          .isEqualTo("PLAN_DIGEST_MISMATCH");
      assertThat(district.plans().listPlans(list(district)).getPlansList())
          .extracting(Plan::getName, Plan::getState)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(second.getName(), PlanState.PLAN_STATE_PENDING),
              org.assertj.core.groups.Tuple.tuple(
                  first.getName(), PlanState.PLAN_STATE_SUPERSEDED));
      assertThat(district.plan(first.getName()).getCountsList()).isEqualTo(first.getCountsList());
    }
  }

  @Test
  void what_was_rejected_stays_and_does_not_count_and_can_still_be_approved() {
    try (var district = PlannedDistrict.students(200)) {
      var students = district.ids(Role.STUDENT);
      district.leave(students.subList(0, 30));
      district.sync();
      var plan = district.pending();

      assertThat(district.reject(plan).getState()).isEqualTo(PlanState.PLAN_STATE_REJECTED);
      assertThat(Refused.by(() -> district.reject(plan)).reason())
          .isEqualTo("PLAN_ALREADY_REJECTED");
      district.leave(students.subList(30, 35));
      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(students.subList(0, 30)).allMatch(district::has);
      assertThat(students.subList(30, 35)).noneMatch(district::has);
      assertThat(district.counts().getStudents()).isEqualTo(195);
      district.assertSeatsFollowSections();

      district.carryOut(plan);
      assertThat(district.counts().getStudents()).isEqualTo(165);
      assertThat(district.counts().getEnrollments())
          .isEqualTo(district.clever.roster().studentEnrollments());
    }
  }

  @Test
  void a_rejection_is_over_when_clever_shows_the_records_again() {
    try (var district = PlannedDistrict.students(60)) {
      district.clever.faults().add(empty());
      district.syncWhole();
      district.reject(district.pending());
      assertThat(district.syncWhole().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(district.counts().getStudents()).isEqualTo(60);

      district.clever.faults().clear();
      district.syncWhole();
      district.clever.faults().add(empty());
      assertThat(district.syncWhole().getState())
          .isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(district.state().getRevision()).isEqualTo(1);
    }
  }

  @Test
  void an_approval_holds_whose_run_cannot_start_yet_and_is_carried_out_later() {
    try (var district = PlannedDistrict.students(60)) {
      district.clever.faults().add(empty());
      district.syncWhole();
      var plan = district.pending();
      district.sql().execute(UNDER_WAY);

      var approved = district.approve(plan);

      assertThat(approved.getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);
      assertThat(approved).isEqualTo(district.plan(plan.getName()));
      district.sql().execute("delete from sync_runs where message = 'under way'");
      district.sql().execute("update plans set waits_for = null");
      district.sql().execute("insert into resync_requests (district) select district from plans");
      Eventually.see(() -> district.plan(plan.getName()), Plan::hasCarryOutTime);
      assertThat(district.count("select count(*) from resync_requests")).isZero();
    }
  }

  @Test
  void an_approval_that_is_not_carried_out_in_a_day_lapses() {
    try (var district = PlannedDistrict.students(200)) {
      district.leave(district.ids(Role.STUDENT).subList(0, 30));
      district.sync();
      var plan = district.pending();
      var token = district.clever.token();
      district.clever.rotateToken();
      var _ = district.approve(plan);
      Eventually.see(
          () -> district.state().getLatestRun(),
          run -> run.getState() == SyncState.SYNC_STATE_FAILED);
      assertThat(token).isNotEqualTo(district.clever.token());

      district.time.pass(Duration.ofHours(25));
      assertThat(district.plan(plan.getName()).getState()).isEqualTo(PlanState.PLAN_STATE_LAPSED);
      assertThat(Refused.by(() -> district.approve(plan)).reason()).isEqualTo("PLAN_LAPSED");
      district.declare(dev.homeroom.v1.GuardSettings.getDefaultInstance());
      Eventually.see(
          () -> district.state().getLatestRun(),
          run -> run.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);

      assertThat(district.counts().getStudents()).isEqualTo(200);
      assertThat(district.pending().getDigest()).isEqualTo(plan.getDigest());
      assertThat(district.pending().getName()).isNotEqualTo(plan.getName());
    }
  }

  @Test
  void an_approval_waits_until_a_run_proves_all_that_it_names() {
    try (var district = PlannedDistrict.students(200)) {
      var leaving = district.ids(Role.STUDENT).subList(0, 30);
      district.leave(leaving);
      var planned = district.sync();
      var plan = district.pending();
      long enrollments = district.counts().getEnrollments();
      district.clever.faults().add(new Fault.RecordWithoutId(RecordType.USERS));

      var _ = district.approve(plan);
      var unproven =
          district.ended(
              Eventually.see(
                      district::state,
                      state -> !state.getLatestRun().getName().equals(planned.getName()))
                  .getLatestRun());

      assertThat(unproven.getMessage()).contains("Records were set aside unread");
      assertThat(district.plan(plan.getName()).hasCarryOutTime()).isFalse();
      assertThat(leaving).allMatch(district::has);
      assertThat(district.counts().getEnrollments()).isEqualTo(enrollments);
      assertThat(district.state().hasPendingPlan()).isFalse();

      district.clever.faults().clear();
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);

      assertThat(district.plan(plan.getName()).hasCarryOutTime()).isTrue();
      assertThat(leaving).noneMatch(district::has);
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void decisions_that_cannot_be_taken_are_refused_with_their_reason() {
    try (var district = PlannedDistrict.students(60)) {
      district.clever.faults().add(empty());
      district.syncWhole();
      var plan = district.pending();
      var unknown = district.name() + "/plans/" + UUID.randomUUID();

      assertThat(Refused.by(() -> district.plan(unknown)).reason()).isEqualTo("PLAN_NOT_FOUND");
      assertThat(Refused.by(() -> district.plan("plans/1")).fields()).containsExactly("name");
      assertThat(
              Refused.by(() -> district.approve(plan.toBuilder().setName(unknown).build()))
                  .reason())
          .isEqualTo("PLAN_NOT_FOUND");
      assertThat(
              Refused.by(() -> district.approve(plan.toBuilder().setDigest("abc").build()))
                  .fields())
          .containsExactly("digest");
      assertThat(
              Refused.by(() -> district.approve(plan.toBuilder().setDigest("0".repeat(64)).build()))
                  .reason())
          .isEqualTo("PLAN_DIGEST_MISMATCH");
      assertThat(
              Refused.by(() -> district.plans(TestServer.OPERATOR).approvePlan(approval(plan, "")))
                  .reason())
          .isEqualTo("ROLE_MISSING");
      assertThat(
              district
                  .plans(TestServer.OPERATOR)
                  .getPlan(
                      dev.homeroom.v1.GetPlanRequest.newBuilder().setName(plan.getName()).build()))
          .isEqualTo(plan);

      var request = UUID.randomUUID().toString();
      var rejection =
          RejectPlanRequest.newBuilder()
              .setName(plan.getName())
              .setDigest(plan.getDigest())
              .setRequestId(request)
              .build();
      var rejected = district.plans().rejectPlan(rejection);
      assertThat(district.plans().rejectPlan(rejection)).isEqualTo(rejected);
      assertThat(Refused.by(() -> district.plans().approvePlan(approval(plan, request))).reason())
          .isEqualTo("REQUEST_ID_REUSED");
    }
  }

  private static ApprovePlanRequest approval(Plan plan, String request) {
    return ApprovePlanRequest.newBuilder()
        .setName(plan.getName())
        .setDigest(plan.getDigest())
        .setRequestId(request)
        .build();
  }

  private static ListPlansRequest list(PlannedDistrict district) {
    return ListPlansRequest.newBuilder().setParent(district.name()).build();
  }

  private static Fault empty() {
    return new Fault.EmptyList(true, FaultTarget.of(RecordType.USERS));
  }
}
