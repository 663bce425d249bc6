package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.v1.CallerRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What access.yaml may say. */
final class AccessConfigTest {
  private static final String ISSUERS =
      "issuers: [{issuer: https://id.test, audience: homeroom}]\n";

  @Test
  void every_setting_is_read() {
    var config =
        AccessConfig.parse(
            """
            issuers:
              - issuer: https://kubernetes.default.svc.cluster.local
                audience: homeroom
                jwksUri: https://kubernetes.default.svc/openid/v1/jwks
                caFile: /ca.crt
                tokenFile: /token
            grants:
              - issuer: https://kubernetes.default.svc.cluster.local
                subject: system:serviceaccount:homeroom-system:homeroom-operator
                role: operator
              - issuer: https://kubernetes.default.svc.cluster.local
                subject: system:serviceaccount:homeroom-system:homeroom-operator
                role: reviewer
            """);

    assertThat(config.issuers())
        .containsExactly(
            new AccessConfig.Issuer(
                "https://kubernetes.default.svc.cluster.local",
                "homeroom",
                Optional.of(URI.create("https://kubernetes.default.svc/openid/v1/jwks")),
                Optional.of(Path.of("/ca.crt")),
                Optional.of(Path.of("/token"))));
    assertThat(config.grants())
        .isEqualTo(
            Map.of(
                new AccessConfig.Subject(
                    "https://kubernetes.default.svc.cluster.local",
                    "system:serviceaccount:homeroom-system:homeroom-operator"),
                Set.of(CallerRole.CALLER_ROLE_OPERATOR, CallerRole.CALLER_ROLE_REVIEWER)));
  }

  @TestFactory
  Stream<DynamicTest> a_file_that_cannot_be_used_is_told_in_one_line() {
    return Stream.of(
        told("", "issuers: at least one"),
        told("issuers: []", "issuers: at least one"),
        told("issuers: [", "line 1"),
        told("surprise: 1", "surprise"),
        told("issuers: [{issuer: https://id.test}]", "issuers.audience: is missing"),
        told("issuers: [{issuer: http://id.test, audience: a}]", "must be an https URL"),
        told(
            "issuers: [{issuer: x, audience: a, jwksUri: http://id.test/keys}]",
            "issuers.jwksUri: must be an https URL"),
        told(
            "issuers: [{issuer: https://a, audience: a}, {issuer: https://a, audience: b}]",
            "named twice"),
        told(
            ISSUERS + "grants: [{issuer: https://id.test, subject: s, role: admin}]",
            "grants.role: must be app, reviewer or operator, not admin"),
        told(
            ISSUERS + "grants: [{issuer: https://other.test, subject: s, role: app}]",
            "https://other.test is none of the issuers"),
        told(ISSUERS + "grants: [{issuer: https://id.test, role: app}]", "grants.subject"));
  }

  private static DynamicTest told(String text, String part) {
    return DynamicTest.dynamicTest(
        part,
        () ->
            assertThatThrownBy(() -> AccessConfig.parse(text))
                .isInstanceOf(AccessConfigException.class)
                .message()
                .contains(part)
                .hasLineCount(1));
  }
}
