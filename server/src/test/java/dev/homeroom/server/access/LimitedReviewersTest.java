package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.district.RosterChange.AddSection;
import dev.homeroom.sandbox.district.RosterChange.EndSection;
import dev.homeroom.sandbox.district.RosterChange.MoveToSchool;
import dev.homeroom.sandbox.district.RosterChange.Remove;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.sandbox.district.RosterChange.WithdrawUser;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.AcceptRosterRequest;
import dev.homeroom.v1.AcceptanceServiceGrpc;
import dev.homeroom.v1.AcceptanceServiceGrpc.AcceptanceServiceBlockingStub;
import dev.homeroom.v1.AcceptanceState;
import dev.homeroom.v1.AdoptSectionsRequest;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.ApproveSharingChangeRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.ExplainRecordRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.ExportPlanChangesRequest;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListDistrictStatesRequest;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListPlanChangesRequest;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.ListShareChangeRecordsRequest;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RecordExplanation;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.RejectPlanRequest;
import dev.homeroom.v1.RequestRosterChangesRequest;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareChangeRecord;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc.SharingServiceBlockingStub;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import io.grpc.CallCredentials;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reviewers are told, and may decide over, whose grants end at schools or at some fields. */
final class LimitedReviewersTest {
  private static final String HERE = "here-reviewer";
  private static final String ELSEWHERE = "elsewhere-reviewer";
  private static final String NO_SEATS = "no-seats-reviewer";

  /** The id of no record. */
  private static final String NOWHERE = "0".repeat(24);

  @SuppressWarnings("NullAway.Init")
  private RosterFixture fixture;

  /** At revision 1. */
  @SuppressWarnings("NullAway.Init")
  private Map<String, Message> roster;

  @SuppressWarnings("NullAway.Init")
  private String here;

  @SuppressWarnings("NullAway.Init")
  private String elsewhere;

  @BeforeEach
  void start() {
    fixture = RosterFixture.students(120, 17);
    roster = fixture.roster();
    var schools = RosterFixture.of(roster, School.class);
    here = schools.getFirst().getName();
    elsewhere = schools.getLast().getName();
    fixture.server.grant(
        Map.of(
            HERE,
            school(here),
            ELSEWHERE,
            school(elsewhere),
            NO_SEATS,
            "role: reviewer, districts: all, fields: [identifier, directory, sensitive]"));
  }

