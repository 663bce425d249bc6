package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.WhoAmIRequest;
import dev.homeroom.v1.WhoAmIResponse;
import io.grpc.CallCredentials;
import io.grpc.Status;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People whom Clever signs in, and who are not in the roster: any more, or by what is declared. */
final class AbsentUsersTest {
  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private static AccessTruth truth;

  @BeforeAll
  static void start() {
    fixture =
        RosterFixture.sharing(
            100,
            31,
            clever ->
                Sharing.newBuilder()
                    .setType(SharingType.SHARING_TYPE_SCHOOLS)
                    .addSchools(AccessTruth.of(clever).schools().firstKey())
                    .build());
    truth = AccessTruth.of(fixture.clever);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void a_user_who_is_archived_is_let_in_no_more_until_restored() {
    var leaving = student(schools -> schools.contains(truth.schools().firstKey()));
    var token = token(leaving);
    assertThat(who(token).getUser()).isEqualTo(fixture.district + "/users/" + leaving);

    fixture.clever.apply(new RosterChange.WithdrawUser(leaving));
    fixture.sync();
    assertNotInRoster(token);

    fixture.clever.apply(new RosterChange.Restore(RecordType.USERS, leaving));
    fixture.sync();
    assertThat(who(token).getUser()).isEqualTo(fixture.district + "/users/" + leaving);
  }

  @Test
  void a_user_whom_the_declared_share_leaves_out_is_not_let_in() {
    assertNotInRoster(token(student(schools -> !schools.contains(truth.schools().firstKey()))));
  }

  private static void assertNotInRoster(CallCredentials token) {
    var refused = Refused.by(() -> who(token));
    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("USER_NOT_IN_ROSTER");
    assertThat(refused.metadata()).isEmpty();
  }

  private static String student(Predicate<Set<String>> schools) {
    return truth.holding(Set.of("student")).stream()
        .filter(id -> schools.test(truth.schoolsOf(id, "student")))
        .findFirst()
        .orElseThrow();
  }

  private static CallCredentials token(String user) {
    var issuer = fixture.server.issuer();
    return TestServer.bearer(issuer.idToken(fixture.clever.districtId(), user));
  }

  private static WhoAmIResponse who(CallCredentials token) {
    return IdentityServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(token)
        .whoAmI(WhoAmIRequest.getDefaultInstance());
  }
}
