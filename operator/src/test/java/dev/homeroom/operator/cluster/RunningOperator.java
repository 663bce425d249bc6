package dev.homeroom.operator.cluster;

import dev.homeroom.operator.HomeroomOperator;
import dev.homeroom.operator.OperatorConfig;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.StatusCondition;
import dev.homeroom.testing.Eventually;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An operator for one namespace, which is a new one. */
public final class RunningOperator implements AutoCloseable {
  private static final String ACCOUNT = "homeroom-operator";

  /** Lets every namespace declare all it likes. */
  private static final String FREELY =
      """
      [{"namespaces":"all","districts":"all","withoutToken":true,"automaticConfirmation":true}]
      """;

  private final TestCluster cluster;
  private final String target;
  private final KubernetesClient client;
  private final String namespace;
  private final Path tokenFile;
  private final OptionalInt mostPasses;
  private List<String> namespaces;
  private String districts = FREELY;
  private @Nullable HomeroomOperator operator;

  private RunningOperator(TestCluster cluster, Path folder, String target, OptionalInt mostPasses)
      throws Exception {
    this.cluster = cluster;
    this.target = target;
    this.mostPasses = mostPasses;
    this.client = cluster.client();
    this.namespace = cluster.newNamespace();
    this.namespaces = List.of(namespace);
    this.tokenFile = folder.resolve("token");
    cluster.kubectl().expect("create", "serviceaccount", ACCOUNT, "--namespace", namespace);
  }

  /**
   * Starts one with a token that the API server mints.
   *
   * @param folder takes its token file
   * @param target host and port of its server
   */
  public static RunningOperator start(Path folder, String target) throws Exception {
    var running = new RunningOperator(TestCluster.shared(), folder, target, OptionalInt.empty());
    running.renewToken();
    running.resume();
    return running;
  }

  /** As {@link #start(Path, String)}, with a token of the server's own issuer. */
  public static RunningOperator start(Path folder, String target, String token) throws Exception {
    return start(folder, target, token, OptionalInt.empty());
  }

  /**
   * As {@link #start(Path, String, String)}, for tests that wait for the status of one sync after
   * the other.
   *
   * @param mostPasses how often the operator looks at one resource within ten seconds, at most
   */
  public static RunningOperator start(Path folder, String target, String token, int mostPasses)
      throws Exception {
    return start(folder, target, token, OptionalInt.of(mostPasses));
  }

  private static RunningOperator start(
      Path folder, String target, String token, OptionalInt mostPasses) throws Exception {
    var running = new RunningOperator(TestCluster.shared(), folder, target, mostPasses);
    Files.writeString(running.tokenFile, token);
    running.resume();
    return running;
  }

  /**
   * Has the operator look after these namespaces, too, and hold each to what may be declared there.
   *
   * @param districts as {@code HOMEROOM_DISTRICTS}
   */
  public void restartFor(List<String> more, String districts) throws Exception {
    this.namespaces = Stream.concat(Stream.of(namespace), more.stream()).toList();
    this.districts = districts;
    restart();
  }

  public String namespace() {
    return namespace;
  }

  /** Writes a newly minted token into the operator's token file and returns it. */
  public String renewToken() throws Exception {
    var token = cluster.kubectl().token(namespace, ACCOUNT, "homeroom");
    Files.writeString(tokenFile, token + "\n");
    return token;
  }

  /** Ends the operator and starts another one. */
  public void restart() throws Exception {
    pause();
    resume();
  }

  /** Ends the operator. */
  public void pause() {
    var running = operator;
    if (running != null) {
      running.close();
      operator = null;
    }
  }

  /** Starts another one. */
  public void resume() throws Exception {
    operator = startOperator();
  }

  /** {@code kubectl --namespace …}, which has to succeed. */
  public String kubectl(String... arguments) throws InterruptedException {
    var all = new String[arguments.length + 2];
    all[0] = "--namespace";
    all[1] = namespace;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return cluster.kubectl().expect(all);
  }

  /** {@code kubectl apply -f -} in the operator's namespace. */
  public void apply(String manifests) throws InterruptedException {
    var result = cluster.kubectl().feed(manifests, "--namespace", namespace, "apply", "-f", "-");
    if (result.exitCode() != 0) {
      throw new AssertionError(result.err());
    }
  }

  /** The resource as it stands in the cluster. */
  public Optional<DistrictSync> find(String name) {
    return find(namespace, name);
  }

  /** A resource of any namespace as it stands in the cluster. */
  public Optional<DistrictSync> find(String namespace, String name) {
    return Optional.ofNullable(
        client.resources(DistrictSync.class).inNamespace(namespace).withName(name).get());
  }

  /** Waits until the status is right, and returns it. */
  public DistrictSyncStatus status(String name, Predicate<DistrictSyncStatus> right)
      throws InterruptedException {
    return Eventually.see(
        "status of " + name,
        () -> find(name).map(DistrictSync::statusOf).orElse(DistrictSyncStatus.EMPTY),
        right);
  }

  /** Waits until the condition has this status, and returns it. */
  public StatusCondition condition(String name, String type, String status)
      throws InterruptedException {
    return status(
            name, each -> each.condition(type).filter(c -> c.status().equals(status)).isPresent())
        .condition(type)
        .orElseThrow();
  }

  /** Events about the resource, in no order. */
  public List<Event> events(String name) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", name)
        .list()
        .getItems();
  }

  /**
   * Waits until the resource has Events of these types and reasons, such as {@code Normal Ready}.
   * The operator writes Events after the status that they report.
   */
  public void awaitEvents(String name, String... kinds) throws InterruptedException {
    var _ =
        Eventually.see(
            "events of " + name,
            () ->
                events(name).stream()
                    .map(event -> event.getType() + " " + event.getReason())
                    .toList(),
            seen -> seen.containsAll(List.of(kinds)));
  }

  @Override
  public void close() {
    pause();
    client.close();
  }

  private HomeroomOperator startOperator() throws Exception {
    var environment =
        Map.of(
            "HOMEROOM_SERVER",
            target,
            "HOMEROOM_TOKEN_FILE",
            tokenFile.toString(),
            "HOMEROOM_CLUSTER",
            "test",
            "HOMEROOM_NAMESPACES",
            String.join(",", namespaces),
            "HOMEROOM_DISTRICTS",
            districts);
    var config = OperatorConfig.from(environment);
    return mostPasses.isPresent()
        ? HomeroomOperator.start(config, client, Clock.systemUTC(), () -> {}, mostPasses.getAsInt())
        : HomeroomOperator.start(config, client, Clock.systemUTC(), () -> {});
  }
}