  private static String school(String name) {
    return "role: reviewer, districts: all, schools: [%s], fields: all".formatted(id(name));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void of_a_plan_a_reviewer_is_told_what_the_grant_reads_and_decides_only_over_all_of_it() {
    var moved =
        RosterFixture.of(roster, User.class).stream()
            .filter(user -> user.getStudent().getSchoolsList().equals(List.of(here)))
            .findFirst()
            .orElseThrow()
            .getName();
    fixture.clever.apply(new MoveToSchool(id(moved), id(elsewhere), List.of()));
    fixture.sync();
    var seen = seen(HERE);
    assertThat(seen).doesNotContain(moved);
    RosterFixture.of(roster, User.class).stream()
        .filter(user -> user.hasStudent() && !user.getName().equals(moved))
        .limit(30)
        .forEach(user -> fixture.clever.apply(new WithdrawUser(id(user.getName()))));
    fixture.clever.apply(new WithdrawUser(id(moved)));
    var _ = fixture.run(SyncMode.SYNC_MODE_AUTO);
    var plan = fixture.state().getPendingPlan();
    var all = changes(TestServer.REVIEWER, plan);
    var ofHere = all.stream().filter(change -> seen.contains(change.getRecord())).toList();
    var noSeats = all.stream().filter(change -> !change.getPart().equals("students")).toList();
    assertThat(all)
        .hasSizeGreaterThan(ofHere.size())
        .hasSizeGreaterThan(noSeats.size())
        .extracting(PlanChange::getRecord)
        .contains(moved);
    assertThat(ofHere).extracting(PlanChange::getPart).contains("record", "students");

    assertTold(HERE, plan, ofHere);
    assertTold(NO_SEATS, plan, noSeats);
    assertTold(TestServer.REVIEWER, plan, all);
    for (var limited : List.of(HERE, ELSEWHERE, NO_SEATS)) {
      assertThat(List.of(Refused.by(() -> approve(limited, plan)), refusedRejection(limited, plan)))
          .allSatisfy(refused -> {
            assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(refused.reason()).isEqualTo("PLAN_NOT_READABLE");
            assertThat(refused.metadata()).containsOnly(Map.entry("plan", plan.getName()));
          });
    }
    assertThat(fixture.state().getPendingPlan()).isEqualTo(plan);

    fixture.sync();
    assertThat(fixture.roster()).doesNotContainKey(moved);
    assertTold(HERE, plan, ofHere);
    assertTold(NO_SEATS, plan, noSeats);
    assertTold(TestServer.REVIEWER, plan, all);
  }

  @Test
  void a_plan_that_ends_at_the_granted_school_is_for_its_reviewer_to_decide() {
    sectionsOf(here).stream()
        .limit(12)
        .forEach(section -> fixture.clever.apply(new EndSection(id(section))));
    var _ = fixture.run(SyncMode.SYNC_MODE_AUTO);
    var plan = fixture.state().getPendingPlan();

    var all = changes(TestServer.REVIEWER, plan);
    assertTold(HERE, plan, all);
    // Courses belong to all schools.
    assertTold(
        ELSEWHERE,
        plan,
        all.stream().filter(change -> change.getType() == RecordType.RECORD_TYPE_COURSE).toList());
    assertThat(refusedRejection(ELSEWHERE, plan).reason()).isEqualTo("PLAN_NOT_READABLE");
    assertThat(reject(HERE, plan).getState()).isEqualTo(PlanState.PLAN_STATE_REJECTED);
    assertThat(approve(HERE, plan).getDecidedBy()).isEqualTo(HERE);
  }

  @Test
  void of_what_joined_left_or_is_left_out_a_reviewer_is_told_what_the_granted_schools_have() {
    var seen = seen(HERE);
    assertThat(moved(HERE, 1))
        .isEqualTo(seen)
        .hasSizeLessThan(moved(TestServer.REVIEWER, 1).size());
    assertThat(moved(NO_SEATS, 1)).isEqualTo(seen(TestServer.REVIEWER));
    var kept = List.of(sectionsOf(here).getFirst(), sectionsOf(elsewhere).getFirst());
    var gone = List.of(sectionsOf(here).getLast(), sectionsOf(elsewhere).getLast());
    fixture.declare(
        Sharing.newBuilder()
            .setType(SharingType.SHARING_TYPE_SECTIONS)
            .addAllSections(kept.stream().map(LimitedReviewersTest::id).toList())
            .build());
    long revision = fixture.sync();
    assertThat(moved(TestServer.REVIEWER, revision)).containsAll(gone);
    assertThat(moved(HERE, revision)).isEqualTo(both(moved(TestServer.REVIEWER, revision), seen));

    fixture.clever.apply(new AddSection(id(kept.getFirst()), List.of(), List.of()));
    fixture.sync();
    var leftOut = leftOut(TestServer.REVIEWER);
    var fresh = leftOut.stream().filter(record -> !roster.containsKey(record)).toList();
    assertThat(fresh).hasSize(1);
    assertThat(leftOut).containsAll(gone);
    assertThat(leftOut(NO_SEATS)).isEqualTo(leftOut);
    assertThat(leftOut(HERE)).isEqualTo(both(leftOut, seen)).contains(gone.getFirst());

    assertThat(explain(HERE, gone.getFirst()).getStanding())
        .isEqualTo(RecordStanding.RECORD_STANDING_LEFT_OUT);
    for (var hidden : List.of(gone.getLast(), fresh.getFirst())) {
      assertThat(explain(NO_SEATS, hidden).getStanding())
          .isEqualTo(RecordStanding.RECORD_STANDING_LEFT_OUT);
      assertThat(Refused.by(() -> explain(HERE, hidden)).reason()).isEqualTo("RECORD_NOT_FOUND");
    }
  }

  @Test
  void for_the_whole_district_only_a_reviewer_decides_whose_grant_has_no_schools() {
    fixture.declare(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_SECTIONS).build());
    fixture.sync();
    for (var limited : List.of(HERE, ELSEWHERE)) {
      assertGrantNotWhole(() -> confirm(limited));
      assertGrantNotWhole(() -> adopt(limited, id(sectionsOf(here).getFirst())));
      assertGrantNotWhole(() -> approveChange(limited));
      assertGrantNotWhole(() -> accept(limited));
      assertGrantNotWhole(() -> sendBack(limited));
    }
    assertThat(confirm(NO_SEATS).hasConfirmed()).isTrue();
    assertThat(state(NO_SEATS).getShare().getConfirmed().getLiveSectionsList()).isNotEmpty();
    assertThat(state(HERE).getShare().getConfirmed().getLiveSectionsList()).isEmpty();

    fixture.clever.apply(new AddSection(id(sectionsOf(here).getFirst()), List.of(), List.of()));
    fixture.sync();
    var fresh = id(leftOut(NO_SEATS).iterator().next());
    assertThat(Refused.by(() -> adopt(NO_SEATS, NOWHERE)).reason())
        .isEqualTo("SECTION_NOT_LEFT_OUT");
    assertThat(assertGrantNotWhole(() -> adopt(HERE, NOWHERE)))
        .as("as of a section that is left out")
        .isEqualTo(assertGrantNotWhole(() -> adopt(HERE, fresh)));

    fixture.server.grant(
        Map.of(
            HERE,
            "role: reviewer, districts: all, fields: directory",
            ELSEWHERE,
            "role: reviewer, districts: [%s], fields: all".formatted(NOWHERE),
            "another-reviewer",
            "role: reviewer, districts: all, fields: all"));
    assertGrantNotWhole(() -> adopt(ELSEWHERE, fresh));
    assertGrantNotWhole(() -> confirm(ELSEWHERE));
    assertGrantNotWhole(() -> approveChange(ELSEWHERE));
    assertThat(adopt(HERE, fresh).getConfirmed().getLiveSectionsList()).isNotEmpty();
    assertThat(approveChange(HERE).getApprovedBy()).isEqualTo(HERE);
  }

