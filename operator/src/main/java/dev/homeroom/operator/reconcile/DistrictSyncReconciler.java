package dev.homeroom.operator.reconcile;

import static java.util.Objects.requireNonNull;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.server.Answer;
import dev.homeroom.operator.server.HomeroomServer;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the server to what a {@link DistrictSync} declares, and the server's word into status.
 * Each pass reads everything anew, never waits, and writes nothing when nothing changed.
 */
@ControllerConfiguration(
    name = "districtsync",
    finalizerName = "homeroom.dev/declaration",
    fieldManager = "homeroom-operator",
    generationAwareEventProcessing = false)
public final class DistrictSyncReconciler
    implements Reconciler<DistrictSync>, Cleaner<DistrictSync> {
  /** How soon to try again where the answer may change without an event. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private final HomeroomServer server;
  private final Requests requests;
  private final String cluster;
  private final StatusFactory statuses;
  private final Notebook notebook;
  private final Orphans orphans;

  // made by prepareEventSources, which the framework calls before anything else
  private @Nullable InformerEventSource<Secret, DistrictSync> secrets;
  private @Nullable DistrictStates states;
  private @Nullable Declarations declarations;

  /**
   * @param cluster how this cluster is called at the server
   * @param namespaces the namespaces that this operator looks after; empty: all
   */
  public DistrictSyncReconciler(
      HomeroomServer server,
      KubernetesClient client,
      String cluster,
      Set<String> namespaces,
      Clock clock) {
    this.server = server;
    this.cluster = cluster;
    this.requests = new Requests(cluster);
    this.statuses = new StatusFactory(clock);
    this.notebook = new Notebook(client, clock);
    this.orphans = new Orphans(client, server, namespaces);
  }

  @Override
  public List<EventSource<?, DistrictSync>> prepareEventSources(
      EventSourceContext<DistrictSync> context) {
    var secretSource = Tokens.eventSource(context);
    var stateSource =
        new DistrictStates(server, cluster, requests, orphans, context.getPrimaryCache());
    secrets = secretSource;
    states = stateSource;
    declarations = new Declarations(server, requests, stateSource);
    return List.of(secretSource, stateSource);
  }

  @Override
  public UpdateControl<DistrictSync> reconcile(
      DistrictSync resource, Context<DistrictSync> context) {
    var token = Tokens.read(resource, requireNonNull(secrets)::get);
    var seen = requireNonNull(declarations).declare(resource, token);
    var handled = handleSyncRequest(resource, seen);
    writeStatus(resource, statuses.status(resource, seen, handled), context);
    UpdateControl<DistrictSync> done = UpdateControl.noUpdate();
    return isSettled(resource, seen, handled) ? done : done.rescheduleAfter(SOON);
  }

  @Override
  public DeleteControl cleanup(DistrictSync resource, Context<DistrictSync> context) {
    if (!requireNonNull(declarations).end(resource)) {
      // deletion does not wait for the server: the district is released once it is back
      requireNonNull(states).restart();
    }
    return DeleteControl.defaultDelete();
  }

  /** Caches are filled and this operator leads: districts without a resource are released. */
  public void lead() {
    orphans.allow();
    requireNonNull(states).releaseOrphans();
  }

  /** Another operator leads now. */
  public void follow() {
    orphans.forbid();
  }

  /** Starts the sync that the annotation asks for, once for each of its values. */
  private Optional<String> handleSyncRequest(DistrictSync resource, Observation seen) {
    var handled = Optional.ofNullable(DistrictSync.statusOf(resource).lastHandledSyncRequest());
    var wish = DistrictSync.syncRequestOf(resource);
    if (wish.isEmpty() || wish.equals(handled) || !(seen instanceof Observation.Applied)) {
      return handled;
    }
    return switch (server.trigger(Requests.trigger(resource, wish.get()))) {
      case Answer.Told<?> _ -> wish;
      case Answer.Refused<?>(var reason, var message, _) -> {
        notebook.write(resource, List.of(Note.requestRefused(reason, message)));
        yield wish;
      }
      case Answer.Unavailable<?> _ -> handled;
    };
  }

  private void writeStatus(
      DistrictSync resource, DistrictSyncStatus status, Context<DistrictSync> context) {
    var before = DistrictSync.statusOf(resource);
    if (status.equals(statuses.own(before))) {
      return;
    }
    var patch = new DistrictSync();
    patch.setMetadata(new ObjectMeta());
    patch.getMetadata().setName(resource.getMetadata().getName());
    patch.getMetadata().setNamespace(resource.getMetadata().getNamespace());
    patch.setStatus(status);
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context);
    notebook.write(resource, Note.between(before, status));
  }

  /** Whether only an event can change what this pass found. */
  private static boolean isSettled(
      DistrictSync resource, Observation seen, Optional<String> handled) {
    return switch (seen) {
      case Observation.NoAnswer _, Observation.Declined _ -> false;
      case Observation.TokenUnreadable _ -> true;
      case Observation.Applied _ ->
          DistrictSync.syncRequestOf(resource).stream()
              .allMatch(wish -> handled.equals(Optional.of(wish)));
    };
  }
}
