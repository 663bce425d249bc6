package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.TokenSecretRef;
import dev.homeroom.operator.status.Reasons;
import dev.homeroom.operator.status.TokenReading;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the token in the Secret that a resource refers to. */
final class TokenSecrets {
  private static final String INDEX = "token-secret";

  private static final String OPAQUE = "Opaque";

  /**
   * Excludes Secrets that change often or never hold a token, such as the releases that helm
   * stores.
   */
  private static final FieldSelector OPAQUE_ONLY =
      new FieldSelector(new FieldSelector.Field("type", OPAQUE));

  private static final int FORBIDDEN = 403;

  private TokenSecrets() {}

  /**
   * Watches Secrets; a change of one triggers every resource that names it.
   *
   * @param metadata a client that receives only the metadata of Secrets
   */
  static InformerEventSource<Secret, DistrictSync> eventSource(
      EventSourceContext<DistrictSync> context, KubernetesClient metadata) {
    var primaries = context.getPrimaryCache();
    primaries.addIndexer(
        INDEX, primary -> secretOf(primary).map(TokenSecrets::key).map(List::of).orElse(List.of()));
    var configuration =
        InformerEventSourceConfiguration.from(Secret.class, DistrictSync.class)
            .withName(INDEX)
            .withNamespacesInheritedFromController()
            .withKubernetesClient(metadata)
            .withFieldSelector(OPAQUE_ONLY)
            .withSecondaryToPrimaryMapper(secret ->
                primaries.byIndex(INDEX, key(ResourceID.fromResource(secret))).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(
                (DistrictSync primary) -> secretOf(primary).map(Set::of).orElse(Set.of()))
            .build();
    return new InformerEventSource<>(configuration, context);
  }

  /** Fetches one Secret from the API server; empty also where it is not of type Opaque. */
  static Function<ResourceID, Optional<Secret>> in(KubernetesClient client) {
    return id ->
        Optional.ofNullable(
                client
                    .secrets()
                    .inNamespace(id.getNamespace().orElseThrow())
                    .withName(id.getName())
                    .get())
            .filter(secret -> OPAQUE.equals(secret.getType()));
  }

  /**
   * Reads the token of {@code resource}.
   *
   * @param find fetches a Secret
   */
  static TokenReading read(DistrictSync resource, Function<ResourceID, Optional<Secret>> find) {
    var reference = resource.getSpec().tokenSecretRef();
    if (reference == null) {
      return new TokenReading.NotDeclared();
    }
    var namespace = resource.getMetadata().getNamespace();
    try {
      return secretOf(resource)
          .flatMap(find)
          .map(secret -> valueOf(secret, reference, namespace))
          .orElseGet(() -> missing(reference, namespace));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == FORBIDDEN) {
        return forbidden(reference, namespace);
      }
      throw refused;
    }
  }

  private static TokenReading forbidden(TokenSecretRef reference, String namespace) {
    return new TokenReading.Problem(
        Reasons.TOKEN_SECRET_FORBIDDEN,
        "The operator may not read Secret %s in namespace %s. Its role needs get on secrets there; helm upgrade gives it."
            .formatted(reference.name(), namespace));
  }

  private static TokenReading valueOf(Secret secret, TokenSecretRef reference, String namespace) {
    var key = reference.keyOrDefault();
    var data = secret.getData();
    var encoded = Optional.ofNullable(data).map((Map<String, String> all) -> all.get(key));
    return encoded
        .map(each -> new String(Base64.getDecoder().decode(each), StandardCharsets.UTF_8).strip())
        .map(token -> checked(token, reference, namespace))
        .orElseGet(() ->
            new TokenReading.Problem(
                Reasons.TOKEN_KEY_MISSING,
                "Secret %s in namespace %s has no key %s; put the district-app token there, or name the right key in spec.tokenSecretRef.key."
                    .formatted(reference.name(), namespace, key)));
  }

  private static TokenReading checked(String token, TokenSecretRef reference, String namespace) {
    if (token.matches("[\\x21-\\x7e]{1,1024}")) {
      return new TokenReading.Token(token);
    }
    return new TokenReading.Problem(
        Reasons.TOKEN_MALFORMED,
        "Key %s of Secret %s in namespace %s is not a token: it has to be 1 to 1024 visible ASCII characters. Put the district-app token there as Clever shows it."
            .formatted(reference.keyOrDefault(), reference.name(), namespace));
  }

  private static TokenReading missing(TokenSecretRef reference, String namespace) {
    return new TokenReading.Problem(
        Reasons.TOKEN_SECRET_MISSING,
        "There is no Secret %1$s of type Opaque in namespace %2$s. Create it: kubectl --namespace %2$s create secret generic %1$s --from-literal=%3$s=<district-app token>"
            .formatted(reference.name(), namespace, reference.keyOrDefault()));
  }

  private static Optional<ResourceID> secretOf(DistrictSync resource) {
    return Optional.ofNullable(resource.getSpec().tokenSecretRef())
        .map(reference -> new ResourceID(reference.name(), resource.getMetadata().getNamespace()));
  }

  private static String key(ResourceID id) {
    return id.getNamespace().orElse("") + "/" + id.getName();
  }
}