  private Refused assertGrantNotWhole(Supplier<?> call) {
    var refused = Refused.by(call);
    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("GRANT_NOT_WHOLE");
    assertThat(refused.metadata()).containsOnly(Map.entry("district", id(fixture.district)));
    return refused;
  }

  private AcceptanceState accept(String subject) {
    return acceptance(subject)
        .acceptRoster(
            AcceptRosterRequest.newBuilder()
                .setName(fixture.district)
                .setRevision(1)
                .setShareDigest("0".repeat(64))
                .build());
  }

  private AcceptanceState sendBack(String subject) {
    return acceptance(subject)
        .requestRosterChanges(
            RequestRosterChangesRequest.newBuilder()
                .setName(fixture.district)
                .setMessage("Share more.")
                .build());
  }

  private AcceptanceServiceBlockingStub acceptance(String subject) {
    return AcceptanceServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(TestServer.bearer(fixture.server.issuer().token(subject)));
  }

  private Share confirm(String subject) {
    var share = fixture.state().getShare();
    return sharing(subject)
        .confirmSharing(
            ConfirmSharingRequest.newBuilder()
                .setName(fixture.district)
                .setRevision(share.getRevision())
                .setShareDigest(share.getDigest())
                .build());
  }

  private Share adopt(String subject, String section) {
    return sharing(subject)
        .adoptSections(
            AdoptSectionsRequest.newBuilder()
                .setName(fixture.district)
                .addSections(section)
                .setReason("the new year")
                .build());
  }

  private SharingChangeApproval approveChange(String subject) {
    return approveChange(
        subject,
        Sharing.newBuilder().setType(SharingType.SHARING_TYPE_SECTIONS).build(),
        Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build());
  }

