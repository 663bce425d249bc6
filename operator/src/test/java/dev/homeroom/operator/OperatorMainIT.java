package dev.homeroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.controlplane.ControlPlane;
import dev.homeroom.operator.controlplane.ControlPlaneBinaries;
import dev.homeroom.operator.fake.FakeServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.JavaProcess;
import dev.homeroom.testing.JavaProgram;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process of its own. */
final class OperatorMainIT {
  private static final String LAKESIDE =
      """
      apiVersion: homeroom.dev/v1
      kind: DistrictSync
      metadata:
        name: lakeside
      spec:
        districtId: 4fd43cc56d11340000000005
        tokenSecretRef:
          name: lakeside-token
        sharing:
          type: District
      """;

  @TempDir Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start_the_cluster() throws Exception {
    cluster = TestCluster.shared();
    Files.writeString(folder.resolve("token"), "token");
  }

  @Test
  void it_tells_when_it_works_serves_its_health_and_stops_when_asked() throws Exception {
    var ready = folder.resolve("ready.json");
    try (var server = FakeServer.start();
        var http = HttpClient.newHttpClient()) {
      var process =
          start(
              Map.of(
                  "HOMEROOM_SERVER", server.target(),
                  "HOMEROOM_NAMESPACES", cluster.newNamespace(),
                  "HOMEROOM_LEADER_ELECTION", "true",
                  "HOMEROOM_LEASE_NAMESPACE", "default",
                  "HOMEROOM_READY_FILE", ready.toString()));
      try {
        var told = process.awaitFile(ready);
        assertThat(told).contains("\"pid\":" + process.pid());
        var url = told.replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1");
        var request = HttpRequest.newBuilder(URI.create(url + "/readyz")).build();
        assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok\n");
      } finally {
        process.stop();
      }
      assertThat(process.exitCode()).isIn(0, 143);
    }
  }

  @Test
  void large_secrets_of_others_leave_a_small_heap_alone() throws Exception {
    var namespace = cluster.newNamespace();
    var value = "x".repeat(920_000);
    try (var client = cluster.client()) {
      IntStream.range(0, 100)
          .parallel()
          .mapToObj(i -> secret(namespace, "foreign-" + i, value))
          .forEach(secret -> client.resource(secret).create());
      client.resource(secret(namespace, "lakeside-token", "good-token")).create();
    }
    var ready = folder.resolve("ready.json");
    try (var server = FakeServer.start()) {
      var process =
          start(
              List.of("-Xmx48m", "-XX:+ExitOnOutOfMemoryError"),
              Map.of(
                  "HOMEROOM_SERVER", server.target(),
                  "HOMEROOM_NAMESPACES", namespace,
                  "HOMEROOM_READY_FILE", ready.toString()));
      try {
        process.awaitFile(ready);
        cluster.kubectl().feed(LAKESIDE, "--namespace", namespace, "apply", "-f", "-");
        cluster
            .kubectl()
            .expect(
                "--namespace",
                namespace,
                "wait",
                "--for=condition=Ready",
                "dsync/lakeside",
                "--timeout=30s");
        assertThat(server.applied().getFirst().getCleverToken()).isEqualTo("good-token");
      } finally {
        process.kill();
        cluster.kubectl().expect("--namespace", namespace, "delete", "secret", "--all");
      }
    }
  }

  @Test
  void direct_memory_that_runs_out_ends_it_and_is_told() throws Exception {
    try (var server = FakeServer.start()) {
      var process =
          start(
              List.of("-XX:MaxDirectMemorySize=1m"),
              Map.of(
                  "HOMEROOM_SERVER", server.target(),
                  "HOMEROOM_NAMESPACES", cluster.newNamespace()));
      try {
        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(process.err())
            .contains("Terminating due to java.lang.OutOfMemoryError: direct memory");
      } finally {
        process.kill();
      }
    }
  }

