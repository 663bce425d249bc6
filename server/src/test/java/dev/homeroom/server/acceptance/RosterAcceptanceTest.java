package dev.homeroom.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.AcceptRosterRequest;
import dev.homeroom.v1.AcceptancePolicy;
import dev.homeroom.v1.AcceptanceServiceGrpc;
import dev.homeroom.v1.AcceptanceServiceGrpc.AcceptanceServiceBlockingStub;
import dev.homeroom.v1.AcceptanceState;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GrantOutcome;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListRosterDecisionsRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RequestRosterChangesRequest;
import dev.homeroom.v1.RosterDecision;
import dev.homeroom.v1.RosterDecisionKind;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.CallCredentials;
import io.grpc.Status;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads the first roster of a district before a reviewer accepts it, and who decides how. */
final class RosterAcceptanceTest {
  private static final String OTHER_DIGEST = "0".repeat(64);

  @SuppressWarnings("NullAway.Init")
  private RosterFixture fixture;

  @BeforeEach
  void start() {
    fixture = RosterFixture.students(40, 5);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void before_the_acceptance_only_reviewers_read_and_then_everybody_does() {
    var teacher = teacher();
    assertThat(who(teacher)).isEqualTo(teacher.getName());

    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);

    var refused = Refused.by(() -> users(TestServer.APP));
    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo("ROSTER_NOT_ACCEPTED");
    assertThat(refused.metadata()).containsEntry("district", fixture.district);
    assertThat(reason(() -> fixture.app().getDistrict(district())))
        .isEqualTo("ROSTER_NOT_ACCEPTED");
    assertThat(
            fixture
                .app()
                .listDistricts(ListDistrictsRequest.getDefaultInstance())
                .getDistrictsList())
        .isEmpty();
    assertThat(reason(() -> who(teacher))).isEqualTo("USER_NOT_IN_ROSTER");
    assertThat(users(TestServer.REVIEWER)).isNotEmpty();
    assertThat(fixture.state().getAcceptance())
        .isEqualTo(
            AcceptanceState.newBuilder()
                .setPolicy(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL)
                .build());

    var accepted = accept(newest().setNote("Looks good."));

    assertThat(accepted.getAccepted()).isTrue();
    assertThat(accepted.getRevision()).isEqualTo(1);
    assertThat(accepted.getShareDigest()).isEqualTo(digest());
    assertThat(fixture.state().getAcceptance()).isEqualTo(accepted);
    assertThat(users(TestServer.APP)).isNotEmpty();
    assertThat(who(teacher)).isEqualTo(teacher.getName());
    assertThat(decisions())
        .singleElement()
        .satisfies(decision -> {
          assertThat(decision.getKind())
              .isEqualTo(RosterDecisionKind.ROSTER_DECISION_KIND_ACCEPTED);
          assertThat(decision.getDecidedBy()).isEqualTo(TestServer.REVIEWER);
          assertThat(decision.getNote()).isEqualTo("Looks good.");
          assertThat(decision.getRevision()).isEqualTo(1);
          assertThat(decision.getShareDigest()).isEqualTo(digest());
          assertThat(decision.getTime()).isEqualTo(accepted.getDecideTime());
        });
  }

  @Test
  void an_open_watch_ends_with_the_reason_and_none_begins() {
    var request = WatchRosterRequest.newBuilder().setParent(fixture.district).build();
    var changes = fixture.app().watchRoster(request);
    while (!changes.next().hasBookmark()) {
      // All that is there is told first.
    }

    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);

