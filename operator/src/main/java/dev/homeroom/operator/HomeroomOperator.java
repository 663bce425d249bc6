package dev.homeroom.operator;

import dev.homeroom.operator.reconcile.DistrictSyncReconciler;
import dev.homeroom.operator.reconcile.Relevant;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.server.HomeroomServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** A running operator. */
public final class HomeroomOperator implements AutoCloseable {
  private static final String LEASE = "homeroom-operator";
  private static final int THREADS = 16;
  private static final Duration LONGEST_PASS = Duration.ofSeconds(15);

  private final HomeroomServer server;
  private final Operator operator;
  private final HealthEndpoint health;

  private HomeroomOperator(HomeroomServer server, Operator operator, HealthEndpoint health) {
    this.server = server;
    this.operator = operator;
    this.health = health;
  }

  /**
   * Starts an operator; returns when its caches are filled. Homeroom's server need not run yet.
   *
   * @throws IOException when the health address is taken or a file cannot be read
   * @throws io.javaoperatorsdk.operator.OperatorException when the cluster cannot be reached or
   *     lacks the CRD
   */
  public static HomeroomOperator start(OperatorConfig config, KubernetesClient client, Clock clock)
      throws IOException {
    var server = HomeroomServer.at(config.server(), config.tokenFile());
    var reconciler =
        new DistrictSyncReconciler(server, client, config.cluster(), config.namespaces(), clock);
    var operator = new Operator(overrider -> configure(overrider, config, client, reconciler));
    operator.register(reconciler, controller -> configure(controller, config));
    HealthEndpoint health = null;
    try {
      var runtime = operator.getRuntimeInfo();
      health =
          HealthEndpoint.start(
              config.health(),
              () -> !runtime.isStarted() || runtime.allEventSourcesAreHealthy(),
              runtime::isStarted);
      operator.start();
    } catch (RuntimeException | IOException e) {
      if (health != null) {
        health.close();
      }
      server.close();
      throw e;
    }
    if (!config.leaderElection()) {
      reconciler.lead();
    }
    return new HomeroomOperator(server, operator, health);
  }

  /** Base address of the health endpoint. */
  public URI health() {
    return health.url();
  }

  @Override
  public void close() {
    operator.stop();
    health.close();
    server.close();
  }

  private static void configure(
      ConfigurationServiceOverrider overrider,
      OperatorConfig config,
      KubernetesClient client,
      DistrictSyncReconciler reconciler) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withConcurrentReconciliationThreads(THREADS)
        .withReconciliationTerminationTimeout(LONGEST_PASS);
    if (config.leaderElection()) {
      overrider.withLeaderElectionConfiguration(election(config, reconciler));
    }
  }

  private static LeaderElectionConfiguration election(
      OperatorConfig config, DistrictSyncReconciler reconciler) {
    var election =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
            .withLeaderCallbacks(
                new LeaderCallbacks(reconciler::lead, reconciler::follow, _ -> {}));
    config.leaseNamespace().ifPresent(election::withLeaseNamespace);
    return election.build();
  }

  private static void configure(
      ControllerConfigurationOverrider<DistrictSync> controller, OperatorConfig config) {
    controller
        .withOnUpdateFilter(Relevant::change)
        .withRetry(new GenericRetry().withoutMaxAttempts().setMaxInterval(60_000));
    if (!config.namespaces().isEmpty()) {
      controller.settingNamespaces(config.namespaces());
    }
  }
}
