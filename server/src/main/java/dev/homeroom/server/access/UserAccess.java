package dev.homeroom.server.access;

import dev.homeroom.server.access.DistrictGate.GateClosure;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.VisibleRecords;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explains what one user of a live roster sees after signing in now, and who sees the user. Both
 * come from the views that limit every answer.
 */
public final class UserAccess {
  private final AccessFile.Current rules;
  private final Set<CallerRole> roles;
  private final Optional<GateClosure> closure;
  private final Optional<ReadPermissions.Person> reach;
  private final SeenRecords records;
  private final SeenBy audience;

  UserAccess(
      AccessFile.Current rules,
      Set<CallerRole> roles,
      Optional<GateClosure> closure,
      Optional<ReadPermissions.Person> reach,
      SeenRecords records,
      SeenBy audience) {
    this.rules = rules;
    this.roles = Set.copyOf(roles);
    this.closure = closure;
    this.reach = reach;
    this.records = records;
    this.audience = audience;
  }

  /** The user's roles that open anything. */
  public Set<CallerRole> roles() {
    return roles;
  }

  /** Returns whether the user is let in with a token of Clever. */
  public boolean letIn() {
    return reach.isPresent();
  }

  /** The reason for which the district keeps out a user who would be let in otherwise. */
  public Optional<GateClosure> closure() {
    return closure.filter(_ -> !roles.isEmpty() && rules().isPresent());
  }

  /** The part of people's rights that access.yaml decides; empty if it lets nobody sign in. */
  public Optional<UserRules> rules() {
    return rules.people().map(People::rules);
  }

  /** The records that the user sees; empty for a user who is not let in. */
  public List<VisibleRecords> sees() {
    return reach.map(records::of).orElseGet(List::of);
  }

  /** The grants of access.yaml, including those that do not open the user. */
  public List<GrantedSight> granted() {
    return audience.grants(rules.grants());
  }

  /** The people who sign in with Clever and see the user. */
  public List<PeopleSight> people() {
    return rules().map(audience::people).orElseGet(List::of);
  }
}
