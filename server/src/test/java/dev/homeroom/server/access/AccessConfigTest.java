package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import dev.homeroom.server.access.token.LookupLimits;
import dev.homeroom.server.access.token.TokenIssuer;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PrivacyClass;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                algorithms: [RS256]
            users:
              issuer: https://clever.com
              clientId: 4c63c1cf623dce82caac
              bearerRemembered: PT30S
              bearerLookupsAtOnce: 4
              bearerRefusalsPerMinute: 600
              classmates: NameOnly
              staffFields: [directory, education_record]
            grants:
              - issuer: https://kubernetes.default.svc.cluster.local
                subject: system:serviceaccount:homeroom-system:homeroom-operator
                role: operator
                districts: all
              - issuer: https://kubernetes.default.svc.cluster.local
                subject: system:serviceaccount:homeroom-system:homeroom-operator
                role: reviewer
                districts: [0123456789abcdef01234567]
                schools: [0123456789abcdef01234568]
                fields: [identifier, sensitive]
            """);

    assertThat(config.issuers())
        .containsExactly(
            new TokenIssuer(
                "https://kubernetes.default.svc.cluster.local",
                "homeroom",
                Set.of(JWSAlgorithm.RS256),
                false,
                Optional.of(URI.create("https://kubernetes.default.svc/openid/v1/jwks")),
                Optional.of(Path.of("/ca.crt")),
                Optional.of(Path.of("/token"))));
    assertThat(config.users())
        .contains(
            new AccessConfig.Users(
                Optional.of("https://clever.com"),
                Optional.of("4c63c1cf623dce82caac"),
                Optional.of(Duration.ofSeconds(30)),
                new LookupLimits(4, 600),
                new UserRules(
                    true,
                    Set.of(
                        PrivacyClass.PRIVACY_CLASS_DIRECTORY,
                        PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD))));
    assertThat(config.grants())
        .isEqualTo(
            Map.of(
                new AccessConfig.TokenSubject(
                    "https://kubernetes.default.svc.cluster.local",
                    "system:serviceaccount:homeroom-system:homeroom-operator"),
                List.of(
                    new Grant(
                        CallerRole.CALLER_ROLE_OPERATOR,
                        Optional.empty(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        DeclarationRights.NONE),
                    new Grant(
                        CallerRole.CALLER_ROLE_REVIEWER,
                        Optional.of(Set.of(CleverId.of("0123456789abcdef01234567"))),
                        Set.of(CleverId.of("0123456789abcdef01234568")),
                        Set.of(
                            PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
                            PrivacyClass.PRIVACY_CLASS_SENSITIVE),
                        Set.of(),
                        DeclarationRights.NONE))));
  }

  @Test
  void apps_list_where_people_come_back_to() {
    var rest =
        "role: app, districts: all, fields: all,"
            + " redirectUris: [https://app.test/callback, http://127.0.0.1:8000/callback]";
    var grants = AccessConfig.parse(ISSUERS + grant(rest)).grants();

    assertThat(grants.values().iterator().next().getFirst().redirectUris())
        .containsExactlyInAnyOrder("https://app.test/callback", "http://127.0.0.1:8000/callback");
  }

  @Test
  void nobody_signs_in_with_clever_unless_the_file_says_so() {
    assertThat(AccessConfig.parse(ISSUERS).users()).isEmpty();
    assertThat(AccessConfig.parse(ISSUERS + "users: {}").users().orElseThrow().rules())
        .isEqualTo(new UserRules(false, Set.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY)));
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
        told(ISSUERS + "grants: [{issuer: https://id.test, role: app}]", "grants.subject"),
        told(ISSUERS + grant("role: app, fields: all"), "grants.districts: is missing"),
        told(ISSUERS + grant("role: app, districts: all"), "grants.fields: is missing"),
        told(
            ISSUERS + grant("role: app, districts: [x], fields: all"), "grants.districts: must be"),
        told(
            ISSUERS + grant("role: app, districts: all, fields: [names]"),
            "grants.fields: must be"),
        told(
            ISSUERS + grant("role: app, districts: all, fields: all, schools: []"),
            "grants.schools: name at least one"),
        told(
            ISSUERS + grant("role: operator, districts: all, fields: all"),
            "an operator reads no records"),
        told(
            ISSUERS
                + grant("role: reviewer, districts: all, fields: all, redirectUris: [https://a.b]"),
            "grants.redirectUris: people sign in for apps alone"),
        told(
            ISSUERS + grant("role: app, districts: all, fields: all, redirectUris: [http://a.b/c]"),
            "grants.redirectUris: must be an https URL"),
        told(
            ISSUERS
                + grant("role: app, districts: all, fields: all, redirectUris: ['https://a.b/?c']"),
            "without query"),
        told(ISSUERS + "grants:\n  -\n", "grants: item 1 is empty; remove the stray `-`"),
        told("issuers: [{issuer: https://id.test, audience: a}, null]", "issuers: item 2 is empty"),
        told(
            ISSUERS + grant("role: app, districts: [null], fields: all"),
            "grants.districts: item 1"),
        told(
            ISSUERS + grant("role: app, districts: all, schools: [null], fields: all"),
            "grants.schools: item 1"),
        told(ISSUERS + grant("role: app, districts: all, fields: [null]"), "grants.fields: item 1"),
        told(
            "issuers: [{issuer: https://id.test, audience: a, algorithms: [null]}]",
            "issuers.algorithms: item 1"),
        told(ISSUERS + "---\nusers: {}", "line 3"),
        told(ISSUERS + "users: {classmates: Everything}", "users.classmates: must be"),
        told(ISSUERS + "users: {bearerRemembered: PT2H}", "users.bearerRemembered: must be"),
        told(
            ISSUERS + "users: {bearerLookupsAtOnce: 65}",
            "users.bearerLookupsAtOnce: must be 1 to 64, not 65"),
        told(
            ISSUERS + "users: {bearerRefusalsPerMinute: 0}",
            "users.bearerRefusalsPerMinute: must be 1 to 1000000, not 0"),
        told(
            "issuers: [{issuer: https://id.test, audience: a, algorithms: [HS256]}]",
            "issuers.algorithms: must be"));
  }

  private static String grant(String rest) {
    return "grants: [{issuer: https://id.test, subject: s, " + rest + "}]";
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
