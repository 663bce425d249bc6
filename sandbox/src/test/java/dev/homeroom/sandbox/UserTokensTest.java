package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.link;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.testing.StoppedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tokens of people: what they say and what they open (CLEVER.md 1.2, 1.5, 1.6, 2). */
final class UserTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  private final StoppedClock realTime = new StoppedClock(NOW);
  private Sandbox sandbox;
  private PlainClient app;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(100).withClock(realTime));
    app = new PlainClient(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void me_tells_the_user_and_the_district_and_no_name() {
    var teacher = first("teacher");
    var me = as(teacher).json("/v3.1/me");

    assertThat(text(me, "type")).isEqualTo("user");
    assertThat(me.path("data").propertyNames())
        .containsExactlyInAnyOrder("id", "district", "type", "authorized_by");
    assertThat(text(me.path("data"), "id")).isEqualTo(text(teacher, "id"));
    assertThat(text(me.path("data"), "district")).isEqualTo(sandbox.districtId());
    assertThat(text(me.path("data"), "authorized_by")).isEqualTo("district");
    assertThat(link(me, "self")).contains("/me");
    assertThat(link(me, "canonical")).contains("/v3.1/users/" + text(teacher, "id"));
    assertThat(link(me, "district")).contains("/v3.1/districts/" + sandbox.districtId());
    assertThat(link(as(teacher).json("/v3.0/me"), "canonical"))
        .contains("/v3.0/users/" + text(teacher, "id"));
  }

  @Test
  void a_persons_token_opens_the_own_user_and_district() {
    var student = first("student");
    var user = as(student).json("/v3.1/users/" + text(student, "id"));

    assertThat(user.path("data")).isEqualTo(student);
    assertThat(as(student).get("/v3.0/districts/" + sandbox.districtId()).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.1/users",
        "/v3.1/courses",
        "/v3.1/districts",
        "/v3.1/events",
        "/v3.1/users/OTHER",
        "/v3.1/users/OWN/sections",
        "/v3.1/me/sections"
      })
  void a_persons_token_gets_a_web_page_for_the_roster(String path) {
    var student = first("student");
    var other = first("teacher");

    var answer =
        as(student)
            .get(path.replace("OTHER", text(other, "id")).replace("OWN", text(student, "id")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
  }

  @Test
  void the_token_of_a_district_is_nobodys() {
    assertThat(app.get("/v3.1/me").statusCode()).isEqualTo(404);
    assertThat(app.get("/userinfo").statusCode()).isEqualTo(401);
    assertThat(new PlainClient(sandbox.baseUrl(), "ilnothing").get("/v3.1/me").statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_persons_token_lives_for_a_day() {
    var student = as(first("student"));
    realTime.pass(Duration.ofHours(24).minusSeconds(1));
    assertThat(student.get("/v3.1/me").statusCode()).isEqualTo(200);

    realTime.pass(Duration.ofSeconds(1));

    assertThat(student.get("/v3.1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void a_revoked_token_is_refused_and_others_stay() {
    var student = first("student");
    var revoked = as(student);
    var other = as(first("teacher"));

    sandbox.signIn().revokeTokens(Optional.of(text(student, "id")));

    assertThat(revoked.get("/v3.1/me").statusCode()).isEqualTo(401);
    assertThat(other.get("/v3.1/me").statusCode()).isEqualTo(200);
    sandbox.signIn().revokeTokens(Optional.empty());
    assertThat(other.get("/v3.1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_ends_with_the_share_and_with_the_connection() {
    var student = first("student");
    var gone = as(student);
    var teacher = as(first("teacher"));

    sandbox.apply(new RosterChange.WithdrawUser(text(student, "id")));
    assertThat(gone.get("/v3.1/me").statusCode()).isEqualTo(401);
    assertThat(teacher.get("/v3.1/me").statusCode()).isEqualTo(200);

    sandbox.disconnect();
    assertThat(teacher.get("/v3.1/me").statusCode()).isEqualTo(401);
    assertThat(teacher.get("/userinfo").statusCode()).isEqualTo(401);
  }

  @Test
  void tokeninfo_tells_whose_app_a_token_belongs_to() {
    var ofDistrict = app.json("/oauth/tokeninfo");
    var ofPerson = as(first("teacher")).json("/oauth/tokeninfo");
    var ofNobody = new PlainClient(sandbox.baseUrl(), "nothing").get("/oauth/tokeninfo");

    assertThat(text(ofDistrict, "client_id")).isEqualTo("sandbox-client");
    assertThat(PlainClient.texts(ofDistrict.path("scopes"))).contains("read:sections");
    assertThat(text(ofPerson, "client_id")).isEqualTo("sandbox-client");
    assertThat(PlainClient.texts(ofPerson.path("scopes")))
        .contains("read:teachers_basic")
        .doesNotContain("read:sections");
    assertThat(ofNobody.statusCode()).isEqualTo(401);
    assertThat(ofNobody.body()).contains("\"error\":\"invalid_token\"");
  }

  @Test
  void userinfo_tells_who_signed_in_in_the_role_of_the_login() {
    var teacher = first("teacher");
    var info = as(teacher).json("/userinfo");

    var role = teacher.path("roles").path("teacher");
    assertThat(text(info, "sub")).isEqualTo(text(teacher, "id"));
    assertThat(text(info, "multi_role_user_id")).isEqualTo(text(teacher, "id"));
    assertThat(text(info, "user_id")).isEqualTo(text(role, "legacy_id"));
    assertThat(text(info, "user_type")).isEqualTo("teacher");
    assertThat(text(info, "district")).isEqualTo(sandbox.districtId());
    assertThat(text(info, "district_id")).isEqualTo(sandbox.districtId());
    assertThat(text(info.path("name"), "last")).isEqualTo(text(teacher.path("name"), "last"));
    assertThat(text(info, "given_name")).isEqualTo(text(teacher.path("name"), "first"));
    assertThat(info.path("schools")).isEqualTo(role.path("schools"));
    assertThat(info.path("email_verified").asBoolean(true)).isFalse();
    assertThat(text(info, "authorized_by")).isEqualTo("district");
  }

  @Test
  void an_id_token_has_exactly_clevers_claims() throws Exception {
    var teacher = first("teacher");
    var token = idToken(teacher, Optional.of("n-1"));
    var claims = token.getJWTClaimsSet();

    assertThat(claims.getClaims().keySet())
        .containsExactlyInAnyOrder(
            "iss",
            "sub",
            "multi_role_user_id",
            "user_id",
            "user_type",
            "district",
            "email",
            "email_verified",
            "given_name",
            "family_name",
            "aud",
            "iat",
            "exp",
            "nonce");
    assertThat(claims.getIssuer()).isEqualTo(sandbox.baseUrl());
    assertThat(claims.getAudience()).containsExactly("sandbox-client");
    assertThat(claims.getSubject()).isEqualTo(text(teacher, "id"));
    assertThat(claims.getStringClaim("user_id"))
        .isEqualTo(text(teacher.path("roles").path("teacher"), "legacy_id"))
        .isNotEqualTo(claims.getSubject());
    assertThat(claims.getStringClaim("multi_role_user_id")).isEqualTo(claims.getSubject());
    assertThat(claims.getStringClaim("user_type")).isEqualTo("teacher");
    assertThat(claims.getStringClaim("email")).isEqualTo(text(teacher, "email"));
    assertThat(claims.getStringClaim("nonce")).isEqualTo("n-1");
    assertThat(claims.getIssueTime()).isEqualTo(NOW);
    assertThat(claims.getExpirationTime()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
  }

  @Test
  void a_student_has_one_id_and_what_is_unknown_is_left_out() throws Exception {
    var student = first("student");
    sandbox.dataAccess(new DataAccess(Set.of(), Set.of("users.email")));
    var claims = idToken(student, Optional.empty()).getJWTClaimsSet();

    assertThat(claims.getStringClaim("user_id")).isEqualTo(claims.getSubject());
    assertThat(claims.getClaims()).doesNotContainKeys("email", "nonce");
  }

  @Test
  void the_issuer_is_the_one_that_was_named() throws Exception {
    try (var other =
        Sandbox.start(SandboxConfig.demo().withStudents(20).withIssuer("https://clever.com"))) {
      var client = new PlainClient(other);
      var user = client.ids("/v3.1/users?role=student").getFirst();

      assertThat(text(client.json("/.well-known/openid-configuration"), "issuer"))
          .isEqualTo("https://clever.com");
      assertThat(
              SignedJWT.parse(other.signIn().idToken(user, Optional.empty()))
                  .getJWTClaimsSet()
                  .getIssuer())
          .isEqualTo("https://clever.com");
    }
  }

  @Test
  void a_replaced_key_stays_published_as_long_as_its_tokens_live() throws Exception {
    var old = idToken(first("student"), Optional.empty());
    sandbox.signIn().rotateKeys();
    var fresh = idToken(first("student"), Optional.empty());

    assertThat(fresh.getHeader().getKeyID()).isNotEqualTo(old.getHeader().getKeyID());
    assertThat(verifies(old)).isTrue();
    assertThat(verifies(fresh)).isTrue();
    realTime.pass(Duration.ofHours(1));
    assertThat(verifies(old)).isFalse();
    assertThat(verifies(fresh)).isTrue();
    assertThat(app.get("/oauth/certs").body()).doesNotContain("\"d\"");
  }

  @Test
  void keys_and_discovery_fail_when_a_fault_names_them() {
    sandbox.faults().add(new Fault.Status(503, FaultTarget.next(1).under("oauth/certs")));
    sandbox
        .faults()
        .add(new Fault.Html(FaultTarget.next(1).under(".well-known/openid-configuration")));

    assertThat(app.get("/oauth/certs").statusCode()).isEqualTo(503);
    assertThat(app.get("/oauth/certs").statusCode()).isEqualTo(200);
    assertThat(app.get("/.well-known/openid-configuration").body()).startsWith("<!DOCTYPE html>");
  }

  private JsonNode first(String role) {
    return app.walk("/v3.1/users?role=" + role).stream()
        .filter(user -> !text(user, "email").isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private PlainClient as(JsonNode user) {
    return new PlainClient(sandbox.baseUrl(), sandbox.signIn().accessToken(text(user, "id")));
  }

  private SignedJWT idToken(JsonNode user, Optional<String> nonce) throws Exception {
    return SignedJWT.parse(sandbox.signIn().idToken(text(user, "id"), nonce));
  }

  private boolean verifies(SignedJWT token) throws Exception {
    var discovery = app.json("/.well-known/openid-configuration");
    assertThat(List.of(text(discovery, "jwks_uri")))
        .containsExactly(sandbox.baseUrl() + "/oauth/certs");
    var key =
        JWKSet.parse(app.get("/oauth/certs").body()).getKeyByKeyId(token.getHeader().getKeyID());
    return key != null && token.verify(new RSASSAVerifier(key.toRSAKey()));
  }
}
