package dev.homeroom.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.homeroom.operator.HomeroomOperator;
import dev.homeroom.operator.OperatorConfig;
import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.controlplane.Kubectl;
import dev.homeroom.operator.fake.FakeServer;
import dev.homeroom.testing.Eventually;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart on a real API server, in a namespace that enforces the restricted level. */
final class ChartIT {
  private static final String OPERATOR = "homeroom-operator";
  private static final String EVERYTHING =
      "deployments,services,configmaps,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings";

  private TestCluster cluster;
  private Kubectl kubectl;
  private String namespace;

  @BeforeEach
  void make_a_restricted_namespace() throws Exception {
    cluster = TestCluster.shared();
    kubectl = cluster.kubectl();
    namespace = cluster.newNamespace();
    kubectl.expect(
        "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
  }

  @AfterEach
  void uninstall() {
    Helm.uninstall("homeroom")
        .withNamespace(namespace)
        .withKubeConfig(cluster.kubeconfig())
        .ignoreNotFound()
        .call();
  }

  @Test
  void its_pods_are_accepted_at_the_restricted_level() throws Exception {
    install(Map.of());

    try (var client = cluster.client()) {
      var deployments = client.apps().deployments().inNamespace(namespace).list().getItems();
      assertThat(deployments)
          .extracting(each -> each.getMetadata().getName())
          .containsExactlyInAnyOrder("homeroom-server", OPERATOR);
      for (var deployment : deployments) {
        createPodOf(deployment, client);
      }
      assertThat(client.pods().inNamespace(namespace).list().getItems()).hasSize(2);
    }
  }

  @Test
  void every_container_has_a_read_only_root_and_runs_as_nobody() throws Exception {
    install(Map.of());

    try (var client = cluster.client()) {
      var deployments = client.apps().deployments().inNamespace(namespace).list().getItems();
      var pods = deployments.stream().map(each -> each.getSpec().getTemplate().getSpec()).toList();
      assertThat(pods)
          .allMatch(pod -> pod.getSecurityContext().getRunAsNonRoot())
          .flatExtracting(pod -> pod.getContainers())
          .hasSize(2)
          .allMatch(container -> container.getSecurityContext().getReadOnlyRootFilesystem())
          .allMatch(container -> container.getResources().getLimits().containsKey("memory"));
    }
  }

  @Test
  void its_operator_works_with_the_rights_that_it_gets(@TempDir Path folder) throws Exception {
    install(Map.of());

    operatorBringsADistrictToReady(folder, namespace, "");

    assertThat(can("get", "secrets", namespace)).isEqualTo("yes");
    assertThat(can("get", "namespaces", namespace)).isEqualTo("no");
    assertThat(can("create", "secrets", namespace)).isEqualTo("no");
    assertThat(can("list", "pods", namespace)).isEqualTo("no");
    assertThat(can("create", "districtsyncs.homeroom.dev", namespace)).isEqualTo("no");
    assertThat(can("delete", "districtsyncs.homeroom.dev", namespace)).isEqualTo("no");
    assertThat(can("list", "secrets", "default")).isEqualTo("yes");
  }

  @Test
  void its_operator_can_be_limited_to_namespaces(@TempDir Path folder) throws Exception {
    var schools = cluster.newNamespace();
    install(Map.of("operator.namespaces[0]", schools));

    operatorBringsADistrictToReady(folder, schools, schools);

    assertThat(can("list", "secrets", schools)).isEqualTo("yes");
    assertThat(can("list", "secrets", "default")).isEqualTo("no");
    assertThat(can("list", "secrets", namespace)).isEqualTo("no");
  }

  @Test
  void a_second_release_for_the_same_namespaces_is_refused_and_one_for_others_is_not()
      throws Exception {
    var taken = cluster.newNamespace();
    var other = cluster.newNamespace();
    install(Map.of("operator.namespaces[0]", taken));

    assertThatThrownBy(() -> install("second", Map.of("operator.namespaces[0]", taken)))
        .hasMessageContaining("homeroom-operator")
        .hasMessageContaining("invalid ownership metadata");

    install("second", Map.of("operator.namespaces[0]", other));
    try (var client = cluster.client()) {
      var leases =
          client.apps().deployments().inNamespace(namespace).list().getItems().stream()
              .flatMap(each ->
                  each
                      .getSpec()
                      .getTemplate()
                      .getSpec()
                      .getContainers()
                      .getFirst()
                      .getEnv()
                      .stream())
              .filter(variable -> variable.getName().equals("HOMEROOM_LEASE_NAME"));
      assertThat(leases)
          .extracting(EnvVar::getValue)
          .containsExactlyInAnyOrder("homeroom-operator", "second-operator");
    } finally {
      Helm.uninstall("second")
          .withNamespace(namespace)
          .withKubeConfig(cluster.kubeconfig())
          .ignoreNotFound()
          .call();
    }
  }

  @Test
  void a_release_for_all_namespaces_and_one_for_some_refuse_each_other() throws Exception {
    var some = cluster.newNamespace();
    install(Map.of("operator.namespaces[0]", some));
    assertThatThrownBy(() -> install("second", Map.of()))
        .hasMessageContaining(
            "release " + namespace + "/homeroom looks after namespace " + some + "; give");
    uninstall();

    install(Map.of());
    assertThatThrownBy(() -> install("second", Map.of("operator.namespaces[0]", some)))
        .hasMessageContaining("release " + namespace + "/homeroom looks after all namespaces");
  }

  @Test
  void an_upgrade_warns_of_another_cluster_name() throws Exception {
    install(Map.of("clusterName", "east"));

    assertThat(upgrade(Map.of("clusterName", "west")))
        .contains("WARNING: clusterName was east and is west now", "ReleaseDistrict");
    assertThat(upgrade(Map.of("clusterName", "west"))).doesNotContain("WARNING");
  }

  private String upgrade(Map<String, String> values) {
    var upgrade =
        Chart.helm()
            .upgrade()
            .withName("homeroom")
            .withNamespace(namespace)
            .withKubeConfig(cluster.kubeconfig())
            .withValuesFile(Chart.values("test-values.yaml"));
    values.forEach(upgrade::set);
    return upgrade.call().getOutput();
  }

  @Test
  void the_server_gets_no_rights_in_the_cluster() throws Exception {
    install(Map.of());

    var account = "system:serviceaccount:" + namespace + ":homeroom-server";
    assertThat(kubectl.run("auth", "can-i", "list", "secrets", "--as", account).out().strip())
        .isEqualTo("no");
    var token =
        kubectl.token(namespace, "homeroom-server", "https://kubernetes.default.svc.cluster.local");
    assertThat(kubectl.expect("--token", token, "get", "--raw", "/openid/v1/jwks")).contains("kid");
  }

  @Test
  void uninstalling_leaves_the_crd_alone() throws Exception {
    install(Map.of());
    assertThat(installed()).isNotEmpty();

    uninstall();

    assertThat(installed()).isEmpty();
    assertThat(kubectl.expect("get", "crd", "--output=name"))
        .contains("districtsyncs.homeroom.dev");
  }

  private void install(Map<String, String> values) {
    install("homeroom", values);
  }

  private void install(String release, Map<String, String> values) {
    var install =
        Chart.helm()
            .install()
            .withName(release)
            .withNamespace(namespace)
            .withKubeConfig(cluster.kubeconfig())
            .withValuesFile(Chart.values("test-values.yaml"));
    values.forEach(install::set);
    assertThat(install.call().getStatus()).isEqualTo("deployed");
  }

  private void createPodOf(Deployment deployment, KubernetesClient client) {
    var template = deployment.getSpec().getTemplate();
    var pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withName(deployment.getMetadata().getName())
            .withNamespace(namespace)
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    client.resource(pod).create();
  }

  /** Runs the operator as its service account, with leader election, as the Deployment does. */
  private void operatorBringsADistrictToReady(Path folder, String schools, String namespaces)
      throws Exception {
    var tokenFile = folder.resolve("token");
    Files.writeString(tokenFile, kubectl.token(namespace, OPERATOR, "homeroom"));
    try (var server = FakeServer.start();
        var client = clientOf(OPERATOR)) {
      var config =
          OperatorConfig.from(
              Map.of(
                  "HOMEROOM_SERVER",
                  server.target(),
                  "HOMEROOM_TOKEN_FILE",
                  tokenFile.toString(),
                  "HOMEROOM_NAMESPACES",
                  namespaces,
                  "HOMEROOM_LEADER_ELECTION",
                  "true",
                  "HOMEROOM_LEASE_NAMESPACE",
                  namespace,
                  "HOMEROOM_LEASE_NAME",
                  OPERATOR));
      try (var operator =
          HomeroomOperator.start(config, client, Clock.systemUTC(), ChartIT::neverLosesTheLead)) {
        assertThat(operator.health().getPort()).isPositive();
        kubectl.feed(manifests(), "--namespace", schools, "apply", "-f", "-");
        kubectl.expect(
            "--namespace",
            schools,
            "wait",
            "--for=condition=Ready",
            "dsync/lakeside",
            "--timeout=30s");
        awaitEvent(schools, "Ready is True");
        kubectl.expect("--namespace", schools, "delete", "dsync/lakeside", "--timeout=30s");
      }
    }
  }

  /** Declares a district that no other test does: the operator of all namespaces sees theirs. */
  private String manifests() {
    var district = "5fd43cc56d1134%010x".formatted(Integer.toUnsignedLong(namespace.hashCode()));
    return """
    apiVersion: v1
    kind: Secret
    metadata:
      name: lakeside-token
    stringData:
      token: good-token
    ---
    apiVersion: homeroom.dev/v1
    kind: DistrictSync
    metadata:
      name: lakeside
    spec:
      districtId: %s
      tokenSecretRef:
        name: lakeside-token
      sharing:
        type: District
    """
        .formatted(district);
  }

  private KubernetesClient clientOf(String serviceAccount) throws Exception {
    var administrator = Config.fromKubeconfig(Files.readString(cluster.kubeconfig()));
    var token = kubectl.expect("create", "token", serviceAccount, "--namespace", namespace).strip();
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(administrator.getMasterUrl())
            .withCaCertData(administrator.getCaCertData())
            .withOauthToken(token)
            .withNamespace(namespace)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private String can(String verb, String resource, String where) throws Exception {
    var account = "system:serviceaccount:" + namespace + ":" + OPERATOR;
    return kubectl
        .run("auth", "can-i", verb, resource, "--namespace", where, "--as", account)
        .out()
        .strip();
  }

  private void awaitEvent(String where, String message) throws Exception {
    try (var administrator = cluster.client()) {
      Eventually.see(
          "an Event that says " + message,
          () -> administrator.v1().events().inNamespace(where).list().getItems(),
          events -> events.stream().anyMatch(event -> event.getMessage().startsWith(message)));
    }
  }

  private List<String> installed() throws Exception {
    return kubectl
        .expect(
            "get",
            EVERYTHING,
            "--namespace",
            namespace,
            "--selector=app.kubernetes.io/instance=homeroom",
            "--output=name")
        .lines()
        .toList();
  }

  private static void neverLosesTheLead() {
    throw new AssertionError("the only operator lost the lead");
  }
}
