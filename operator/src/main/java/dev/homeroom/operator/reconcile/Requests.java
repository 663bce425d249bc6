package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncSpec;
import dev.homeroom.operator.resource.Schedule;
import dev.homeroom.operator.resource.SharingType;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DeletionPolicy;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Sharing;
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

  ApplyDistrictRequest apply(DistrictSync resource, TokenReading token) {
    var request =
        ApplyDistrictRequest.newBuilder()
            .setName(district(resource))
            .setSpec(spec(resource.getSpec()))
            .setOwner(owner(resource));
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

  private static DistrictSpec spec(DistrictSyncSpec declared) {
    var spec =
        DistrictSpec.newBuilder()
            .setSharing(Sharing.newBuilder().setType(type(declared.sharing().type())))
            .setSuspend(declared.suspended());
    var schedule = declared.schedule();
    if (schedule != null) {
      spec.setSchedule(schedule(schedule));
    }
    return spec.build();
  }

  private static dev.homeroom.v1.Schedule schedule(Schedule declared) {
    var schedule = dev.homeroom.v1.Schedule.newBuilder();
    var cron = declared.cron();
    if (cron != null) {
      schedule.setCron(cron);
    }
    var timeZone = declared.timeZone();
    if (timeZone != null) {
      schedule.setTimeZone(timeZone);
    }
    return schedule.build();
  }

  private static dev.homeroom.v1.SharingType type(SharingType declared) {
    return switch (declared) {
      case DISTRICT -> dev.homeroom.v1.SharingType.SHARING_TYPE_DISTRICT;
      case SCHOOLS -> dev.homeroom.v1.SharingType.SHARING_TYPE_SCHOOLS;
      case SECTIONS -> dev.homeroom.v1.SharingType.SHARING_TYPE_SECTIONS;
      case RULES -> dev.homeroom.v1.SharingType.SHARING_TYPE_RULES;
      case SCHOOL_SITE -> dev.homeroom.v1.SharingType.SHARING_TYPE_SCHOOL_SITE;
    };
  }
}
