package dev.homeroom.clever.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clever's own record of the district.
 *
 * @param launchDate the first day on which people may sign in to the app
 * @param loginMethods the ways in which the district's people sign in to Clever, in Clever's order
 * @param state the state of the district's syncs into Clever; for information only, no logic may
 *     depend on it
 * @param lastSync the last successful sync into Clever; null before the first
 * @param pauseEnd the end of a pause of the syncs into Clever; null unless they are paused
 */
public record District(
    ObjectId id,
    @Nullable String name,
    @Nullable String sisType,
    @Nullable LocalDate launchDate,
    @Nullable String portalUrl,
    List<String> loginMethods,
    @Nullable String ncesId,
    @Nullable String mdrNumber,
    @Nullable String state,
    @Nullable Instant lastSync,
    @Nullable LocalDate pauseEnd,
    Flaws flaws)
    implements CleverRecord {

  public District {
    loginMethods = List.copyOf(loginMethods);
  }
}
