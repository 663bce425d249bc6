package dev.homeroom.operator.reconcile;

import static java.util.Objects.requireNonNull;

import dev.homeroom.operator.client.Answer;
import dev.homeroom.operator.client.HomeroomClient;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.status.Observation;
import dev.homeroom.operator.status.Reasons;
import dev.homeroom.operator.status.StatusEvent;
import dev.homeroom.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a {@link DistrictSync} declares to the server, and writes the server's state into its
 * status. Each pass reads everything again, never waits, and writes nothing when nothing changed.
 */
@ControllerConfiguration(
    name = "districtsync",
    finalizerName = "homeroom.dev/declaration",
    fieldManager = "homeroom-operator",
    generationAwareEventProcessing = false)
public final class DistrictSyncReconciler
    implements Reconciler<DistrictSync>, Cleaner<DistrictSync>, AutoCloseable {
  /** The pause before the next pass where the answer may change without an event. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The margin to wait after a time by the server's clock, to be sure that it has passed. */
  private static final Duration BEHIND = Duration.ofSeconds(1);

  /**
   * The pause before the next pass where an event also reports the change, and where no event
   * exists, as for labels of namespaces.
   */
  private static final Duration SELDOM = Duration.ofMinutes(5);

  private final HomeroomClient server;
  private final KubernetesClient client;
  private final KubernetesClient secretMetadata;
  private final Permissions permissions;
  private final DeclarationRequests requests;
  private final String cluster;
  private final Clock clock;
  private final StatusFactory statuses;
  private final EventRecorder notebook;
  private final OrphanedDistricts orphans;

  /** The statuses that this process wrote, which nobody else can have forged. */
  private final Map<ResourceID, DistrictSyncStatus> written = new ConcurrentHashMap<>();

  // set by prepareEventSources, which the framework calls before anything else
  private @Nullable DistrictStates states;
  private @Nullable Declarations declarations;

  /**
   * Wires the parts of a pass.
   *
   * @param cluster the name of this cluster at the server
   * @param namespaces the namespaces that this operator watches; empty: all
   * @param bindings which namespaces may declare which districts
   */
  public DistrictSyncReconciler(
      HomeroomClient server,
      KubernetesClient client,
      String cluster,
      Set<String> namespaces,
      List<NamespaceBinding> bindings,
      Clock clock) {
    this.server = server;
    this.client = client;
    this.secretMetadata = SecretMetadata.client(client);
    this.permissions = new Permissions(bindings, Permissions.labels(client));
    this.cluster = cluster;
    this.clock = clock;
    this.requests = new DeclarationRequests(cluster);
    this.statuses = new StatusFactory(clock);
    this.notebook = new EventRecorder(client, clock);
    this.orphans = new OrphanedDistricts(client, server, namespaces);
  }

  @Override
  public List<EventSource<?, DistrictSync>> prepareEventSources(
      EventSourceContext<DistrictSync> context) {
    var secretSource = TokenSecrets.eventSource(context, secretMetadata);
    var stateSource =
        new DistrictStates(server, cluster, requests, orphans, context.getPrimaryCache());
    states = stateSource;
    declarations = new Declarations(server, requests, stateSource);
    return List.of(secretSource, stateSource);
  }

  @Override
  public UpdateControl<DistrictSync> reconcile(
      DistrictSync resource, Context<DistrictSync> context) {
    var before = statusBefore(resource);
    var token = TokenSecrets.read(resource, TokenSecrets.in(client));
    var seen = requireNonNull(declarations).declare(resource, permissions.of(resource), token);
    var handled = handleSyncRequest(resource, before, seen);
    writeStatus(resource, before, statuses.status(resource, before, seen, handled), context);
    UpdateControl<DistrictSync> done = UpdateControl.noUpdate();
    if (!isSettled(resource, seen, handled)) {
      return done.rescheduleAfter(pause(seen));
    }
    return permissions.followLabels() ? done.rescheduleAfter(SELDOM) : done;
  }

  @Override
  public DeleteControl cleanup(DistrictSync resource, Context<DistrictSync> context) {
    written.remove(ResourceID.fromResource(resource));
    if (!requireNonNull(declarations).end(resource)) {
      // deletion does not wait for the server: the district is released once the stream is up again
      requireNonNull(states).restart();
    }
    return DeleteControl.defaultDelete();
  }

  /** Closes the client that the constructor opened. */
  @Override
  public void close() {
    secretMetadata.close();
  }

  /**
   * Allows the release of districts without a resource. Called once the caches are filled and this
   * operator leads.
   */
  public void lead() {
    orphans.allow();
    requireNonNull(states).releaseOrphans();
  }

  /** Forbids the release of districts, because another operator leads now. */
  public void follow() {
    orphans.forbid();
  }

  /**
   * Starts the sync that the annotation requests, once for each value of it. Returns the value that
   * was handled last.
   */
  private Optional<String> handleSyncRequest(
      DistrictSync resource, DistrictSyncStatus before, Observation seen) {
    var handled = Optional.ofNullable(before.lastHandledSyncRequest());
    var requested = DistrictSync.syncRequestOf(resource);
    if (requested.isEmpty()
        || requested.equals(handled)
        || !(seen instanceof Observation.Applied)) {
      return handled;
    }
    return switch (server.trigger(DeclarationRequests.trigger(resource, requested.get()))) {
      case Answer.Success<?> _ -> requested;
      case Answer.Refused<?>(var reason, var message, _, _, _) -> {
        notebook.write(resource, List.of(StatusEvent.requestRefused(reason, message)));
        yield requested;
      }
      case Answer.Unavailable<?> _ -> handled;
    };
  }

  /**
   * Returns the status that this process wrote last; before its first pass, the one in the cluster.
   */
  private DistrictSyncStatus statusBefore(DistrictSync resource) {
    return written.getOrDefault(
        ResourceID.fromResource(resource), statuses.own(DistrictSync.statusOf(resource)));
  }

  private void writeStatus(
      DistrictSync resource,
      DistrictSyncStatus before,
      DistrictSyncStatus status,
      Context<DistrictSync> context) {
    if (!stands(resource, status)) {
      var applied = applyStatus(resource, status, context);
      if (!stands(applied, status)) {
        replaceStatus(applied, status, context);
      }
    }
    written.put(ResourceID.fromResource(resource), status);
    notebook.write(resource, StatusEvent.between(before, status));
  }

  private boolean stands(DistrictSync resource, DistrictSyncStatus status) {
    return status.equals(statuses.own(DistrictSync.statusOf(resource)));
  }

  private static DistrictSync applyStatus(
      DistrictSync resource, DistrictSyncStatus status, Context<DistrictSync> context) {
    var patch = new DistrictSync();
    patch.setMetadata(new ObjectMeta());
    patch.getMetadata().setName(resource.getMetadata().getName());
    patch.getMetadata().setNamespace(resource.getMetadata().getNamespace());
    patch.setStatus(status);
    return PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context);
  }

  /**
   * Replaces the whole status, which also removes what somebody else wrote into fields that the
   * operator leaves empty.
   */
  private void replaceStatus(
      DistrictSync resource, DistrictSyncStatus status, Context<DistrictSync> context) {
    PrimaryUpdateAndCacheUtils.patchStatusAndCacheResource(
        resource,
        context,
        current -> {
          current.setStatus(statuses.withOthers(status, DistrictSync.statusOf(current)));
          return current;
        });
  }

  /**
   * Returns the pause before the next pass. The stream reports when a district of another owner
   * becomes free or has a new owner, and the server says until when a district is reserved for its
   * former owner.
   */
  private Duration pause(Observation seen) {
    if (!(seen instanceof Observation.Declined(var refusal, _))) {
      return SOON;
    }
    return switch (refusal.reason()) {
      case "DISTRICT_OWNED" -> SELDOM;
      case "DISTRICT_RESERVED" -> refusal.until().map(this::pauseUntil).orElse(SELDOM);
      default -> SOON;
    };
  }

  private Duration pauseUntil(Instant end) {
    var left = Duration.between(clock.instant(), end).plus(BEHIND);
    return left.compareTo(BEHIND) < 0 ? BEHIND : left.compareTo(SELDOM) < 0 ? left : SELDOM;
  }

  /** Returns whether only an event can change what this pass found. */
  private static boolean isSettled(
      DistrictSync resource, Observation seen, Optional<String> handled) {
    return switch (seen) {
      case Observation.NoAnswer _, Observation.Declined _, Observation.NotAllowed _ -> false;
      case Observation.TokenUnreadable(var problem, _) ->
          !problem.reason().equals(Reasons.TOKEN_SECRET_FORBIDDEN);
      case Observation.Applied _ ->
          DistrictSync.syncRequestOf(resource).stream()
              .allMatch(requested -> handled.equals(Optional.of(requested)));
    };
  }
}
