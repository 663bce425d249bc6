package dev.homeroom.server.access;

import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.VisibleRecords;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one user of a live roster sees who signs in now, and who sees the user. It is asked of the
 * views that limit every answer.
 */
public final class UserAccess {
  private final AccessFile.Current rules;
  private final Set<CallerRole> roles;
  private final Optional<Reach.Person> reach;
  private final SeenRecords records;
  private final SeenBy audience;

  UserAccess(
      AccessFile.Current rules,
      Set<CallerRole> roles,
      Optional<Reach.Person> reach,
      SeenRecords records,
      SeenBy audience) {
    this.rules = rules;
    this.roles = Set.copyOf(roles);
    this.reach = reach;
    this.records = records;
    this.audience = audience;
  }

  /** The user's roles that open anything. */
  public Set<CallerRole> roles() {
    return roles;
  }

  /** Whether the user is let in with Clever's token. */
  public boolean letIn() {
    return reach.isPresent();
  }

  /** Whether the user would be let in, but for the end of the district's declaration. */
  public boolean districtEnded() {
    return !letIn() && !roles.isEmpty() && rules().isPresent();
  }

  /** What access.yaml leaves open of what people see; nothing where it lets nobody sign in. */
  public Optional<UserRules> rules() {
    return rules.people().map(People::rules);
  }

  /** What the user sees; nothing for who is not let in. */
  public List<VisibleRecords> sees() {
    return reach.map(records::of).orElseGet(List::of);
  }

  /** The grants of access.yaml, whether they open the user or not. */
  public List<GrantedSight> granted() {
    return audience.grants(rules.grants());
  }

  /** Who sees the user of those who sign in with Clever. */
  public List<PeopleSight> people() {
    return rules().map(audience::people).orElseGet(List::of);
  }
}
