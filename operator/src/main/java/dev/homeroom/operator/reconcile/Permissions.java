package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.sharing.ConfirmationPolicy;
import dev.homeroom.operator.status.Permission;
import dev.homeroom.operator.status.Reasons;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides by the administrator's bindings whether the declaration of a resource is allowed. */
final class Permissions {
  private static final String ADMINISTRATOR =
      " The administrator sets it in the chart's value operator.districts.";

  private final List<NamespaceBinding> bindings;
  private final Function<String, Map<String, String>> labels;

  /**
   * Decides by these bindings.
   *
   * @param labels finds the labels of a namespace; called only where a binding requires labels
   */
  Permissions(List<NamespaceBinding> bindings, Function<String, Map<String, String>> labels) {
    this.bindings = List.copyOf(bindings);
    this.labels = labels;
  }

  /** Reads labels of namespaces from the API server. */
  static Function<String, Map<String, String>> labels(KubernetesClient client) {
    return namespace ->
        Optional.ofNullable(client.namespaces().withName(namespace).get())
            .flatMap(found -> Optional.ofNullable(found.getMetadata().getLabels()))
            .orElse(Map.of());
  }

  /**
   * Returns whether permissions depend on labels, which change without an event for the resource.
   */
  boolean followLabels() {
    return bindings.stream().anyMatch(binding -> !binding.labels().isEmpty());
  }

  Permission of(DistrictSync resource) {
    var namespace = resource.getMetadata().getNamespace();
    var spec = resource.getSpec();
    var labels = followLabels() ? this.labels.apply(namespace) : Map.<String, String>of();
    var ours =
        bindings.stream()
            .filter(binding -> binding.covers(namespace, labels, spec.districtId()))
            .toList();
    if (ours.isEmpty()) {
      return new Permission.Missing(
          Reasons.DISTRICT_NOT_ALLOWED,
          "Namespace %s may not declare district %s.".formatted(namespace, spec.districtId())
              + ADMINISTRATOR);
    }
    if (spec.sharing().confirmation() == ConfirmationPolicy.AUTOMATIC
        && ours.stream().noneMatch(NamespaceBinding::automaticConfirmation)) {
      return new Permission.Missing(
          Reasons.AUTOMATIC_NOT_ALLOWED,
          "Namespace %s may not have a sharing confirmed without a reviewer. Set spec.sharing.confirmation to Manual, or ask for automaticConfirmation."
                  .formatted(namespace)
              + ADMINISTRATOR);
    }
    var withoutToken = ours.stream().anyMatch(NamespaceBinding::withoutToken);
    if (spec.tokenSecretRef() == null && !withoutToken) {
      return new Permission.Missing(
          Reasons.TOKEN_REQUIRED,
          "Namespace %s may not declare a district without its token. Put the district-app token into a Secret and name it in spec.tokenSecretRef, or ask for withoutToken."
                  .formatted(namespace)
              + ADMINISTRATOR);
    }
    return new Permission.Given(withoutToken);
  }
}
