package dev.homeroom.sandbox.district;

import java.util.Set;

/**
 * What one app sees of a district at one moment: the SIS set narrowed to the share and the app's
 * data access (sandbox/CLEVER.md 6). Immutable.
 *
 * @param roster the records that are shared; slots, ids and serials are those of the SIS set
 * @param hiddenFields fields that the app's data access leaves out, as {@code <type>.<path>}, for
 *     example {@code users.roles.student.dob}
 */
public record View(Roster roster, DistrictProfile profile, Set<String> hiddenFields) {
  /** Copies what is given. */
  public View {
    hiddenFields = Set.copyOf(hiddenFields);
  }

  /** Everything of a healthy district. */
  public static View whole(Roster roster) {
    return new View(roster, DistrictProfile.healthy(), Set.of());
  }
}
