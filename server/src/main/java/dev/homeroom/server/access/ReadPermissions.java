package dev.homeroom.server.access;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.v1.CallerRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The extent of what a caller may see: by grants of access.yaml, or as a person in a live roster.
 */
public sealed interface ReadPermissions {
  /** Returns whether anything in the district is open to the caller. */
  boolean covers(CleverId district);

  /**
   * Returns whether the whole district is granted to the caller, rather than some of its schools.
   */
  boolean whole(CleverId district);

  /** The caller's rights to declare the district. */
  DeclarationRights declarationRights(CleverId district);

  /** The roles that the caller has in the district. */
  Set<CallerRole> rolesIn(CleverId district);

  /** Returns whether the caller may read former states of rosters. */
  boolean past();

  /** A text that stays the same, on every server, as long as the caller may see the same. */
  String identity();

  /** The reach that grants give; at least one. */
  record Granted(List<Grant> grants) implements ReadPermissions {
    /** Copies the list. */
    public Granted {
      grants = List.copyOf(grants);
    }

    @Override
    public boolean covers(CleverId district) {
      return grants.stream().anyMatch(grant -> grant.covers(district));
    }

    @Override
    public boolean whole(CleverId district) {
      return grants.stream().anyMatch(grant -> grant.covers(district) && grant.schools().isEmpty());
    }

    @Override
    public DeclarationRights declarationRights(CleverId district) {
      return grants.stream()
          .filter(grant -> grant.covers(district))
          .map(Grant::declaring)
          .reduce(DeclarationRights.NONE, DeclarationRights::and);
    }

    @Override
    public Set<CallerRole> rolesIn(CleverId district) {
      return grants.stream()
          .filter(grant -> grant.covers(district))
          .map(Grant::role)
          .collect(Collectors.toSet());
    }

    @Override
    public boolean past() {
      return true;
    }

    @Override
    public String identity() {
      return grants.stream().map(Grant::identity).sorted().collect(Collectors.joining(";"));
    }
  }

  /**
   * The reach of a user of a district, who sees what the user's roles open.
   *
   * @param roles the roles at the beginning of the call; what they open is looked up with each row
   * @param app the app through which the person signed in, and whose grants limit what the person
   *     sees; empty: the token is the person's own
   */
  record Person(
      DistrictKey district,
      CleverId user,
      Set<CallerRole> roles,
      UserRules rules,
      Optional<SignInApp> app)
      implements ReadPermissions {
    /** Copies the roles. */
    public Person {
      roles = Set.copyOf(roles);
    }

    @Override
    public boolean covers(CleverId other) {
      return other.equals(district.id());
    }

    @Override
    public boolean whole(CleverId other) {
      return false;
    }

    @Override
    public DeclarationRights declarationRights(CleverId other) {
      return DeclarationRights.NONE;
    }

    @Override
    public Set<CallerRole> rolesIn(CleverId other) {
      return covers(other) ? roles : Set.of();
    }

    @Override
    public boolean past() {
      return false;
    }

    @Override
    public String identity() {
      return district.id()
          + "/"
          + user
          + new TreeSet<>(roles)
          + rules.identity()
          + app.map(SignInApp::identity).orElse("");
    }

    @Override
    public String toString() {
      return "Person[district=" + district.id() + ", user=***, roles=" + roles + "]";
    }
  }
}
