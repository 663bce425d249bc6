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
 * Makes clients to which the API server sends no more of Secrets than their metadata. Secrets of
 * others can be large and many; their contents never reach a process that only asks when one of
 * them changed.
 */
final class SecretMetadata implements Interceptor {
  private static final String LISTED = "PartialObjectMetadataList";
  private static final String WATCHED = "PartialObjectMetadata";

  private SecretMetadata() {}

  /** A client like this one; the caller closes it. */
  static KubernetesClient client(KubernetesClient like) {
    return new KubernetesClientBuilder()
        .withConfig(like.getConfiguration())
        .withKubernetesSerialization(serialization())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("secret-metadata", new SecretMetadata()))
        .build();
  }

  /** A list of metadata without any entry has null for entries, other than a list of Secrets. */
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
