package dev.homeroom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.controlplane.ControlPlane;
import dev.homeroom.operator.controlplane.Kubectl;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.WhoAmIRequest;
import dev.homeroom.v1.WhoAmIResponse;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apps of a cluster call with tokens that its API server mints for their service accounts. The
 * server reads the cluster's keys with a token of its own account, to which nobody grants anything.
 */
final class ServiceAccountsIT {
  private static final String APP = "gradebook";
  private static final String SERVER = "homeroom-server";

  /** The shortest life that the API server gives a token, and the skew that the server allows. */
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private static final Duration SKEW = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static RunningClock clock;
  private static TestCluster cluster;
  private static String namespace;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    clock = new RunningClock(Instant.now());
    cluster = TestCluster.shared();
    namespace = cluster.newNamespace();
    kubectl("create", "serviceaccount", APP);
    kubectl("create", "serviceaccount", SERVER);
    var own = Files.writeString(folder.resolve("token"), kubectl("create", "token", SERVER));
    server = TestServer.start(clock, accessFile("tokenFile: " + own));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_app_that_may_mint_its_own_tokens_is_let_in_with_one_for_homeroom() throws Exception {
    var asItself = "--as=system:serviceaccount:" + namespace + ":" + APP;
    kubectl(
        "create",
        "role",
        "own-tokens",
        "--verb=create",
        "--resource=serviceaccounts/token",
        "--resource-name=" + APP);
    kubectl(
        "create",
        "rolebinding",
        "own-tokens",
        "--role=own-tokens",
        "--serviceaccount=" + namespace + ":" + APP);

    var who = who(server, kubectl("create", "token", APP, "--audience=homeroom", asItself));

    assertThat(who.getIssuer()).isEqualTo(ControlPlane.ISSUER);
    assertThat(who.getSubject()).isEqualTo("system:serviceaccount:" + namespace + ":" + APP);
    assertThat(who.getRolesList()).containsExactly(CallerRole.CALLER_ROLE_APP);
    assertThat(run("create", "token", SERVER, "--audience=homeroom", asItself).err())
        .as("a token of another account")
        .contains("forbidden");
  }

  @Test
  void a_token_for_another_audience_is_refused() throws Exception {
    for (var token :
        new String[] {
          kubectl("create", "token", APP, "--audience=vault"), kubectl("create", "token", APP)
        }) {
      var refused = Refused.by(() -> who(server, token));

      assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
      assertThat(refused.message()).contains("audience must hold homeroom");
    }
  }

  @Test
  void an_account_to_which_nothing_is_granted_may_call_nothing() throws Exception {
    var token = kubectl("create", "token", SERVER, "--audience=homeroom");

    assertThat(Refused.by(() -> who(server, token)).reason()).isEqualTo("ROLE_MISSING");
  }

  @Test
  void a_deleted_accounts_token_is_refused_after_its_life() throws Exception {
    kubectl("create", "serviceaccount", "leaving");
    var token =
        kubectl(
            "create",
            "token",
            "leaving",
            "--audience=homeroom",
            "--duration=" + SHORTEST.toSeconds() + "s");
    kubectl("delete", "serviceaccount", "leaving");
    assertThat(who(server, token).getRolesList())
        .as("while the token lives")
        .containsExactly(CallerRole.CALLER_ROLE_APP);

    clock.set(Instant.now().plus(SHORTEST).plus(SKEW));
    try {
      var refused = Refused.by(() -> who(server, token));

      assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
      assertThat(refused.message()).contains("expired");
    } finally {
      clock.set(Instant.now());
    }
  }

  @Test
  void a_server_that_brings_no_token_of_an_account_is_told_no_keys() throws Exception {
    var token = kubectl("create", "token", APP, "--audience=homeroom");
    try (var stranger = TestServer.start(clock, accessFile("algorithms: [RS256]"))) {
      var refused = Refused.by(() -> who(stranger, token));

      assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refused.reason()).isEqualTo("ISSUER_UNAVAILABLE");
    }
  }

  /** As server/README.md says, with the addresses of this cluster. */
  private static String accessFile(String more) {
    return """
    issuers:
      - issuer: %1$s
        audience: homeroom
        jwksUri: %2$s/openid/v1/jwks
        caFile: %3$s
        %4$s
    grants:
      - {issuer: "%1$s", subject: "system:serviceaccount:%5$s:gradebook", role: app, districts: all, fields: all}
      - {issuer: "%1$s", subject: "system:serviceaccount:%5$s:leaving", role: app, districts: all, fields: all}
    """
        .formatted(
            ControlPlane.ISSUER, cluster.url(), cluster.certificateAuthority(), more, namespace);
  }

  private static WhoAmIResponse who(TestServer asked, String token) {
    return IdentityServiceGrpc.newBlockingStub(asked.channel())
        .withCallCredentials(TestServer.bearer(token))
        .withDeadlineAfter(Duration.ofSeconds(30))
        .whoAmI(WhoAmIRequest.getDefaultInstance());
  }

  private static String kubectl(String... arguments) throws InterruptedException {
    var result = run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out().strip();
  }

  private static Kubectl.Result run(String... arguments) throws InterruptedException {
    var all = new String[arguments.length + 2];
    all[0] = "--namespace";
    all[1] = namespace;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return cluster.kubectl().run(all);
  }
}
