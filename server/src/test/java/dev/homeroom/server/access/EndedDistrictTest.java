package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.CountRosterRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.GrantOutcome;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListShareChangesRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WhoAmIRequest;
import dev.homeroom.v1.WhoAmIResponse;
import io.grpc.CallCredentials;
import io.grpc.Status;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who still gets in once the declaration of a district has ended. */
final class EndedDistrictTest {
  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private static String teacher;

  @BeforeAll
  static void start() {
    fixture = RosterFixture.students(40, 5);
    teacher = AccessTruth.of(fixture.clever).holding(Set.of("teacher")).getFirst();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @BeforeEach
  void end() {
    var _ =
        fixture
            .server
            .districts(TestServer.OPERATOR)
            .deleteDistrict(DeleteDistrictRequest.newBuilder().setName(fixture.district).build());
  }

  @AfterEach
  void declare() {
    fixture.declare(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build());
  }

  @Test
  void people_are_nobody_at_once_and_come_back_when_it_is_declared_again() {
    var refused = Refused.by(() -> who(person()));
    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("USER_NOT_IN_ROSTER");
    assertThat(
            Refused.by(() ->
                    fixture
                        .server
                        .roster("app")
                        .withCallCredentials(person())
                        .getUser(GetUserRequest.newBuilder().setName(name()).build()))
                .reason())
        .isEqualTo("USER_NOT_IN_ROSTER");

    declare();

    assertThat(who(person()).getUser()).isEqualTo(name());
  }

  @Test
  void apps_read_on_within_the_days_of_grace_and_then_are_told_why_not() {
    assertThat(users(TestServer.APP)).isNotEmpty();

    graceIsOver();

    for (var read : reads()) {
      var refused = Refused.by(read);
      assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.reason()).isEqualTo("DISTRICT_ENDED");
      assertThat(refused.metadata()).containsEntry("district", fixture.district);
    }
    assertThat(
            fixture
                .app()
                .listDistricts(ListDistrictsRequest.getDefaultInstance())
                .getDistrictsList())
        .isEmpty();

    declare();

    assertThat(users(TestServer.APP)).isNotEmpty();
  }

  @Test
  void reviewers_look_on_without_end_and_are_told_who_is_let_in() {
    graceIsOver();

    assertThat(users(TestServer.REVIEWER)).isNotEmpty();
    var access =
        ExplainServiceGrpc.newBlockingStub(fixture.server.channel())
            .withCallCredentials(subject(TestServer.REVIEWER))
            .explainAccess(ExplainAccessRequest.newBuilder().setName(name()).build());
    assertThat(access.getLetIn()).isFalse();
    assertThat(access.getExplanation()).contains("declaration", "ended");
    assertThat(access.getSeesList()).isEmpty();
    assertThat(access.getPeopleList()).isEmpty();
    assertThat(access.getGrantedList())
        .filteredOn(sight -> sight.getSubject().equals(TestServer.APP))
        .extracting(GrantedSight::getOutcome)
        .containsExactly(GrantOutcome.GRANT_OUTCOME_DISTRICT_ENDED);
  }

  @Test
  void a_watch_ends_with_the_days_of_grace() {
    var changes =
        fixture
            .app()
            .watchRoster(WatchRosterRequest.newBuilder().setParent(fixture.district).build());
    while (!changes.next().hasBookmark()) {
      // All that is there is told first.
    }

    graceIsOver();
    signal();

    assertThat(Refused.by(changes::next).reason()).isEqualTo("DISTRICT_ENDED");
  }

  /** Of each way that a query takes to a roster one. */
  private static List<Supplier<?>> reads() {
    var parent = fixture.district;
    var app = fixture.app();
    return List.of(
        () -> app.getDistrict(GetDistrictRequest.newBuilder().setName(parent).build()),
        () -> app.getUser(GetUserRequest.newBuilder().setName(name()).build()),
        () -> app.listUsers(ListUsersRequest.newBuilder().setParent(parent).build()),
        () -> app.countRoster(CountRosterRequest.newBuilder().setParent(parent).build()),
        () ->
            app.diffRevisions(
                DiffRevisionsRequest.newBuilder().setParent(parent).setFromRevision(1).build()),
        () -> app.watchRoster(WatchRosterRequest.newBuilder().setParent(parent).build()).next(),
        () ->
            SharingServiceGrpc.newBlockingStub(fixture.server.channel())
                .withCallCredentials(subject(TestServer.APP))
                .listShareChanges(ListShareChangesRequest.newBuilder().setParent(parent).build()));
  }

  private static List<User> users(String subject) {
    return fixture
        .server
        .roster(subject)
        .listUsers(ListUsersRequest.newBuilder().setParent(fixture.district).build())
        .getUsersList();
  }

  private static void graceIsOver() {
    execute(
        "update ended_districts set ended_at = now() - interval '20 days', apps_read_until = now() - interval '1 second'");
  }

  private static void signal() {
    execute("select pg_notify('homeroom_district', '" + fixture.clever.districtId() + "')");
  }

  private static void execute(String sql) {
    var config = fixture.server.database();
    try (var connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String name() {
    return fixture.district + "/users/" + teacher;
  }

  private static CallCredentials person() {
    return TestServer.bearer(fixture.server.issuer().idToken(fixture.clever.districtId(), teacher));
  }

  private static CallCredentials subject(String subject) {
    return TestServer.bearer(fixture.server.issuer().token(subject));
  }

  private static WhoAmIResponse who(CallCredentials token) {
    return IdentityServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(token)
        .whoAmI(WhoAmIRequest.getDefaultInstance());
  }
}
