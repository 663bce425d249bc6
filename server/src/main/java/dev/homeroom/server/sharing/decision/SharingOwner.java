package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.CONFIRMED_SHARINGS;

import dev.homeroom.server.db.generated.tables.records.ConfirmedSharingsRecord;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import java.util.Optional;

/**
 * The namespace for which a sharing is confirmed.
 *
 * @param cluster the name of the cluster
 * @param namespace the namespace in it; empty for a declaration without a resource
 * @param caller SHA-256 over issuer and subject of the caller that vouches for it; empty: any
 */
public record SharingOwner(String cluster, String namespace, String caller) {
  static SharingOwner of(DistrictDeclarationsRecord declaration) {
    return new SharingOwner(
        declaration.getOwnerCluster(),
        declaration.getOwnerNamespace(),
        declaration.getOwnerCaller());
  }

  /** Empty if the row does not say for whom the sharing was confirmed. */
  static Optional<SharingOwner> of(ConfirmedSharingsRecord row) {
    return Optional.ofNullable(row.getOwnerCluster())
        .map(cluster ->
            new SharingOwner(
                cluster,
                row.get(CONFIRMED_SHARINGS.OWNER_NAMESPACE),
                row.get(CONFIRMED_SHARINGS.OWNER_CALLER)));
  }

  boolean same(SharingOwner other) {
    return cluster.equals(other.cluster)
        && namespace.equals(other.namespace)
        && (caller.isEmpty() || caller.equals(other.caller));
  }
}
