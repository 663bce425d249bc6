package dev.homeroom.operator;

import dev.homeroom.operator.client.ServerAddress;
import dev.homeroom.operator.reconcile.NamespaceBinding;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's configuration, read from its environment. The connection to the cluster comes from
 * {@code KUBECONFIG} or from the Pod that the operator runs in.
 *
 * @param server {@code HOMEROOM_SERVER}, host:port, default {@code 127.0.0.1:7070}, trusted by
 *     {@code HOMEROOM_SERVER_CA_FILE}
 * @param tokenFile {@code HOMEROOM_TOKEN_FILE}, the operator's service-account token for the
 *     server; required
 * @param cluster {@code HOMEROOM_CLUSTER}, the name of this cluster at the server, default {@code
 *     default}; two clusters must not have the same name at one server, or each releases the
 *     districts that the other declares
 * @param namespaces {@code HOMEROOM_NAMESPACES}, separated by commas, default all
 * @param readyFile {@code HOMEROOM_READY_FILE}, written once the operator has started, default none
 * @param health {@code HOMEROOM_HEALTH_LISTEN}, the address that serves {@code /healthz} and {@code
 *     /readyz}, default a free loopback port
 * @param leaderElection {@code HOMEROOM_LEADER_ELECTION}, true where several operators run, default
 *     false
 * @param leaseName {@code HOMEROOM_LEASE_NAME}, the Lease by which the operators of one release
 *     elect their leader, default {@code homeroom-operator}
 * @param bindings {@code HOMEROOM_DISTRICTS}, a JSON list that says which namespaces may declare
 *     which districts, by default every namespace may declare every district whose token it
 *     provides; see {@link NamespaceBinding}
 * @param leaseNamespace {@code HOMEROOM_LEASE_NAMESPACE}, default the Pod's own
 */
public record OperatorConfig(
    ServerAddress server,
    Path tokenFile,
    String cluster,
    Set<String> namespaces,
    Optional<Path> readyFile,
    InetSocketAddress health,
    boolean leaderElection,
    String leaseName,
    List<NamespaceBinding> bindings,
    Optional<String> leaseNamespace) {

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException when a variable is missing or invalid; the message names the
   *     variable and its valid values
   */
  public static OperatorConfig from(Map<String, String> environment) {
    var read = new Variables(environment);
    return new OperatorConfig(
        new ServerAddress(
            read.text("HOMEROOM_SERVER").orElse("127.0.0.1:7070"),
            read.text("HOMEROOM_SERVER_CA_FILE").map(Path::of)),
        read.text("HOMEROOM_TOKEN_FILE")
            .map(Path::of)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "HOMEROOM_TOKEN_FILE is not set: name the file with the operator's token")),
        read.cluster("HOMEROOM_CLUSTER"),
        read.list("HOMEROOM_NAMESPACES"),
        read.text("HOMEROOM_READY_FILE").map(Path::of),
        read.address("HOMEROOM_HEALTH_LISTEN", "127.0.0.1:0"),
        read.flag("HOMEROOM_LEADER_ELECTION"),
        read.text("HOMEROOM_LEASE_NAME").orElse("homeroom-operator"),
        read.bindings("HOMEROOM_DISTRICTS"),
        read.text("HOMEROOM_LEASE_NAMESPACE"));
  }

  /** Reads variables by type; an empty variable counts as not set. */
  private record Variables(Map<String, String> environment) {
    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(v -> !v.isEmpty());
    }

    String cluster(String name) {
      var value = text(name).orElse("default");
      if (value.equals("api")) {
        throw new IllegalArgumentException(
            name + " cannot be api, which stands for declarations without Kubernetes");
      }
      return value;
    }

    Set<String> list(String name) {
      var values = new LinkedHashSet<String>();
      text(name).stream()
          .flatMap(value -> Arrays.stream(value.split(",", -1)))
          .map(String::strip)
          .filter(value -> !value.isEmpty())
          .forEach(values::add);
      return Set.copyOf(values);
    }

    List<NamespaceBinding> bindings(String name) {
      try {
        return text(name).map(NamespaceBinding::parse).orElse(NamespaceBinding.DEFAULT);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(name + " " + wrong.getMessage(), wrong);
      }
    }

    boolean flag(String name) {
      var value = text(name).orElse("false");
      return switch (value) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException(name + " is true or false, not " + value);
      };
    }

    InetSocketAddress address(String name, String otherwise) {
      var value = text(name).orElse(otherwise);
      var colon = value.lastIndexOf(':');
      if (!value.matches("\\S+:\\d{1,5}") || Integer.parseInt(value.substring(colon + 1)) > 65535) {
        throw new IllegalArgumentException(name + " is host:port, not " + value);
      }
      return new InetSocketAddress(
          value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
    }
  }
}
