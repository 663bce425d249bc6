package dev.homeroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.operator.reconcile.NamespaceBinding;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperatorConfigTest {
  @Test
  void every_default_holds() {
    var config = OperatorConfig.from(Map.of("HOMEROOM_TOKEN_FILE", "/token"));

    assertThat(config.server().target()).isEqualTo("127.0.0.1:7070");
    assertThat(config.server().certificateAuthority()).isEmpty();
    assertThat(config.tokenFile()).isEqualTo(Path.of("/token"));
    assertThat(config.cluster()).isEqualTo("default");
    assertThat(config.namespaces()).isEmpty();
    assertThat(config.readyFile()).isEmpty();
    assertThat(config.health().getHostString()).isEqualTo("127.0.0.1");
    assertThat(config.health().getPort()).isZero();
    assertThat(config.leaderElection()).isFalse();
    assertThat(config.leaseNamespace()).isEmpty();
    assertThat(config.leaseName()).isEqualTo("homeroom-operator");
    assertThat(config.bindings()).isEqualTo(NamespaceBinding.DEFAULT);
  }

  @Test
  void every_variable_is_read() {
    var config =
        OperatorConfig.from(
            Map.of(
                "HOMEROOM_SERVER", "homeroom-server.homeroom-system.svc:7070",
                "HOMEROOM_SERVER_CA_FILE", "/ca.crt",
                "HOMEROOM_TOKEN_FILE", "/token",
                "HOMEROOM_CLUSTER", "east",
                "HOMEROOM_NAMESPACES", "one, two,",
                "HOMEROOM_READY_FILE", "/ready",
                "HOMEROOM_HEALTH_LISTEN", "0.0.0.0:8081",
                "HOMEROOM_LEADER_ELECTION", "true",
                "HOMEROOM_LEASE_NAMESPACE", "leases",
                "HOMEROOM_LEASE_NAME", "rosters-operator"));

    assertThat(config.server().target()).isEqualTo("homeroom-server.homeroom-system.svc:7070");
    assertThat(config.server().certificateAuthority()).contains(Path.of("/ca.crt"));
    assertThat(config.cluster()).isEqualTo("east");
    assertThat(config.namespaces()).containsExactlyInAnyOrder("one", "two");
    assertThat(config.readyFile()).contains(Path.of("/ready"));
    assertThat(config.health().getHostString()).isEqualTo("0.0.0.0");
    assertThat(config.health().getPort()).isEqualTo(8081);
    assertThat(config.leaderElection()).isTrue();
    assertThat(config.leaseNamespace()).contains("leases");
    assertThat(config.leaseName()).isEqualTo("rosters-operator");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HOMEROOM_TOKEN_FILE      |                 | HOMEROOM_TOKEN_FILE is not set
          HOMEROOM_CLUSTER         | api             | HOMEROOM_CLUSTER cannot be api
          HOMEROOM_SERVER          | homeroom        | "homeroom" is not host:port
          HOMEROOM_SERVER          | homeroom:7070   | needs TLS: set HOMEROOM_SERVER_CA_FILE
          HOMEROOM_SERVER          | 127.0.0.1.a:70  | needs TLS: set HOMEROOM_SERVER_CA_FILE
          HOMEROOM_HEALTH_LISTEN   | 8081            | HOMEROOM_HEALTH_LISTEN is host:port, not 8081
          HOMEROOM_HEALTH_LISTEN   | 0.0.0.0:70000   | HOMEROOM_HEALTH_LISTEN is host:port
          HOMEROOM_DISTRICTS       | some            | HOMEROOM_DISTRICTS is a JSON list of bindings
          HOMEROOM_DISTRICTS       | [{"for":"all"}] | HOMEROOM_DISTRICTS knows no key for
          HOMEROOM_LEADER_ELECTION | yes             | HOMEROOM_LEADER_ELECTION is true or false, not yes
          """)
  void a_wrong_value_is_named(String variable, String value, String message) {
    var environment = new HashMap<>(Map.of("HOMEROOM_TOKEN_FILE", "/token"));
    environment.put(variable, value == null ? "" : value);

    assertThatThrownBy(() -> OperatorConfig.from(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
