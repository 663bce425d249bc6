package dev.homeroom.clever;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clever's own record of the district.
 *
 * @param launchDate from when people may sign in to the app
 * @param loginMethods how the district's people sign in to Clever, in Clever's order
 * @param state how the last sync into Clever went; informational, no logic may hang on it
 * @param lastSync the last successful sync into Clever; null before the first
 * @param pauseEnd until when the syncs into Clever stand still; null unless they do
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
