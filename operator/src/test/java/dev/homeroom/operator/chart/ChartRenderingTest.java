package dev.homeroom.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart without a cluster. */
final class ChartRenderingTest {
  @ParameterizedTest
  @ValueSource(strings = {"test-values.yaml", "all-values.yaml"})
  void it_is_free_of_lint(String values, @TempDir Path scratch) throws Exception {
    var result = Chart.lint(values, scratch);

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.isFailed()).isFalse();
  }

  @Test
  void what_has_no_default_has_to_be_given() {
    assertThatThrownBy(() -> Chart.helm().template().call())
        .hasMessageContaining("/clusterName")
        .hasMessageContaining("/database/url")
        .hasMessageContaining("/database/passwordSecret/name")
        .hasMessageContaining("/clever/secret/name")
        .hasMessageContaining("/keyset/secret/name")
        .hasMessageContaining("/tls/secretName");
  }

  @ParameterizedTest
  @CsvSource({
    "database.url,postgres.example,/database/url",
    "clusterName,api,/clusterName",
    "clever.version,v2.1,/clever/version",
    "server.port,80,/server/port",
    "operator.replicas,0,/operator/replicas",
    "operator.image.tags,1,tags",
    "server.lease,PTx,/server/lease",
    "server.fullEvery,1 day,/server/fullEvery",
    "server.runRetention,P0D,/server/runRetention",
    "operator.namespaces[0],East_Schools,/operator/namespaces/0",
    "operator.image.digest,sha256:short,/operator/image/digest",
    "operator.districts[0].namespaces,some,/operator/districts/0/namespaces",
    "operator.districts[0].districts[0],lakeside,/operator/districts/0/districts"
  })
  void a_wrong_value_is_named(String value, String content, String message) {
    assertThatThrownBy(() -> Chart.template("test-values.yaml").set(value, content).call())
        .hasMessageContaining(message);
  }

  @Test
  void values_reach_the_places_they_are_meant_for() {
    var rendered = Chart.template("all-values.yaml").call();

    assertThat(rendered)
        .contains("value: \"jdbc:postgresql://postgres.example:5432/homeroom\"")
        .contains("value: \"0.0.0.0:7443\"")
        .contains("value: \"homeroom-server.rosters.svc:7443\"")
        .contains("value: \"east-schools,west-schools\"")
        .contains("\\\"namespaceLabels\\\":{\\\"team\\\":\\\"west\\\"}")
        .contains("value: \"-XX:+ExitOnOutOfMemoryError -Xmx128m\"")
        .contains("value: \"10000000\"")
        .contains("withoutToken: true")
        .contains("issuer: https://id.example.com")
        .contains("subject: \"system:serviceaccount:gradebook:homeroom-app\"")
        .contains("audience: \"roster\"")
        .contains("image: \"registry.example/operator:1\"")
        .doesNotContain("kind: ClusterRole");
  }

  @Test
  void the_operator_is_granted_its_role_and_never_sees_the_servers_key() {
    var rendered = Chart.template("test-values.yaml").call();

    assertThat(rendered)
        .contains(
            "subject: \"system:serviceaccount:rosters:homeroom-operator\"\n        role: operator");
    var operator =
        Arrays.stream(rendered.split("\n---\n", -1))
            .filter(each -> each.contains("templates/operator-deployment.yaml"))
            .findFirst()
            .orElseThrow();
    assertThat(operator).contains("ca.crt").doesNotContain("tls.key");
  }

  @Test
  void the_operator_gets_the_rights_that_it_uses_and_no_more() {
    var all = rights("test-values.yaml", "ClusterRole", ClusterRole.class, ClusterRole::getRules);
    var some = rights("all-values.yaml", "Role", Role.class, Role::getRules);

    assertThat(all)
        .containsExactlyInAnyOrder(
            "districtsyncs: get, list, watch, patch",
            "districtsyncs/status: patch",
            "secrets: get, list, watch",
            "events: create");
    assertThat(some)
        .containsExactlyInAnyOrder(
            "districtsyncs: get, list, watch, patch",
            "districtsyncs/status: patch",
            "secrets: get, list, watch",
            "namespaces: get",
            "events: create",
            "leases: create",
            "leases homeroom-operator: get, update, patch");
  }

  private static <R> Set<String> rights(
      String values, String kind, Class<R> type, Function<R, List<PolicyRule>> rules) {
    return Arrays.stream(Chart.template(values).call().split("\n---\n", -1))
        .filter(each -> each.contains("\nkind: " + kind + "\n"))
        .map(each -> Serialization.unmarshal(each, type))
        .flatMap(each -> rules.apply(each).stream())
        .map(ChartRenderingTest::right)
        .collect(Collectors.toSet());
  }

  private static String right(PolicyRule rule) {
    var of = Stream.concat(rule.getResources().stream(), rule.getResourceNames().stream());
    return of.collect(Collectors.joining(" ")) + ": " + String.join(", ", rule.getVerbs());
  }

  @Test
  void it_brings_the_crd() {
    assertThat(Chart.helm().show().crds().call()).contains("districtsyncs.homeroom.dev");
  }
}
