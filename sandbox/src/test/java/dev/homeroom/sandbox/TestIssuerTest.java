package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.testing.StoppedClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The test issuer, seen through discovery as any verifier would. */
final class TestIssuerTest {
  @TempDir Path directory;

  @Test
  void tokens_verify_against_the_keys_that_discovery_names() throws Exception {
    var clock = new StoppedClock(Instant.parse("2026-11-02T10:00:00Z"));
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withClock(clock))) {
      var minted = mint(sandbox, "subject=grading%20app&audience=homeroom&expires_in=90");
      assertThat(minted.statusCode()).isEqualTo(200);
      var body = PlainClient.MAPPER.readTree(minted.body());
      assertThat(PlainClient.text(body, "token_type")).isEqualTo("Bearer");
      assertThat(body.path("expires_in").asLong()).isEqualTo(90);

      var claims = verified(sandbox, PlainClient.text(body, "access_token"));

      assertThat(claims.getIssuer()).isEqualTo(sandbox.baseUrl() + "/oidc");
      assertThat(claims.getSubject()).isEqualTo("grading app");
      assertThat(claims.getAudience()).isEqualTo(List.of("homeroom"));
      assertThat(claims.getIssueTime().toInstant()).isEqualTo(clock.instant());
      assertThat(claims.getExpirationTime().toInstant()).isEqualTo(clock.instant().plusSeconds(90));
    }
  }

  @Test
  void tokens_go_by_the_real_time_when_the_districts_clock_is_a_day_ahead_and_back()
      throws Exception {
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withStudents(20))) {
      var teacher = PlainClient.text(teacherOf(sandbox), "id");
      for (var jump : List.of(Duration.ofDays(1), Duration.ofHours(-20))) {
        sandbox.clock().advance(jump);

        var minted = mint(sandbox, "subject=app&audience=homeroom");
        var token = PlainClient.text(PlainClient.MAPPER.readTree(minted.body()), "access_token");
        assertThat(verified(sandbox, token).getIssueTime().toInstant())
            .isBeforeOrEqualTo(Instant.now());
        var signedIn = SignedJWT.parse(sandbox.signIn().idToken(teacher, Optional.empty()));
        assertThat(signedIn.getJWTClaimsSet().getIssueTime().toInstant())
            .isBeforeOrEqualTo(Instant.now());
        assertThat(
                new PlainClient(sandbox.baseUrl(), sandbox.signIn().accessToken(teacher))
                    .get("/v3.1/me")
                    .statusCode())
            .isEqualTo(200);
        assertThat(sandbox.clock().instant()).isAfter(Instant.now().plusSeconds(3600));
      }
    }
  }

  private static JsonNode teacherOf(Sandbox sandbox) {
    return new PlainClient(sandbox).walk("/v3.1/users?role=teacher").getFirst();
  }

  @Test
  void lasts_an_hour_unless_told_otherwise() throws Exception {
    try (var sandbox = Sandbox.start(SandboxConfig.demo())) {
      var body = PlainClient.MAPPER.readTree(mint(sandbox, "subject=a&audience=b").body());

      assertThat(body.path("expires_in").asLong()).isEqualTo(3600);
    }
  }

  @Test
  void refuses_forms_without_subject_or_audience() throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo())) {
      for (var form :
          List.of(
              "",
              "subject=a",
              "audience=b",
              "subject=&audience=b",
              "subject=a&audience=b&expires_in=x")) {
        var refused = mint(sandbox, form);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"error\":\"invalid_request\"");
      }
    }
  }

  @Test
  void a_kept_key_lets_tokens_survive_a_restart() throws Exception {
    var file = directory.resolve("issuer.jwk");
    String token;
    try (var first = Sandbox.start(SandboxConfig.demo().withKeyFile(file))) {
      token = first.issuer().mint("a", "homeroom", Duration.ofMinutes(5));
    }
    try (var second = Sandbox.start(SandboxConfig.demo().withKeyFile(file))) {
      assertThat(verified(second, token).getSubject()).isEqualTo("a");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void keys_are_new_at_every_start_otherwise_and_private_parts_stay_inside() throws Exception {
    try (var one = Sandbox.start(SandboxConfig.demo());
        var other = Sandbox.start(SandboxConfig.demo())) {
      var certs = new PlainClient(one).get("/oidc/certs").body();

      assertThat(certs)
          .isNotEqualTo(new PlainClient(other).get("/oidc/certs").body())
          .doesNotContain("\"d\"");
    }
  }

  @Test
  void refuses_a_key_file_that_holds_something_else() throws IOException {
    var file = Files.writeString(directory.resolve("issuer.jwk"), "nonsense");

    assertThatThrownBy(() -> Sandbox.start(SandboxConfig.demo().withKeyFile(file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("JSON Web Key");
  }

  private static HttpResponse<String> mint(Sandbox sandbox, String form) {
    var client = new PlainClient(sandbox);
    return client.send(
        client
            .request("/oidc/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private static JWTClaimsSet verified(Sandbox sandbox, String token) throws Exception {
    var client = new PlainClient(sandbox);
    var discovery = client.json("/oidc/.well-known/openid-configuration");
    assertThat(PlainClient.text(discovery, "issuer")).isEqualTo(sandbox.baseUrl() + "/oidc");
    var keys = PlainClient.text(discovery, "jwks_uri").substring(sandbox.baseUrl().length());
    var jwt = SignedJWT.parse(token);
    var key = JWKSet.parse(client.get(keys).body()).getKeyByKeyId(jwt.getHeader().getKeyID());
    assertThat(jwt.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    return jwt.getJWTClaimsSet();
  }
}