    assertThat(reason(changes::next)).isEqualTo("ROSTER_NOT_ACCEPTED");
    assertThat(reason(() -> fixture.app().watchRoster(request).next()))
        .isEqualTo("ROSTER_NOT_ACCEPTED");
  }

  @Test
  void reviewers_see_in_an_explanation_who_is_kept_out() {
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);

    var user = users(TestServer.REVIEWER).getFirst();
    var access =
        ExplainServiceGrpc.newBlockingStub(fixture.server.channel())
            .withCallCredentials(subject(TestServer.REVIEWER))
            .explainAccess(ExplainAccessRequest.newBuilder().setName(user.getName()).build());

    assertThat(access.getLetIn()).isFalse();
    assertThat(access.getExplanation()).contains("not been accepted");
    assertThat(access.getGrantedList())
        .filteredOn(sight -> sight.getSubject().equals(TestServer.APP))
        .extracting(GrantedSight::getOutcome)
        .containsExactly(GrantOutcome.GRANT_OUTCOME_ROSTER_NOT_ACCEPTED);
  }

  @Test
  void only_the_newest_roster_with_its_own_share_is_accepted() {
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);
    var before = newest();
    hire();

    var refused = Refused.by(() -> accept(before));
    assertThat(refused.reason()).isEqualTo("ROSTER_CHANGED");
    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.metadata()).containsEntry("newestRevision", "2");
    assertThat(reason(() -> accept(newest().setRevision(3)))).isEqualTo("REVISION_IN_FUTURE");
    assertThat(reason(() -> accept(newest().setShareDigest(OTHER_DIGEST))))
        .isEqualTo("SHARE_DIGEST_MISMATCH");
    assertThat(reason(() -> accept(newest().setShareDigest("none")))).isEqualTo("INVALID_FIELD");
    assertThat(reason(() -> users(TestServer.APP))).isEqualTo("ROSTER_NOT_ACCEPTED");
    assertThat(decisions()).isEmpty();

    assertThat(accept(newest()).getRevision()).isEqualTo(2);
  }

  @Test
  void a_roster_that_is_not_there_is_neither_accepted_nor_sent_back() {
    var name = "districts/4fd43cc56d11340000000005";
    var _ =
        fixture
            .server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(name)
                    .setSpec(spec(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL).setSuspend(true))
                    .build());

    assertThat(reason(() -> accept(newest().setName(name)))).isEqualTo("ROSTER_NOT_SYNCED");
    assertThat(reason(() -> sendBack(changes("Why?").setName(name))))
        .isEqualTo("ROSTER_NOT_SYNCED");
  }

  @Test
  void a_roster_is_sent_back_until_it_is_accepted() {
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);

    assertThat(sendBack(changes("Share the teachers, too.")).getRequestedChanges())
        .isEqualTo("Share the teachers, too.");
    assertThat(fixture.state().getAcceptance().getRequestedChanges())
        .isEqualTo("Share the teachers, too.");
    assertThat(reason(() -> users(TestServer.APP))).isEqualTo("ROSTER_NOT_ACCEPTED");
    assertThat(reason(() -> sendBack(changes("")))).isEqualTo("INVALID_FIELD");

    assertThat(accept(newest()).getRequestedChanges()).isEmpty();
    assertThat(reason(() -> sendBack(changes("And the sections."))))
        .isEqualTo("ROSTER_ALREADY_ACCEPTED");
    assertThat(decisions())
        .extracting(RosterDecision::getKind)
        .containsExactly(
            RosterDecisionKind.ROSTER_DECISION_KIND_ACCEPTED,
            RosterDecisionKind.ROSTER_DECISION_KIND_CHANGES_REQUESTED);
  }

  @Test
  void of_reviewers_who_accept_at_once_one_decides_and_all_are_answered_alike() throws Exception {
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);
    var request = newest();
    Callable<AcceptanceState> accepting =
        () -> reviewer().acceptRoster(request.clone().setRequestId(uuid()).build());

    try (var reviewers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = reviewers.invokeAll(List.of(accepting, accepting, accepting, accepting));
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(fixture.state().getAcceptance());
      }
    }

    assertThat(decisions()).hasSize(1);
  }

  @Test
  void a_repeated_request_records_nothing_and_another_one_may_not_have_its_id() {
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);
    var id = uuid();
    var sent = sendBack(changes("Share the teachers, too.").setRequestId(id));

    assertThat(sendBack(changes("Share the teachers, too.").setRequestId(id))).isEqualTo(sent);
    assertThat(reason(() -> sendBack(changes("Share all.").setRequestId(id))))
        .isEqualTo("REQUEST_ID_REUSED");
    assertThat(reason(() -> accept(newest().setRequestId(id)))).isEqualTo("REQUEST_ID_REUSED");
    assertThat(decisions()).hasSize(1);

    var acceptance = newest().setRequestId(uuid());
    var accepted = accept(acceptance);
    hire();

    assertThat(accept(acceptance)).isEqualTo(accepted);
  }

  @Test
  void an_acceptance_outlives_the_declaration_and_is_needed_only_where_it_is_declared() {
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_UNSPECIFIED);
    assertThat(users(TestServer.APP)).isNotEmpty();
    assertThat(fixture.state().getSpec().getAcceptance())
        .isEqualTo(AcceptancePolicy.ACCEPTANCE_POLICY_NOT_REQUIRED);
    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);
    var _ = accept(newest());
    var _ =
        fixture
            .server
            .districts(TestServer.OPERATOR)
            .deleteDistrict(DeleteDistrictRequest.newBuilder().setName(fixture.district).build());

    declare(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL);

    assertThat(users(TestServer.APP)).isNotEmpty();
    assertThat(fixture.state().getAcceptance().getAccepted()).isTrue();
  }

  /** Brings a new revision. */
  private void hire() {
    var school =
        fixture
            .server
            .roster(TestServer.REVIEWER)
            .listSchools(ListSchoolsRequest.newBuilder().setParent(fixture.district).build())
            .getSchools(0);
    fixture.clever.apply(new RosterChange.HireEmployee("staff", List.of(id(school.getName()))));
    fixture.sync();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private AcceptanceState accept(AcceptRosterRequest.Builder request) {
    return reviewer().acceptRoster(request.build());
  }

  private AcceptanceState sendBack(RequestRosterChangesRequest.Builder request) {
    return reviewer().requestRosterChanges(request.build());
  }

  private AcceptRosterRequest.Builder newest() {
    return AcceptRosterRequest.newBuilder()
        .setName(fixture.district)
        .setRevision(fixture.state().getRevision())
        .setShareDigest(digest());
  }

  private RequestRosterChangesRequest.Builder changes(String message) {
    return RequestRosterChangesRequest.newBuilder().setName(fixture.district).setMessage(message);
  }

  private String digest() {
    return fixture.state().getShare().getDigest();
  }

  private List<RosterDecision> decisions() {
    return reviewer()
        .listRosterDecisions(
            ListRosterDecisionsRequest.newBuilder().setParent(fixture.district).build())
        .getDecisionsList();
  }

  private AcceptanceServiceBlockingStub reviewer() {
    return AcceptanceServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(subject(TestServer.REVIEWER));
  }

  private void declare(AcceptancePolicy policy) {
    fixture.declare(spec(policy));
  }

  private static DistrictSpec.Builder spec(AcceptancePolicy policy) {
    return DistrictSpec.newBuilder()
        .setSharing(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT))
        .setAcceptance(policy);
  }

  private GetDistrictRequest district() {
    return GetDistrictRequest.newBuilder().setName(fixture.district).build();
  }

  private List<User> users(String subject) {
    return fixture
        .server
        .roster(subject)
        .listUsers(ListUsersRequest.newBuilder().setParent(fixture.district).build())
        .getUsersList();
  }

  private User teacher() {
    return users(TestServer.REVIEWER).stream().filter(User::hasTeacher).findFirst().orElseThrow();
  }

  /** The user whom the server sees in an id_token of Clever. */
  private String who(User user) {
    return IdentityServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(
            TestServer.bearer(
                fixture.server.issuer().idToken(fixture.clever.districtId(), id(user.getName()))))
        .whoAmI(WhoAmIRequest.getDefaultInstance())
        .getUser();
  }

  private CallCredentials subject(String subject) {
    return TestServer.bearer(fixture.server.issuer().token(subject));
  }

  private static String uuid() {
    return UUID.randomUUID().toString();
  }

  private static String reason(Supplier<?> call) {
    return Refused.by(call).reason();
  }
}
