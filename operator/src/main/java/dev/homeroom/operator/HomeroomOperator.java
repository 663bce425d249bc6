package dev.homeroom.operator;

import dev.homeroom.operator.client.HomeroomClient;
import dev.homeroom.operator.reconcile.DistrictSyncReconciler;
import dev.homeroom.operator.reconcile.SpecChangePredicate;
import dev.homeroom.operator.resource.DistrictSync;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the operator's parts and runs them until it is closed. */
public final class HomeroomOperator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HomeroomOperator.class);
  private static final int THREADS = 16;
  private static final int MOST_PASSES = 20;
  private static final Duration PASSES_WITHIN = Duration.ofSeconds(10);
  private static final Duration LONGEST_PASS = Duration.ofSeconds(15);

  private final HomeroomClient server;
  private final DistrictSyncReconciler reconciler;
  private final Operator operator;
  private final HealthEndpoint health;
  private final AtomicBoolean closing;

  private HomeroomOperator(
      HomeroomClient server,
      DistrictSyncReconciler reconciler,
      Operator operator,
      HealthEndpoint health,
      AtomicBoolean closing) {
    this.server = server;
    this.reconciler = reconciler;
    this.operator = operator;
    this.health = health;
    this.closing = closing;
  }

  /**
   * Starts an operator and returns when its caches are filled. Homeroom's server need not run yet.
   *
   * @param onLeadershipLost runs when another operator becomes the leader; this operator must then
   *     end, because a pass may still be running
   * @throws IOException when the health address is taken or a file cannot be read
   * @throws io.javaoperatorsdk.operator.OperatorException when the cluster cannot be reached or
   *     lacks the CRD
   */
  public static HomeroomOperator start(
      OperatorConfig config, KubernetesClient client, Clock clock, Runnable onLeadershipLost)
      throws IOException {
    return start(config, client, clock, onLeadershipLost, MOST_PASSES);
  }

  /**
   * Starts an operator with another limit of passes.
   *
   * @param mostPasses how often it looks at one resource within ten seconds, at most
   * @throws IOException when the health address is taken or a file cannot be read
   * @throws io.javaoperatorsdk.operator.OperatorException when the cluster cannot be reached or
   *     lacks the CRD
   */
  public static HomeroomOperator start(
      OperatorConfig config,
      KubernetesClient client,
      Clock clock,
      Runnable onLeadershipLost,
      int mostPasses)
      throws IOException {
    var closing = new AtomicBoolean();
    var server = HomeroomClient.at(config.server(), config.tokenFile());
    var reconciler =
        new DistrictSyncReconciler(
            server, client, config.cluster(), config.namespaces(), config.bindings(), clock);
    Runnable stepDown =
        () -> {
          reconciler.follow();
          if (!closing.get()) {
            onLeadershipLost.run();
          }
        };
    var election = election(config, new LeaderCallbacks(reconciler::lead, stepDown, _ -> {}));
    var operator = new Operator(overrider -> configure(overrider, client, election));
    operator.register(reconciler, controller -> configure(controller, config, mostPasses));
    HealthEndpoint health = null;
    try {
      var runtime = operator.getRuntimeInfo();
      health =
          HealthEndpoint.start(
              config.health(), () -> runtime.isStarted() && runtime.allEventSourcesAreHealthy());
      operator.start();
    } catch (RuntimeException | IOException e) {
      if (health != null) {
        health.close();
      }
      reconciler.close();
      server.close();
      throw e;
    }
    if (!config.leaderElection()) {
      reconciler.lead();
    }
    log.atInfo()
        .addKeyValue("server", config.server().target())
        .addKeyValue("cluster", config.cluster())
        .addKeyValue("namespaces", config.namespaces().isEmpty() ? "all" : config.namespaces())
        .addKeyValue("health", health.url())
        .log("the operator works");
    return new HomeroomOperator(server, reconciler, operator, health, closing);
  }

  /** Returns the base address of the health endpoint. */
  public URI health() {
    return health.url();
  }

  @Override
  public void close() {
    closing.set(true);
    operator.stop();
    reconciler.close();
    health.close();
    server.close();
  }

  private static void configure(
      ConfigurationServiceOverrider overrider,
      KubernetesClient client,
      Optional<LeaderElectionConfiguration> election) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withConcurrentReconciliationThreads(THREADS)
        .withReconciliationTerminationTimeout(LONGEST_PASS);
    election.ifPresent(overrider::withLeaderElectionConfiguration);
  }

  private static Optional<LeaderElectionConfiguration> election(
      OperatorConfig config, LeaderCallbacks callbacks) {
    if (!config.leaderElection()) {
      return Optional.empty();
    }
    var election =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.leaseName())
            .withLeaderCallbacks(callbacks)
            // the framework's own exit would wait for itself while the process is stopping
            .withExitOnStopLeading(false);
    config.leaseNamespace().ifPresent(election::withLeaseNamespace);
    return Optional.of(election.build());
  }

  private static void configure(
      ControllerConfigurationOverrider<DistrictSync> controller,
      OperatorConfig config,
      int mostPasses) {
    controller
        .withOnUpdateFilter(SpecChangePredicate::change)
        // two writers of one status, such as two operators, must not trigger each other for ever
        .withRateLimiter(new LinearRateLimiter(PASSES_WITHIN, mostPasses))
        .withRetry(new GenericRetry().withoutMaxAttempts().setMaxInterval(60_000));
    if (!config.namespaces().isEmpty()) {
      controller.settingNamespaces(config.namespaces());
    }
  }
}
