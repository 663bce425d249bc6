package dev.homeroom.server.identity;

import static dev.homeroom.server.identity.SignInFixture.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.Role;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.AcceptancePolicy;
import dev.homeroom.v1.BeginLoginRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.Status;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every way to sign in at a district whose gate is closed to its people. */
final class ClosedSignInTest {
  @Test
  void nobody_signs_in_where_the_declaration_has_ended() {
    requireClosed(
        "DISTRICT_ENDED",
        homeroom -> {
          var _ =
              homeroom
                  .server
                  .districts(TestServer.OPERATOR)
                  .deleteDistrict(
                      DeleteDistrictRequest.newBuilder().setName(homeroom.district).build());
        });
  }

  @Test
  void nobody_signs_in_where_the_roster_waits_for_its_acceptance() {
    requireClosed(
        "ROSTER_NOT_ACCEPTED",
        homeroom ->
            homeroom.declare(
                spec -> spec.setAcceptance(AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL)));
  }

  private static void requireClosed(String reason, Consumer<SignInFixture> close) {
    try (var homeroom = new SignInFixture(Clock.systemUTC())) {
      var teacher = homeroom.user(Role.TEACHER);
      var done = homeroom.returned(homeroom.begin(TestServer.APP), teacher);
      var token = homeroom.as(TestServer.APP).completeLogin(done).getIdToken();
      var underway = homeroom.returned(homeroom.begin(TestServer.APP), teacher);

      close.accept(homeroom);

      assertRefused(homeroom, reason, () -> homeroom.begin(TestServer.APP));
      assertRefused(homeroom, reason, () -> homeroom.as(TestServer.APP).completeLogin(underway));
      assertRefused(homeroom, reason, () -> homeroom.as(TestServer.APP).completeLogin(done));
      var anywhere =
          homeroom
              .as(TestServer.APP)
              .beginLogin(BeginLoginRequest.newBuilder().setRedirectUri(CALLBACK).build());
      assertRefused(
          homeroom,
          reason,
          () -> homeroom.as(TestServer.APP).completeLogin(homeroom.returned(anywhere, teacher)));
      assertThat(
              Refused.by(() ->
                      SignInFixture.with(homeroom.server, token)
                          .whoAmI(WhoAmIRequest.getDefaultInstance()))
                  .reason())
          .isEqualTo("USER_NOT_IN_ROSTER");
    }
  }

  private static void assertRefused(SignInFixture homeroom, String reason, Supplier<?> signIn) {
    var refused = Refused.by(signIn);
    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.metadata()).containsEntry("district", homeroom.district);
    assertThat(refused.message()).contains("sign in");
  }
}
