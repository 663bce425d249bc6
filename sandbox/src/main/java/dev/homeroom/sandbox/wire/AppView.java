package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.DistrictProfile;
import dev.homeroom.sandbox.roster.Roster;
import java.util.Set;

/**
 * The part of a district that one app sees at one moment: the SIS set, narrowed to the share and
 * the app's data access (sandbox/CLEVER.md 6). Immutable.
 *
 * @param roster the shared records; slots, ids and serial numbers are those of the SIS set
 * @param hiddenFields fields that the app's data access leaves out, as {@code <type>.<path>}, for
 *     example {@code users.roles.student.dob}
 */
public record AppView(Roster roster, DistrictProfile profile, Set<String> hiddenFields) {
  /** Copies the set. */
  public AppView {
    hiddenFields = Set.copyOf(hiddenFields);
  }

  /** A view of everything in a healthy district. */
  public static AppView whole(Roster roster) {
    return new AppView(roster, DistrictProfile.healthy(), Set.of());
  }
}
