package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DeletionPolicy;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.TriggerSyncRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Says in the server's words what a resource declares. */
final class Requests {
  private final String cluster;

  /**
   * @param cluster how this cluster is called at the server
   */
  Requests(String cluster) {
    this.cluster = cluster;
  }

  /**
   * Declares what the resource does.
   *
   * @param withoutToken whether the administrator lets the resource go without a token
   */
  ApplyDistrictRequest apply(DistrictSync resource, TokenReading token, boolean withoutToken) {
    var request =
        ApplyDistrictRequest.newBuilder()
            .setName(district(resource))
            .setSpec(Specs.spec(resource.getSpec()))
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

  /** The same wish always makes the same request, so that it starts one sync however often sent. */
  static TriggerSyncRequest trigger(DistrictSync resource, String wish) {
    var seed = resource.getMetadata().getUid() + "/" + wish;
    return TriggerSyncRequest.newBuilder()
        .setName(district(resource))
        .setRequestId(UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString())
        .build();
  }

  /** Whether {@code state} is of the declaration that {@code resource} makes. */
  boolean owns(DistrictSync resource, DistrictState state) {
    var owner = state.getOwner();
    return owner.getCluster().equals(cluster)
        && owner.getNamespace().equals(resource.getMetadata().getNamespace())
        && owner.getName().equals(resource.getMetadata().getName());
  }

  static String districtId(DistrictState state) {
    return districtId(state.getName());
  }

  /** The id in {@code districts/{district}} or {@code districts/{district}/state}. */
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