  private SharingChangeApproval approveChange(String subject, Sharing from, Sharing to) {
    return sharing(subject)
        .approveSharingChange(
            ApproveSharingChangeRequest.newBuilder()
                .setName(fixture.district)
                .setFrom(from)
                .setTo(to)
                .setReason("the district asked for it")
                .build());
  }

  @Test
  void of_what_a_district_shares_a_reviewer_of_some_schools_is_told_numbers_and_no_ids() {
    var sections =
        Sharing.newBuilder()
            .setType(SharingType.SHARING_TYPE_SECTIONS)
            .addSections(id(sectionsOf(here).getFirst()))
            .addSections(id(sectionsOf(elsewhere).getFirst()))
            .addSections(NOWHERE)
            .build();
    fixture.declare(sections);
    fixture.sync();
    var confirmed = confirm(TestServer.REVIEWER).getConfirmed();
    assertThat(confirmed.getLiveSectionsList()).hasSize(2);
    var schools =
        Sharing.newBuilder()
            .setType(SharingType.SHARING_TYPE_SCHOOLS)
            .addSchools(id(here))
            .addSchools(id(elsewhere))
            .build();
    var _ = approveChange(TestServer.REVIEWER, confirmed.getSharing(), schools);
    assertThat(withholding().state().getShare().getFindingsList())
        .filteredOn(finding -> finding.getSamplesCount() > 0)
        .extracting(ShareFinding::getKind)
        .containsExactly(
            ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS,
            ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SCHOOLS,
            ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED);

    var rules =
        Sharing.newBuilder()
            .setType(SharingType.SHARING_TYPE_RULES)
            .setRules(
                SharingRules.newBuilder()
                    .addInclude(sections("school", id(elsewhere)))
                    .addInclude(sections("school", NOWHERE))
                    .addExclude(sections("name", "a class that is taught at " + id(elsewhere))))
            .build();
    var _ = approveChange(TestServer.REVIEWER, confirmed.getSharing(), rules);
    fixture.declare(rules);
    fixture.sync();
    assertThat(withholding().state().getShare().getFindingsList())
        .flatExtracting(ShareFinding::getSamplesList)
        .as("which rule matches nothing is told to everybody")
        .contains("include[1]");

    fixture.server.grant(
        Map.of(
            HERE,
            "role: reviewer, districts: all, fields: directory",
            "another-reviewer",
            "role: reviewer, districts: all, fields: all"));
    assertThat(told(HERE)).isEqualTo(told(TestServer.REVIEWER));
  }

  private static SharingRule sections(String field, String value) {
    return SharingRule.newBuilder()
        .setSubject(SharingSubject.SHARING_SUBJECT_SECTIONS)
        .setField(field)
        .setOperator(SharingOperator.SHARING_OPERATOR_IS)
        .setValue(value)
        .build();
  }

  /**
   * Makes sure that ids are withheld from whom they should be, and returns what the others know.
   */
  private Told withholding() {
    var ids = new TreeSet<>(roster.keySet().stream().map(LimitedReviewersTest::id).toList());
    ids.remove(id(fixture.district));
    ids.add(NOWHERE);
    var all = told(TestServer.REVIEWER);
    assertThat(told(TestServer.OPERATOR)).isEqualTo(all);
    assertThat(told(NO_SEATS)).isEqualTo(all);
    assertThat(all.toString()).contains(id(elsewhere), NOWHERE);
    for (var limited : List.of(HERE, ELSEWHERE)) {
      var told = told(limited);
      assertThat(told).as(limited).isEqualTo(all.withoutIds());
      assertThat(ids).as(limited).noneMatch(told.toString()::contains);
    }
    return all;
  }

