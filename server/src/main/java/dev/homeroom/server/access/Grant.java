package dev.homeroom.server.access;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PrivacyClass;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One grant of access.yaml to a subject: a role and where it holds.
 *
 * @param districts the districts in which it holds; empty: all, which the file has to spell out
 * @param schools the schools whose records it opens; empty: all records of these districts
 * @param fields the privacy classes of record fields that may be read
 * @param redirectUris where people who sign in for this app may be sent back to
 * @param declaring what an operator may declare beyond the rights of every operator
 */
public record Grant(
    CallerRole role,
    Optional<Set<CleverId>> districts,
    Set<CleverId> schools,
    Set<PrivacyClass> fields,
    Set<String> redirectUris,
    DeclarationRights declaring) {

  /** Copies the collections. */
  public Grant {
    districts = districts.map(Set::copyOf);
    schools = Set.copyOf(schools);
    fields = Set.copyOf(fields);
    redirectUris = Set.copyOf(redirectUris);
  }

  /** Returns whether it holds in the district. */
  public boolean covers(CleverId district) {
    return districts.isEmpty() || districts.get().contains(district);
  }

  /** The same text for the same grant, on every server. */
  String identity() {
    return role
        + districts.map(ids -> new TreeSet<>(ids).toString()).orElse("all")
        + new TreeSet<>(schools)
        + new TreeSet<>(fields);
  }
}
