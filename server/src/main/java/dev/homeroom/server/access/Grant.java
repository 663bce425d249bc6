package dev.homeroom.server.access;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PrivacyClass;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What access.yaml grants a subject, once: a role and where it holds.
 *
 * @param districts only in these; empty: in all, which the file has to spell out
 * @param schools of these districts only what belongs to these schools; empty: everything
 * @param fields which classes of the records' fields may be read
 * @param redirectUris where people who sign in for this app may be sent back to
 * @param declaring what an operator may declare beyond what every operator may
 */
public record Grant(
    CallerRole role,
    Optional<Set<CleverId>> districts,
    Set<CleverId> schools,
    Set<PrivacyClass> fields,
    Set<String> redirectUris,
    DeclarationRights declaring) {

  /** Keeps copies. */
  public Grant {
    districts = districts.map(Set::copyOf);
    schools = Set.copyOf(schools);
    fields = Set.copyOf(fields);
    redirectUris = Set.copyOf(redirectUris);
  }

  /** Whether it holds in the district. */
  public boolean covers(CleverId district) {
    return districts.isEmpty() || districts.get().contains(district);
  }

  /** The same text for the same grant, in every server. */
  String identity() {
    return role
        + districts.map(ids -> new TreeSet<>(ids).toString()).orElse("all")
        + new TreeSet<>(schools)
        + new TreeSet<>(fields);
  }
}