  /** All that is told of a district as a whole. */
  private record Told(
      DistrictState state, List<SharingDecision> decisions, List<SyncRun> runs, List<Plan> plans) {
    Told withoutIds() {
      var less = state.toBuilder();
      less.getSpecBuilder().setSharing(withoutIds(state.getSpec().getSharing()));
      var share = less.getShareBuilder();
      for (var finding : share.getFindingsBuilderList()) {
        var rules = finding.getSamplesList().stream().filter(sample -> !sample.contains("/"));
        var samples = rules.toList();
        finding.clearSamples().addAllSamples(samples);
      }
      var confirmed = share.getConfirmedBuilder().clearLiveSections();
      confirmed.setSharing(withoutIds(confirmed.getSharing()));
      if (share.hasApproval()) {
        var approval = share.getApprovalBuilder();
        approval.setFrom(withoutIds(approval.getFrom())).setTo(withoutIds(approval.getTo()));
      }
      return new Told(
          less.build(),
          decisions.stream()
              .map(decision ->
                  decision.toBuilder().setSharing(withoutIds(decision.getSharing())).build())
              .toList(),
          runs,
          plans);
    }

    private static Sharing withoutIds(Sharing sharing) {
      var less = sharing.toBuilder().clearSchools().clearSections().setWithheld(true);
      less.getRulesBuilder().getIncludeBuilderList().forEach(SharingRule.Builder::clearValue);
      less.getRulesBuilder().getExcludeBuilderList().forEach(SharingRule.Builder::clearValue);
      return sharing.hasRules() ? less.build() : less.clearRules().build();
    }
  }

  private Told told(String subject) {
    var state = state(subject);
    var districts = fixture.server.districts(subject);
    assertThat(
            districts
                .listDistrictStates(ListDistrictStatesRequest.getDefaultInstance())
                .getDistrictStatesList())
        .containsExactly(state);
    assertThat(
            districts
                .watchDistrictStates(WatchDistrictStatesRequest.getDefaultInstance())
                .next()
                .getState())
        .isEqualTo(state);
    var decisions = ListSharingDecisionsRequest.newBuilder().setParent(fixture.district);
    var runs = ListSyncRunsRequest.newBuilder().setParent(fixture.district);
    var plans = ListPlansRequest.newBuilder().setParent(fixture.district);
    return new Told(
        state,
        sharing(subject).listSharingDecisions(decisions.build()).getDecisionsList(),
        SyncServiceGrpc.newBlockingStub(fixture.server.channel())
            .withCallCredentials(token(subject))
            .listSyncRuns(runs.build())
            .getSyncRunsList(),
        plans(subject).listPlans(plans.build()).getPlansList());
  }

  private DistrictState state(String subject) {
    return fixture
        .server
        .districts(subject)
        .getDistrictState(
            GetDistrictStateRequest.newBuilder().setName(fixture.district + "/state").build());
  }

  @Test
  void what_went_to_another_school_is_told_as_out_of_sight_and_not_as_gone() {
    var students =
        RosterFixture.of(roster, User.class).stream()
            .filter(user -> user.getStudent().getSchoolsList().equals(List.of(here)))
            .map(User::getName)
            .toList();
    var moved = students.getFirst();
    var returned = students.getLast();
    fixture.clever.apply(
        new MoveToSchool(id(moved), id(elsewhere), List.of()),
        new Remove(dev.homeroom.sandbox.district.RecordType.USERS, id(returned)));
    long revision = fixture.sync();

    var told = explain(HERE, moved);
    assertThat(told.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_OUT_OF_SIGHT);
    assertThat(told.getExplanation()).contains("since revision " + revision);
    assertThat(told.getVersionsList())
        .extracting(RecordVersion::getFromRevision, RecordVersion::getUntilRevision)
        .containsExactly(tuple(1L, revision));
    assertThat(told.toString()).doesNotContain(id(elsewhere));
    for (var seeing : List.of(ELSEWHERE, NO_SEATS)) {
      assertThat(explain(seeing, moved).getStanding())
          .isEqualTo(RecordStanding.RECORD_STANDING_LIVE);
    }
    assertThat(explain(HERE, returned).getStanding())
        .isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);