  private static Secret secret(String namespace, String name, String token) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withType("Opaque")
        .addToStringData("token", token)
        .build();
  }

  @Test
  void an_api_server_that_is_away_is_no_reason_to_end_the_operator() throws Exception {
    var binaries = ControlPlaneBinaries.locateFromWorkingDirectory(System.err::println);
    var ready = folder.resolve("ready.json");
    try (var server = FakeServer.start();
        var http = HttpClient.newHttpClient();
        var leaving = ControlPlane.temporary(binaries)) {
      leaving.kubectl().expect("apply", "-f", "../helm/crds");
      leaving
          .kubectl()
          .expect("wait", "--for=condition=Established", "crd/districtsyncs.homeroom.dev");
      var process =
          start(
              Map.of(
                  "HOMEROOM_SERVER", server.target(),
                  "KUBECONFIG", leaving.kubeconfig().toString(),
                  "HOMEROOM_READY_FILE", ready.toString()));
      try {
        var url = process.awaitFile(ready).replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1");
        leaving.close();

        Eventually.see("not ready", () -> status(http, url + "/readyz"), code -> code == 503);
        assertThat(status(http, url + "/healthz")).isEqualTo(200);
      } finally {
        process.kill();
      }
    }
  }

  private static int status(HttpClient http, String url) {
    try {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_taken_health_address_is_one_line_and_exit_code_2() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + taken.getLocalPort();

      var result = run(Map.of("HOMEROOM_HEALTH_LISTEN", address));

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err())
          .contains("HOMEROOM_HEALTH_LISTEN")
          .contains("is taken")
          .hasLineCount(1);
    }
  }

  @Test
  void an_unknown_flag_is_one_line_and_exit_code_2() throws Exception {
    var result = run(Map.of(), "--verbose");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("unknown argument --verbose").hasLineCount(1);
  }

  @Test
  void plaintext_to_another_machine_is_refused() throws Exception {
    var result = run(Map.of("HOMEROOM_SERVER", "homeroom.example:7070"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("needs TLS: set HOMEROOM_SERVER_CA_FILE").hasLineCount(1);
  }

  @Test
  void a_missing_token_is_refused() throws Exception {
    var result = run(Map.of("HOMEROOM_TOKEN_FILE", "/nowhere/token"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("the operator's token cannot be read from /nowhere/token")
        .hasLineCount(1);
  }

  @Test
  void certificates_that_are_none_are_refused() throws Exception {
    var file = Files.writeString(folder.resolve("ca.crt"), "not a certificate");

    var result =
        run(
            Map.of(
                "HOMEROOM_SERVER",
                "homeroom.example:7070",
                "HOMEROOM_SERVER_CA_FILE",
                file.toString()));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("HOMEROOM_SERVER_CA_FILE are not PEM").hasLineCount(1);
  }

  @Test
  void a_cluster_without_the_crd_is_told_what_to_apply() throws Exception {
    var binaries = ControlPlaneBinaries.locateFromWorkingDirectory(System.err::println);
    try (var bare = ControlPlane.temporary(binaries)) {
      var result = run(Map.of("KUBECONFIG", bare.kubeconfig().toString()));

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err().lines().reduce((_, last) -> last).orElseThrow())
          .contains("homeroom.dev/v1/districtsyncs", "Not Found")
          .contains("helm/crds is applied");
    }
  }

  private record Result(int exitCode, String err) {}

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    try (var process = start(environment, arguments)) {
      return new Result(process.exitCode(), process.err().strip());
    }
  }

  private JavaProcess start(Map<String, String> environment, String... arguments) throws Exception {
    return start(List.of(), environment, arguments);
  }

  private JavaProcess start(
      List<String> options, Map<String, String> environment, String... arguments) throws Exception {
    return JavaProgram.of(OperatorMain.class)
        .with(options.toArray(String[]::new))
        .in(
            Map.of(
                "KUBECONFIG", cluster.kubeconfig().toString(),
                "HOMEROOM_TOKEN_FILE", folder.resolve("token").toString()))
        .in(environment)
        .start(folder, arguments);
  }
}
