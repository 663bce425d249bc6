package dev.homeroom.acceptance;

import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.controlplane.Kubectl;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Somebody who works in one namespace with the rights of a Role there, and none elsewhere.
 *
 * @param token as the API server mints it
 */
record Tenant(TestCluster cluster, String namespace, String token) {
  /** Declares and deletes districts, and keeps their tokens in Secrets. */
  static final String DECLARES = "declares";

  /** Writes the status of resources too, which is the operator's. */
  static final String WRITES_STATUS = "writes-status";

  /** Makes a user of this name, who may do what the namespace's role of that name allows. */
  static Tenant in(TestCluster cluster, String namespace, String name, String role)
      throws Exception {
    var administrator = cluster.kubectl();
    administrator.expect("create", "serviceaccount", name, "--namespace", namespace);
    administrator.expect(
        "create",
        "rolebinding",
        name,
        "--role=" + role,
        "--serviceaccount=" + namespace + ":" + name,
        "--namespace",
        namespace);
    var token = administrator.expect("create", "token", name, "--namespace", namespace).strip();
    return new Tenant(cluster, namespace, token);
  }

  /** Makes a namespace with the roles that tenants have. */
  static String newNamespace(TestCluster cluster) throws Exception {
    var namespace = cluster.newNamespace();
    cluster
        .kubectl()
        .apply(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: declares, namespace: %1$s}
            rules:
              - {apiGroups: [homeroom.dev], resources: [districtsyncs], verbs: ["*"]}
              - {apiGroups: [""], resources: [secrets], verbs: ["*"]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: writes-status, namespace: %1$s}
            rules:
              - {apiGroups: [homeroom.dev], resources: [districtsyncs, districtsyncs/status], verbs: ["*"]}
            """
                .formatted(namespace));
    return namespace;
  }

  /** Runs kubectl as this user in this user's namespace. */
  Kubectl.Result run(String... arguments) throws InterruptedException {
    return cluster.kubectl().run(mine(arguments));
  }

  /** Applies manifests as this user; {@code applied}, or in short what the API server says. */
  String apply(String manifests) throws InterruptedException {
    return said(cluster.kubectl().feed(manifests, mine("apply", "-f", "-")));
  }

  /** Keeps a token in the Secret of this name. */
  void keep(String secret, String districtToken) throws InterruptedException {
    apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        stringData: {token: "%s"}
        """
            .formatted(secret, districtToken));
  }

  /** The result of a call, without the parts that differ from run to run. */
  static String said(Kubectl.Result result) {
    if (result.exitCode() == 0) {
      return "done";
    }
    return Stream.of("forbidden", "unknown field", "cannot be changed", "is frozen", "should match")
        .filter(result.err()::contains)
        .map("the API server: "::concat)
        .findFirst()
        .orElse(result.err());
  }

  private String[] mine(String... arguments) {
    return Stream.concat(
            Stream.of("--token", token, "--namespace", namespace), Arrays.stream(arguments))
        .toArray(String[]::new);
  }
}
