package dev.homeroom.server.access;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.v1.CallerRole;
import java.util.Optional;
import java.util.Set;

/** Finds users in the live roster of a district. */
@FunctionalInterface
public interface LiveUsers {
  /**
   * A user of a live roster, with the roles that open anything.
   *
   * @param roles may be empty
   */
  record LiveUser(DistrictKey district, Set<CallerRole> roles) {}

  /** Finds the user if the district is one of ours, lets its people in and has the user. */
  Optional<LiveUser> find(CleverId district, CleverId user);
}
