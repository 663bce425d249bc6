package dev.homeroom.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlPlaneIT {
  private static ControlPlaneBinaries binaries;
  private static ControlPlane cluster;

  @BeforeAll
  static void start() throws Exception {
    binaries = ControlPlaneBinaries.locateFromWorkingDirectory(System.err::println);
    cluster = ControlPlane.temporary(binaries);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void a_temporary_control_plane_serves_and_leaves_nothing() throws Exception {
    Path directory;
    List<Long> pids;
    try (var other = ControlPlane.temporary(binaries)) {
      directory = other.kubeconfig().getParent();
      pids = other.pids();

      assertThat(other.isAlive()).isTrue();
      assertThat(other.kubectl().expect("get", "namespaces", "--output=name"))
          .contains("namespace/default");
      assertThat(other.kubectl().expect("version")).contains("Server Version: v1.36.");
    }
    assertThat(directory).doesNotExist();
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  @Test
  void service_accounts_get_tokens_that_the_issuer_reader_can_check() throws Exception {
    var kubectl = cluster.kubectl();
    kubectl.expect("create", "serviceaccount", "homeroom-app");

    var token = kubectl.token("default", "homeroom-app", "homeroom");
    var claims = claims(token);
    assertThat(claims)
        .contains("\"iss\":\"" + ControlPlane.ISSUER + "\"")
        .contains("\"sub\":\"system:serviceaccount:default:homeroom-app\"")
        .contains("\"aud\":[\"homeroom\"]");

    var reader = "--token=" + Files.readString(cluster.issuerTokenFile());
    var server = "--server=" + cluster.url();
    var trust = "--certificate-authority=" + cluster.certificateAuthority();
    var asReader = new Kubectl(binaries.kubectl(), Path.of("/dev/null"));
    assertThat(asReader.expect(server, trust, reader, "get", "--raw", "/openid/v1/jwks"))
        .contains("\"alg\":\"RS256\"");
    assertThatThrownBy(() -> asReader.expect(server, trust, reader, "get", "namespaces"))
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("forbidden");
  }

  @Test
  void a_kept_control_plane_finds_its_objects_and_its_issuer_again(@TempDir Path directory)
      throws Exception {
    String keys;
    try (var first = ControlPlane.in(directory, binaries)) {
      first.kubectl().expect("create", "namespace", "kept");
      keys = first.kubectl().expect("get", "--raw", "/openid/v1/jwks");
    }
    try (var second = ControlPlane.in(directory, binaries)) {
      assertThat(second.kubectl().expect("get", "namespace", "kept", "--output=name"))
          .isEqualTo("namespace/kept\n");
      assertThat(second.kubectl().expect("get", "--raw", "/openid/v1/jwks")).isEqualTo(keys);
    }
  }

  @Test
  void pods_that_break_the_restricted_level_are_refused() throws Exception {
    var kubectl = cluster.kubectl();
    kubectl.expect("create", "namespace", "strict");
    kubectl.expect("label", "namespace", "strict", "pod-security.kubernetes.io/enforce=restricted");
    kubectl.expect("create", "serviceaccount", "default", "--namespace=strict");

    assertThatThrownBy(() -> kubectl.expect("run", "root", "--image=none", "--namespace=strict"))
        .hasMessageContaining("violates PodSecurity");
  }

  private static String claims(String token) {
    var payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return new String(payload, StandardCharsets.UTF_8);
  }
}
