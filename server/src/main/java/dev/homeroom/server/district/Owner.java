package dev.homeroom.server.district;

import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.v1.DistrictOwner;
import java.util.List;

/**
 * Who declares a district.
 *
 * @param cluster the cluster's name, or {@value #API}
 * @param namespace the resource's; empty for {@value #API}
 * @param name the resource's; empty for {@value #API}
 * @param uid the resource's; for the record alone
 */
record Owner(String cluster, String namespace, String name, String uid) {
  private static final String API = "api";
  private static final int LONGEST = 253;

  /** The owner that a request names; nobody named stands for {@value #API}. */
  static Owner of(boolean named, DistrictOwner owner, List<Violation> violations) {
    if (!named) {
      return new Owner(API, "", "", "");
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
    return new Owner(owner.getCluster(), owner.getNamespace(), owner.getName(), owner.getUid());
  }

  /** Whether both are the same resource by name; one made anew has another uid. */
  boolean same(Owner other) {
    return cluster.equals(other.cluster)
        && namespace.equals(other.namespace)
        && name.equals(other.name);
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