    fixture.clever.apply(
        new WithdrawUser(id(moved)),
        new Restore(dev.homeroom.sandbox.district.RecordType.USERS, id(returned)),
        new MoveToSchool(id(returned), id(elsewhere), List.of()));
    fixture.sync();
    assertThat(explain(NO_SEATS, moved).getStanding())
        .isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(explain(HERE, moved))
        .as("whether it is in the roster is not told")
        .isEqualTo(told.toBuilder().setRevision(fixture.state().getRevision()).build());
    assertThat(explain(NO_SEATS, returned).getStanding())
        .isEqualTo(RecordStanding.RECORD_STANDING_LIVE);
    assertThat(explain(HERE, returned).getStanding())
        .isEqualTo(RecordStanding.RECORD_STANDING_OUT_OF_SIGHT);
  }

  /** By page and as a file. */
  private void assertTold(String subject, Plan plan, List<PlanChange> expected) {
    assertThat(changes(subject, plan)).as(subject).isEqualTo(expected);
    var csv = new StringBuilder();
    plans(subject)
        .exportPlanChanges(ExportPlanChangesRequest.newBuilder().setParent(plan.getName()).build())
        .forEachRemaining(piece -> csv.append(piece.getCsv()));
    assertThat(csv.toString().lines().skip(1).map(line -> line.split(",", -1)))
        .as(subject)
        .extracting(line -> line[1], line -> line[4])
        .isEqualTo(
            expected.stream().map(change -> tuple(change.getRecord(), change.getPart())).toList());
  }

  private List<PlanChange> changes(String subject, Plan plan) {
    var changes = new ArrayList<PlanChange>();
    var request = ListPlanChangesRequest.newBuilder().setParent(plan.getName()).setPageSize(30);
    do {
      var page = plans(subject).listPlanChanges(request.build());
      changes.addAll(page.getChangesList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return changes;
  }

  private Set<String> moved(String subject, long revision) {
    var moved = new TreeSet<String>();
    var request =
        ListShareChangeRecordsRequest.newBuilder()
            .setParent(fixture.district + "/shareChanges/" + revision)
            .setPageSize(50);
    do {
      var page = sharing(subject).listShareChangeRecords(request.build());
      page.getRecordsList().stream().map(ShareChangeRecord::getRecord).forEach(moved::add);
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return moved;
  }

  private Set<String> leftOut(String subject) {
    var leftOut = new TreeSet<String>();
    var request =
        ListLeftOutRecordsRequest.newBuilder().setParent(fixture.district).setPageSize(50);
    do {
      var page = sharing(subject).listLeftOutRecords(request.build());
      leftOut.addAll(page.getRecordsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return leftOut;
  }

  /** Names of the records that the live roster tells the reviewer. */
  private Set<String> seen(String subject) {
    var seen = new TreeSet<>(fixture.roster(fixture.server.roster(subject)).keySet());
    seen.remove(fixture.district);
    return seen;
  }

  private static Set<String> both(Set<String> some, Collection<String> others) {
    var both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
  }

  private List<String> sectionsOf(String school) {
    return RosterFixture.of(roster, Section.class).stream()
        .filter(section -> section.getSchool().equals(school))
        .map(Section::getName)
        .toList();
  }

  private Plan approve(String subject, Plan plan) {
    return plans(subject)
        .approvePlan(
            ApprovePlanRequest.newBuilder()
                .setName(plan.getName())
                .setDigest(plan.getDigest())
                .build());
  }

  private Plan reject(String subject, Plan plan) {
    return plans(subject)
        .rejectPlan(
            RejectPlanRequest.newBuilder()
                .setName(plan.getName())
                .setDigest(plan.getDigest())
                .build());
  }

  private Refused refusedRejection(String subject, Plan plan) {
    return Refused.by(() -> reject(subject, plan));
  }

  private RecordExplanation explain(String subject, String name) {
    return ExplainServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(token(subject))
        .explainRecord(ExplainRecordRequest.newBuilder().setName(name).build());
  }

  private PlanServiceBlockingStub plans(String subject) {
    return PlanServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(token(subject))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  private SharingServiceBlockingStub sharing(String subject) {
    return SharingServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(token(subject))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  private CallCredentials token(String subject) {
    return TestServer.bearer(fixture.server.issuer().token(subject));
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
