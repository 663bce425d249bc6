package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncSpec;
import dev.homeroom.operator.resource.TokenSecretRef;
import dev.homeroom.operator.resource.sharing.Sharing;
import dev.homeroom.operator.resource.sharing.SharingType;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;

/** A district as its resource declares it and as the server tells of it. */
public final class Samples {
  public static final String DISTRICT = "4fd43cc56d11340000000005";

  public static final Sharing WHOLE_DISTRICT =
      new Sharing(SharingType.DISTRICT, null, null, null, null, null, null);

  private Samples() {}

  public static DistrictSync lakeside() {
    var resource = new DistrictSync();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("schools")
            .withName("lakeside")
            .withUid("3e2b")
            .withGeneration(7L)
            .build());
    resource.setSpec(
        new DistrictSyncSpec(
            DISTRICT,
            new TokenSecretRef("lakeside-token", null),
            WHOLE_DISTRICT,
            null,
            null,
            null));
    return resource;
  }

  public static DistrictState.Builder healthy() {
    var state =
        DistrictState.newBuilder()
            .setName("districts/" + DISTRICT + "/state")
            .setOwner(
                DistrictOwner.newBuilder()
                    .setCluster("test")
                    .setNamespace("schools")
                    .setName("lakeside"))
            .setAppliedSpecHash("5bec")
            .setCredentialHash("c0de")
            .setCredentialState(CredentialState.CREDENTIAL_STATE_VALID)
            .setRevision(3)
            .setCounts(RosterCounts.newBuilder().setStudents(1004))
            .setLatestRun(
                SyncRun.newBuilder()
                    .setName("districts/" + DISTRICT + "/syncRuns/one")
                    .setState(SyncState.SYNC_STATE_SUCCEEDED));
    state
        .getNextSyncTimeBuilder()
        .setSeconds(Instant.parse("2026-09-02T07:00:00Z").getEpochSecond());
    return state;
  }
}
