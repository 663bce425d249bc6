package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.status.TokenReading;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DeletionPolicy;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.TriggerSyncRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Builds the requests to the server from resources and states. */
final class DeclarationRequests {
  private final String cluster;

  /**
   * Builds requests for one cluster.
   *
   * @param cluster the name of this cluster at the server
   */
  DeclarationRequests(String cluster) {
    this.cluster = cluster;
  }

  /**
   * Builds the declaration of a resource.
   *
   * @param withoutToken true if the administrator allows the resource to have no token
   */
  ApplyDistrictRequest apply(DistrictSync resource, TokenReading token, boolean withoutToken) {
    var request =
        ApplyDistrictRequest.newBuilder()
            .setName(district(resource))
            .setSpec(SpecMapper.spec(resource.getSpec()))
            .setOwner(owner(resource))
            .setTokenRequired(!withoutToken);
    if (token instanceof TokenReading.Token(var value)) {
      request.setCleverToken(value);
    }
    return request.build();
  }

  DeleteDistrictRequest delete(DistrictSync resource) {
    return delete(district(resource), owner(resource));
  }

  static DeleteDistrictRequest delete(DistrictState state) {
    return delete("districts/" + districtId(state), state.getOwner());
  }

  /**
   * Builds the request for a sync. The same {@code requested}, a value of the annotation, always
   * makes the same request id, so that it starts one sync however often it is sent.
   */
  static TriggerSyncRequest trigger(DistrictSync resource, String requested) {
    var seed = resource.getMetadata().getUid() + "/" + requested;
    return TriggerSyncRequest.newBuilder()
        .setName(district(resource))
        .setRequestId(UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString())
        .build();
  }

  /** Returns whether {@code resource} owns the district of {@code state}. */
  boolean owns(DistrictSync resource, DistrictState state) {
    var owner = state.getOwner();
    return owner.getCluster().equals(cluster)
        && owner.getNamespace().equals(resource.getMetadata().getNamespace())
        && owner.getName().equals(resource.getMetadata().getName());
  }

  static String districtId(DistrictState state) {
    return districtId(state.getName());
  }

  /** Returns the id in {@code districts/{district}} or {@code districts/{district}/state}. */
  static String districtId(String name) {
    return name.split("/", -1)[1];
  }

  private static String district(DistrictSync resource) {
    return "districts/" + resource.getSpec().districtId();
  }

  private DistrictOwner owner(DistrictSync resource) {
    return DistrictOwner.newBuilder()
        .setCluster(cluster)
        .setNamespace(resource.getMetadata().getNamespace())
        .setName(resource.getMetadata().getName())
        .setUid(resource.getMetadata().getUid())
        .build();
  }

  private static DeleteDistrictRequest delete(String name, DistrictOwner owner) {
    return DeleteDistrictRequest.newBuilder()
        .setName(name)
        .setOwner(owner)
        .setDeletionPolicy(DeletionPolicy.DELETION_POLICY_RETAIN)
        .setAllowMissing(true)
        .build();
  }
}
