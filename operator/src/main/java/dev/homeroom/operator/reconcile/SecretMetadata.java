package dev.homeroom.operator.reconcile;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * Makes clients to which the API server sends only the metadata of Secrets. Unrelated Secrets can
 * be large and many, and a process that only needs to know when one changed must not receive their
 * contents.
 */
final class SecretMetadata implements Interceptor {
  private static final String LISTED = "PartialObjectMetadataList";
  private static final String WATCHED = "PartialObjectMetadata";

  private SecretMetadata() {}

  /** Returns a client with the configuration of {@code like}; the caller closes it. */
  static KubernetesClient client(KubernetesClient like) {
    return new KubernetesClientBuilder()
        .withConfig(like.getConfiguration())
        .withKubernetesSerialization(serialization())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("secret-metadata", new SecretMetadata()))
        .build();
  }

  /**
   * Returns a serialization that reads null as an empty list: an empty list of metadata has null
   * items, unlike an empty list of Secrets.
   */
  private static KubernetesSerialization serialization() {
    var json = new ObjectMapper();
    json.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    return new KubernetesSerialization(json, true);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var uri = request.uri();
    if (uri.getPath().endsWith("/secrets")) {
      var query = uri.getQuery();
      var kind = query != null && query.contains("watch=true") ? WATCHED : LISTED;
      builder.setHeader("Accept", "application/json;as=%s;g=meta.k8s.io;v=v1".formatted(kind));
    }
  }
}
