package dev.homeroom.server.district;

import dev.homeroom.server.access.Caller;
import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.sharing.decision.SharingOwner;
import dev.homeroom.v1.DistrictOwner;
import java.util.List;

/**
 * The owner of a declaration.
 *
 * @param cluster the name of the cluster, or {@value #API}
 * @param namespace the namespace of the resource; empty for {@value #API}
 * @param name the name of the resource; empty for {@value #API}
 * @param uid the uid of the resource; informational, it only helps to recognize a renamed cluster
 * @param caller SHA-256 over issuer and subject of the token that vouches for the owner; empty: any
 */
record Owner(String cluster, String namespace, String name, String uid, String caller) {
  private static final String API = "api";
  private static final int LONGEST = 253;

  /**
   * The owner that a request names, or {@value #API} if it names none.
   *
   * @param by the caller who makes the request
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

  /** The namespace for which a request asks to keep a district; any caller may vouch for it. */
  static Owner namespace(DistrictOwner owner, List<Violation> violations) {
    check("new_owner.cluster", owner.getCluster(), 1, violations);
    check("new_owner.namespace", owner.getNamespace(), 1, violations);
    if (!owner.getName().isEmpty() || !owner.getUid().isEmpty()) {
      violations.add(new Violation("new_owner", "names a cluster and a namespace, no resource"));
    }
    return new Owner(owner.getCluster(), owner.getNamespace(), "", "", "");
  }

  /** Returns whether both are the same resource by name; a recreated resource has another uid. */
  boolean same(Owner other) {
    return sameNamespace(other) && name.equals(other.name);
  }

  /** Returns whether both are of the same namespace and the same caller vouches for them. */
  boolean sameNamespace(Owner other) {
    return cluster.equals(other.cluster)
        && namespace.equals(other.namespace)
        && (caller.isEmpty() || caller.equals(other.caller));
  }

  /** Returns whether this is the same resource of the same caller under another cluster name. */
  boolean formerCluster(Owner other) {
    return !cluster.equals(other.cluster)
        && !uid.isEmpty()
        && uid.equals(other.uid)
        && (caller.isEmpty() || caller.equals(other.caller));
  }

  /** The owner for whom a sharing is confirmed. */
  SharingOwner ofSharing() {
    return new SharingOwner(cluster, namespace, caller);
  }

  /** Describes the owner for people. */
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
