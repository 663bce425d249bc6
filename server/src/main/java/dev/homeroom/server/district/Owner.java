package dev.homeroom.server.district;

import dev.homeroom.server.access.Caller;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.sharing.Sha256;
import dev.homeroom.server.sharing.SharingOwner;
import dev.homeroom.v1.DistrictOwner;
import java.util.List;

/**
 * Who declares a district.
 *
 * @param cluster the cluster's name, or {@value #API}
 * @param namespace the resource's; empty for {@value #API}
 * @param name the resource's; empty for {@value #API}
 * @param uid the resource's; for the record alone
 * @param caller SHA-256 over issuer and subject of the token that vouches for it; empty: any
 */
record Owner(String cluster, String namespace, String name, String uid, String caller) {
  private static final String API = "api";
  private static final int LONGEST = 253;

  /**
   * The owner that a request names; nobody named stands for {@value #API}.
   *
   * @param by who makes the request
   */
  static Owner of(boolean named, DistrictOwner owner, Caller by, List<Violation> violations) {
    var caller = Sha256.hex(by.issuer() + "\n" + by.subject());
    if (!named) {
      return new Owner(API, "", "", "", caller);
    }
    check("owner.cluster", owner.getCluster(), 1, violations);
    if (owner.getCluster().equals(API)) {
      var rest = owner.getNamespace() + owner.getName() + owner.getUid();
      if (!rest.isEmpty()) {
        violations.add(
            new Violation("owner", "names no resource when owner.cluster is \"" + API + "\""));
      }
    } else {
      check("owner.namespace", owner.getNamespace(), 1, violations);
      check("owner.name", owner.getName(), 1, violations);
      check("owner.uid", owner.getUid(), 0, violations);
    }
    return new Owner(
        owner.getCluster(), owner.getNamespace(), owner.getName(), owner.getUid(), caller);
  }

  /** The namespace that a request names for a district to be kept for, whoever vouches for it. */
  static Owner namespace(DistrictOwner owner, List<Violation> violations) {
    check("new_owner.cluster", owner.getCluster(), 1, violations);
    check("new_owner.namespace", owner.getNamespace(), 1, violations);
    if (!owner.getName().isEmpty() || !owner.getUid().isEmpty()) {
      violations.add(new Violation("new_owner", "names a cluster and a namespace, no resource"));
    }
    return new Owner(owner.getCluster(), owner.getNamespace(), "", "", "");
  }

  /** Whether both are the same resource by name; one that is made again has another uid. */
  boolean same(Owner other) {
    return sameNamespace(other) && name.equals(other.name);
  }

  /** Whether both are of the same namespace, by the word of the same caller. */
  boolean sameNamespace(Owner other) {
    return cluster.equals(other.cluster)
        && namespace.equals(other.namespace)
        && (caller.isEmpty() || caller.equals(other.caller));
  }

  /** Whether this is the same resource of the same caller, whose cluster was called otherwise. */
  boolean formerCluster(Owner other) {
    return !cluster.equals(other.cluster)
        && !uid.isEmpty()
        && uid.equals(other.uid)
        && (caller.isEmpty() || caller.equals(other.caller));
  }

  /** As whom a sharing is confirmed for this owner. */
  SharingOwner ofSharing() {
    return new SharingOwner(cluster, namespace, caller);
  }

  /** For people. */
  String sentence() {
    return name.isEmpty()
        ? "\"" + cluster + "\""
        : "the resource " + namespace + "/" + name + " of cluster " + cluster;
  }

  DistrictOwner message() {
    return DistrictOwner.newBuilder()
        .setCluster(cluster)
        .setNamespace(namespace)
        .setName(name)
        .setUid(uid)
        .build();
  }

  private static void check(String field, String value, int shortest, List<Violation> violations) {
    if (value.length() < shortest
        || value.length() > LONGEST
        || value.chars().anyMatch(Character::isISOControl)) {
      violations.add(
          new Violation(
              field, "must have " + shortest + " to " + LONGEST + " characters, none of control"));
    }
  }
}
