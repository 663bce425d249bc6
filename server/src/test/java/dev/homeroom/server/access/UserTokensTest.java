package dev.homeroom.server.access;

import static dev.homeroom.server.TestServer.bearer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestIssuer;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.User;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** People who signed in with Clever, and whoever would like to pass for one. */
final class UserTokensTest {
  private static final String NOBODY = "0123456789abcdef01234567";

  @SuppressWarnings("NullAway.Init")
  private static AccessDistricts town;

  @SuppressWarnings("NullAway.Init")
  private static TestIssuer issuer;

  @SuppressWarnings("NullAway.Init")
  private static String teacher;

  @BeforeAll
  static void start() {
    town = AccessDistricts.shared();
    issuer = town.server().issuer();
    teacher = town.truth.holding(Set.of("teacher")).getFirst();
  }

  @Test
  void a_user_of_the_live_roster_is_let_in_and_finds_the_own_record() {
    var name = town.fixture.district + "/users/" + teacher;
    assertThat(call(bearer(issuer.idToken(town.district, teacher))).getName()).isEqualTo(name);
  }

  @TestFactory
  Stream<DynamicTest> a_forged_or_stale_token_is_refused() {
    var now = Instant.now();
    return Stream.of(
        rejected("of algorithm none", issuer.unsigned(teacher)),
        rejected("of HS256 with the public key", issuer.confused(teacher)),
        rejected("of another key of the same name", ofAnotherKey()),
        rejected("of an unknown key", issuer.ofUnknownKey()),
        rejected("with its key in jwk", headed(header -> header.jwk(issuer.key().toPublicJWK()))),
        rejected(
            "with its keys at jku", headed(header -> header.jwkURL(URI.create(issuer.name())))),
        rejected(
            "with its certificate at x5u",
            headed(header -> header.x509CertURL(URI.create(issuer.name())))),
        rejected(
            "with its certificate in x5c",
            headed(header -> header.x509CertChain(List.of(new Base64("AAAA"))))),
        rejected("of another issuer", token(claims -> claims.issuer("https://clever.example"))),
        rejected("for another audience", token(claims -> claims.audience("another-app"))),
        rejected("for another party", token(claims -> claims.claim("azp", "another-app"))),
        rejected(
            "for two audiences and no party",
            token(claims -> claims.audience(List.of(TestServer.CLEVER_CLIENT, "another-app")))),
        rejected(
            "that has expired",
            token(claims -> claims.expirationTime(Date.from(now.minusSeconds(31))))),
        rejected("that never expires", token(claims -> claims.expirationTime(null))),
        rejected(
            "that is not valid yet",
            token(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(300))))),
        rejected(
            "that is issued in the future",
            token(claims -> claims.issueTime(Date.from(now.plusSeconds(300))))),
        rejected("without a district", token(claims -> claims.claim("district", null))),
        rejected("with a district that is none", token(claims -> claims.claim("district", 7))),
        rejected("whose subject is no user", token(claims -> claims.subject("teacher@school"))),
        rejected("without a subject", token(claims -> claims.subject(null))),
        rejected("that is cut off", good().substring(0, good().length() - 10)),
        rejected("without its signature", good().substring(0, good().lastIndexOf('.') + 1)),
        rejected("with a claim twice", duplicated()),
        rejected("longer than any", good() + "A".repeat(9000)),
        rejected("of Clever's other kind, which is not accepted", "il0123456789abcdef"));
  }

  @TestFactory
  Stream<DynamicTest> a_user_who_is_not_in_the_live_roster_is_refused_without_saying_why() {
    var contact = town.truth.holding(Set.of("contact")).getFirst();
    return Stream.of(
        notInRoster("of a district that is not ours", issuer.idToken(NOBODY, teacher)),
        notInRoster("of another district's user", issuer.idToken(town.twin, teacher)),
        notInRoster("of a user whom nobody shares", issuer.idToken(town.district, NOBODY)),
        notInRoster("of a contact", issuer.idToken(town.district, contact)));
  }

  @Test
  void two_authorizations_are_one_too_many() {
    var refused =
        Refused.by(() ->
            call(
                new CallCredentials() {
                  @Override
                  public void applyRequestMetadata(
                      RequestInfo request, Executor executor, MetadataApplier applier) {
                    var metadata = new Metadata();
                    var key = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
                    metadata.put(key, "Bearer " + good());
                    metadata.put(key, "Bearer " + good());
                    applier.apply(metadata);
                  }
                }));

    assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
  }

  @Test
  void a_token_of_32_kib_ends_its_call_and_nothing_else() {
    var refused = Refused.by(() -> call(bearer("A".repeat(32 << 10))));

    assertThat(refused.reason()).isEqualTo("METADATA_TOO_LARGE");
    assertThat(call(bearer(good())).getName()).endsWith(teacher);
  }

  private static DynamicTest rejected(String which, String token) {
    return DynamicTest.dynamicTest(
        which,
        () -> {
          var refused = Refused.by(() -> call(bearer(token)));
          assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
          assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
          assertThat(refused.message()).doesNotContain(teacher);
        });
  }

  private static DynamicTest notInRoster(String which, String token) {
    return DynamicTest.dynamicTest(
        which,
        () -> {
          var refused = Refused.by(() -> call(bearer(token)));
          assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
          assertThat(refused.reason()).isEqualTo("USER_NOT_IN_ROSTER");
          assertThat(refused.metadata()).isEmpty();
        });
  }

  private static String good() {
    return issuer.idToken(town.district, teacher);
  }

  private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return issuer.idToken(town.district, teacher, change);
  }

  private static String headed(UnaryOperator<JWSHeader.Builder> change) {
    return issuer.headed(
        change,
        claims ->
            claims
                .audience(TestServer.CLEVER_CLIENT)
                .subject(teacher)
                .claim("district", town.district));
  }

  /** Signed with a key that the issuer does not tell, under the name of one that it does. */
  private static String ofAnotherKey() {
    try (var forger = TestIssuer.start()) {
      forger.rotate();
      return forger.headed(
          header -> header.keyID(issuer.key().getKeyID()),
          claims ->
              claims
                  .issuer(issuer.name())
                  .audience(TestServer.CLEVER_CLIENT)
                  .subject(teacher)
                  .claim("district", town.district));
    }
  }

  private static String duplicated() {
    var parts = good().split("\\.", -1);
    var claims = Base64URL.from(parts[1]).decodeToString();
    var twice = claims.replaceFirst("\\{", "{\"sub\":\"" + teacher + "\",");
    return parts[0] + "." + Base64URL.encode(twice.getBytes(UTF_8)) + "." + parts[2];
  }

  private static User call(CallCredentials token) {
    return RosterServiceGrpc.newBlockingStub(town.server().channel())
        .withCallCredentials(token)
        .getUser(
            GetUserRequest.newBuilder()
                .setName(town.fixture.district + "/users/" + teacher)
                .build());
  }
}
