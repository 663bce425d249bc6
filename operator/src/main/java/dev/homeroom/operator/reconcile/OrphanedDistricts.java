package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.client.Answer;
import dev.homeroom.operator.client.HomeroomClient;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.v1.DistrictState;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases districts that this cluster owns at the server and that no resource declares any more,
 * because their resource was deleted while the server was away. A release keeps the roster.
 */
final class OrphanedDistricts {
  private static final Logger log = LoggerFactory.getLogger(OrphanedDistricts.class);

  private final KubernetesClient client;
  private final HomeroomClient server;
  private final Set<String> namespaces;
  private final AtomicBoolean allowed = new AtomicBoolean();

  /**
   * Creates it; releases nothing before {@link #allow}.
   *
   * @param namespaces the namespaces that this operator watches; empty: all
   */
  OrphanedDistricts(KubernetesClient client, HomeroomClient server, Set<String> namespaces) {
    this.client = client;
    this.server = server;
    this.namespaces = namespaces;
  }

  /** Allows releases from now on. Called once the caches are filled and this operator leads. */
  void allow() {
    allowed.set(true);
  }

  /** Forbids releases from now on, because another operator leads. */
  void forbid() {
    allowed.set(false);
  }

  /**
   * Releases the districts without a resource, reading resources from the API server and not from a
   * cache. Does nothing while releases are forbidden.
   *
   * @return false when a resource could not be read or the server did not answer, so that it should
   *     be tried again
   */
  boolean release(Collection<DistrictState> states) {
    if (!allowed.get()) {
      return true;
    }
    var done = true;
    for (var state : states) {
      try {
        if (isOurs(state) && isOrphan(state)) {
          done &= release(state);
        }
      } catch (KubernetesClientException e) {
        log.atWarn().setCause(e).log("cannot find out whether a district still has its resource");
        done = false;
      }
    }
    return done;
  }

  private boolean isOurs(DistrictState state) {
    return namespaces.isEmpty() || namespaces.contains(state.getOwner().getNamespace());
  }

  private boolean isOrphan(DistrictState state) {
    var owner = state.getOwner();
    var resource =
        client
            .resources(DistrictSync.class)
            .inNamespace(owner.getNamespace())
            .withName(owner.getName())
            .get();
    return resource == null
        || !resource.getSpec().districtId().equals(DeclarationRequests.districtId(state));
  }

  private boolean release(DistrictState state) {
    var answer = server.delete(DeclarationRequests.delete(state));
    log.atInfo()
        .addKeyValue("district", DeclarationRequests.districtId(state))
        .addKeyValue("released", answer instanceof Answer.Success)
        .log("a district of this cluster has no DistrictSync any more");
    return !(answer instanceof Answer.Unavailable);
  }
}
