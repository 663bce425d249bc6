package dev.homeroom.server.identity;

import static dev.homeroom.server.db.generated.Tables.LOGIN_ANSWERS;
import static dev.homeroom.server.identity.SignInFixture.CALLBACK;
import static dev.homeroom.server.identity.SignInFixture.ELSEWHERE;
import static dev.homeroom.server.identity.SignInFixture.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.server.Refused;
import dev.homeroom.server.ServerConfig;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.BeginLoginRequest;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.CompleteLoginRequest;
import dev.homeroom.v1.CompleteLoginResponse;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in, from BeginLogin over Clever's pages to CompleteLogin and on as the user. */
final class IdentityServiceTest {
  @SuppressWarnings("NullAway.Init")
  private static RunningClock time;

  @SuppressWarnings("NullAway.Init")
  private static SignInFixture homeroom;

  @BeforeAll
  static void start() {
    time = new RunningClock(Instant.now());
    homeroom = new SignInFixture(time);
  }

  @AfterAll
  static void stop() {
    homeroom.close();
  }

  @AfterEach
  void all_is_well_again() {
    homeroom.clever.faults().clear();
  }

  @Test
  void somebody_signs_in_and_the_app_calls_on_as_this_user() throws Exception {
    var teacher = homeroom.user(Role.TEACHER);
    var begun = homeroom.begin(TestServer.APP);

    var done = homeroom.as(TestServer.APP).completeLogin(homeroom.returned(begun, teacher));

    assertThat(done.getUser()).isEqualTo(homeroom.district + "/users/" + teacher);
    var claims = SignedJWT.parse(done.getIdToken()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(teacher);
    assertThat(claims.getStringClaim("nonce")).isEqualTo(begun.getNonce());
    assertThat(done.getExpireTime().getSeconds())
        .isEqualTo(claims.getExpirationTime().toInstant().getEpochSecond());
    var who =
        SignInFixture.with(homeroom.server, done.getIdToken())
            .whoAmI(WhoAmIRequest.getDefaultInstance());
    assertThat(who.getUser()).isEqualTo(done.getUser());
    assertThat(who.getRolesList()).containsExactly(CallerRole.CALLER_ROLE_TEACHER);
  }

  @Test
  void the_browser_is_sent_to_clever_without_the_clients_secret() {
    var begun = homeroom.begin(TestServer.APP);

    assertThat(begun.getAuthorizeUrl())
        .startsWith(homeroom.clever.baseUrl() + "/oauth/authorize?response_type=code&")
        .contains("state=" + begun.getState(), "nonce=" + begun.getNonce(), "district_id=")
        .doesNotContain("sandbox-secret", begun.getLoginSecret());
    assertThat(begun.getLoginSecret()).matches("[A-Za-z0-9_-]{43}");
    assertThat(homeroom.begin(TestServer.APP).getState()).isNotEqualTo(begun.getState());
  }

  @Test
  void a_login_that_began_at_clever_starts_again_at_BeginLogin() {
    var portal = homeroom.signIn(portal(), homeroom.user(Role.STUDENT));

    var refused =
        refused(
            TestServer.APP,
            CompleteLoginRequest.newBuilder().setCode(portal.getOrDefault("code", "")).build());

    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo("LOGIN_STATE_MISSING");
    assertThat(refused.message()).contains("BeginLogin");
  }

  @Test
  void a_redirect_uri_has_to_be_listed_for_the_caller() {
    for (var uri : List.of(ELSEWHERE, CALLBACK + "/", CALLBACK + "?a=b")) {
      var request = BeginLoginRequest.newBuilder().setRedirectUri(uri).build();

      var refused = Refused.by(() -> homeroom.as(TestServer.APP).beginLogin(request));

      assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(refused.reason()).isEqualTo("REDIRECT_URI_NOT_LISTED");
    }
  }

  @Test
  void the_same_login_gets_the_same_answer_for_a_minute_on_any_server() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));
    var sibling = homeroom.server.sibling(ServerConfig.History.USUAL);
    var first = homeroom.as(TestServer.APP).completeLogin(request);

    var token = homeroom.server.issuer().token(TestServer.APP);
    assertThat(SignInFixture.with(sibling, token).completeLogin(request)).isEqualTo(first);
    assertThat(homeroom.as(TestServer.APP).completeLogin(request)).isEqualTo(first);

    time.set(time.instant().plus(Duration.ofSeconds(60)));
    assertThat(refused(TestServer.APP, request).reason()).isEqualTo("LOGIN_CODE_REJECTED");
  }

  @Test
  void a_callback_that_comes_twice_at_once_is_exchanged_once() throws Exception {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));
    Callable<CompleteLoginResponse> call = () -> homeroom.as(TestServer.APP).completeLogin(request);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(Stream.generate(() -> call).limit(8).toList());

      var first = answers.getFirst().get();
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void nobody_else_gets_the_answer() {
    var begun = homeroom.begin(TestServer.APP);
    var request = homeroom.returned(begun, homeroom.user(Role.TEACHER));
    var mine = homeroom.begin(OTHER_APP);
    var another = homeroom.begin(TestServer.APP);
    var _ = homeroom.as(TestServer.APP).completeLogin(request);

    assertThat(refused(OTHER_APP, request).reason()).isEqualTo("LOGIN_STATE_INVALID");
    assertThat(
            refused(
                    OTHER_APP,
                    request.toBuilder()
                        .setState(mine.getState())
                        .setLoginSecret(mine.getLoginSecret())
                        .build())
                .reason())
        .isEqualTo("LOGIN_CODE_REJECTED");
    assertThat(
            refused(
                    TestServer.APP,
                    request.toBuilder()
                        .setState(another.getState())
                        .setLoginSecret(another.getLoginSecret())
                        .build())
                .reason())
        .isEqualTo("LOGIN_CODE_REJECTED");
  }

  @Test
  void another_browser_cannot_bring_a_login_back() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));
    var other = homeroom.begin(TestServer.APP);

    var refused =
        refused(TestServer.APP, request.toBuilder().setLoginSecret(other.getLoginSecret()).build());

    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("LOGIN_SECRET_WRONG");
  }

  @Test
  void a_stolen_code_signs_nobody_in() {
    var victim = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));
    var thief = homeroom.begin(TestServer.APP);

    var refused =
        refused(
            TestServer.APP,
            victim.toBuilder()
                .setState(thief.getState())
                .setLoginSecret(thief.getLoginSecret())
                .build());

    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo("LOGIN_UNPROVEN");
  }

  @Test
  void an_edited_state_is_refused() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));
    for (var state : List.of("x", "A" + request.getState(), request.getState() + "A")) {
      var refused = refused(TestServer.APP, request.toBuilder().setState(state).build());

      assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.reason()).isEqualTo("LOGIN_STATE_INVALID");
    }
  }

  @Test
  void a_login_has_to_be_complete_within_ten_minutes() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));

    time.set(time.instant().plus(Duration.ofMinutes(10)));

    assertThat(refused(TestServer.APP, request).reason()).isEqualTo("LOGIN_EXPIRED");
  }

  @Test
  void a_code_that_clever_does_not_know_is_refused() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));

    assertThat(refused(TestServer.APP, request.toBuilder().setCode("guessed").build()).reason())
        .isEqualTo("LOGIN_CODE_REJECTED");
  }

  @Test
  void while_clevers_token_endpoint_is_down_nobody_new_comes_in_and_the_code_can_be_tried_again() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.TEACHER));
    homeroom.clever.faults().add(new Fault.Status(503, FaultTarget.next(1).under("oauth/tokens")));

    var refused = refused(TestServer.APP, request);

    assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.reason()).isEqualTo("SIGN_IN_UNAVAILABLE");
    assertThat(refused.retryable()).isTrue();
    assertThat(homeroom.as(TestServer.APP).completeLogin(request).getUser()).isNotEmpty();
  }

  @Test
  void a_user_whom_the_roster_or_the_caller_does_not_have_is_not_told() {
    var stranger = homeroom.begin("stranger", "");

    var refused = refused("stranger", homeroom.returned(stranger, homeroom.user(Role.TEACHER)));

    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("USER_NOT_IN_ROSTER");
  }

  @Test
  void a_district_that_the_caller_may_not_see_is_hidden() {
    var refused = Refused.by(() -> homeroom.begin("stranger"));

    assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.reason()).isEqualTo("DISTRICT_NOT_FOUND");
  }

  @Test
  void what_is_missing_or_too_long_is_named() {
    var app = homeroom.as(TestServer.APP);
    var whole = CompleteLoginRequest.newBuilder().setCode("c").setState("s").setLoginSecret("l");

    assertThat(Refused.by(() -> app.beginLogin(BeginLoginRequest.getDefaultInstance())).fields())
        .containsExactly("redirect_uri");
    assertThat(
            Refused.by(() ->
                    app.beginLogin(
                        BeginLoginRequest.newBuilder()
                            .setRedirectUri(CALLBACK)
                            .setDistrict("x")
                            .build()))
                .fields())
        .containsExactly("district");
    assertThat(refused(TestServer.APP, whole.clone().clearCode().build()).fields())
        .containsExactly("code");
    assertThat(refused(TestServer.APP, whole.clone().clearLoginSecret().build()).fields())
        .containsExactly("login_secret");
    assertThat(refused(TestServer.APP, whole.clone().setState("s".repeat(1501)).build()).fields())
        .containsExactly("state");
  }

  @Test
  void what_is_kept_of_a_login_is_encrypted() {
    var request = homeroom.returned(homeroom.begin(TestServer.APP), homeroom.user(Role.STUDENT));
    var done = homeroom.as(TestServer.APP).completeLogin(request);

    try (var database = TestPostgres.open(homeroom.server.database())) {
      var row =
          database
              .dsl()
              .selectFrom(LOGIN_ANSWERS)
              .where(LOGIN_ANSWERS.CODE_HASH.eq(LoginStates.hash(request.getCode())))
              .fetchSingle();
      assertThat(new String(row.getAnswer(), StandardCharsets.ISO_8859_1))
          .doesNotContain(done.getIdToken().substring(0, 20), "districts/");
    }
  }

  @Test
  void clevers_bearer_token_opens_the_same_until_it_is_revoked_and_that_is_noticed() {
    var teacher = homeroom.user(Role.TEACHER);
    var token = homeroom.clever.signIn().accessToken(teacher);
    var bearer = SignInFixture.with(homeroom.server, token);
    var who = WhoAmIRequest.getDefaultInstance();
    assertThat(bearer.whoAmI(who).getUser()).isEqualTo(homeroom.district + "/users/" + teacher);

    homeroom.clever.signIn().revokeTokens(Optional.of(teacher));
    time.set(time.instant().plus(Duration.ofMinutes(1)));

    var refused = Refused.by(() -> bearer.whoAmI(who));
    assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
    assertThat(refused.message()).doesNotContain(token);
  }

  @Test
  void everybody_with_a_role_is_told_who_they_are() {
    var reviewer = homeroom.as(TestServer.REVIEWER).whoAmI(WhoAmIRequest.getDefaultInstance());

    assertThat(reviewer.getIssuer()).isEqualTo(homeroom.server.issuer().name());
    assertThat(reviewer.getSubject()).isEqualTo(TestServer.REVIEWER);
    assertThat(reviewer.getRolesList()).containsExactly(CallerRole.CALLER_ROLE_REVIEWER);
    assertThat(reviewer.getUser()).isEmpty();
  }

  private static Refused refused(String app, CompleteLoginRequest request) {
    return Refused.by(() -> homeroom.as(app).completeLogin(request));
  }

  private static String portal() {
    return homeroom.clever.baseUrl() + "/in/demo-" + homeroom.clever.districtId() + "?from=portal";
  }
}
