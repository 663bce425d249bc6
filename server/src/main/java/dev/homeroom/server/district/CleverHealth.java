package dev.homeroom.server.district;

import dev.homeroom.server.db.generated.tables.records.DistrictsRecord;
import dev.homeroom.v1.CleverState;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes for people the state of Clever's own syncs of a district (sandbox/CLEVER.md 6.5).
 * Informational: nothing is decided by it.
 *
 * @param message why the roster may be old and what to do; empty while all is well
 */
record CleverHealth(CleverState state, String message) {
  /** Longer than the day within which Clever syncs a healthy district at least once. */
  private static final Duration LATE = Duration.ofDays(2);

  static CleverHealth of(DistrictsRecord district) {
    var state = state(district.getCleverState());
    var stays =
        district.getCleverLastSync() == null
            ? ""
            : " Its roster stays as of " + day(district.getCleverLastSync()) + ".";
    return new CleverHealth(
        state,
        switch (state) {
          case CLEVER_STATE_PAUSED -> paused(district.getCleverPauseEnd()) + stays;
          case CLEVER_STATE_PENDING ->
              "Clever waits for the district: for its first data, or for its word on a change that"
                  + " looked wrong."
                  + stays
                  + " Ask its admin to look at the Sync page in Clever.";
          case CLEVER_STATE_ERROR ->
              "Clever cannot sync the district."
                  + stays
                  + " Ask its admin to look at the Sync page in Clever, or Clever's support.";
          case CLEVER_STATE_RUNNING, CLEVER_STATE_UNSPECIFIED, UNRECOGNIZED -> late(district);
        });
  }

  private static CleverState state(@Nullable String word) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "running", "success" -> CleverState.CLEVER_STATE_RUNNING;
      case "pending" -> CleverState.CLEVER_STATE_PENDING;
      case "error" -> CleverState.CLEVER_STATE_ERROR;
      case "paused" -> CleverState.CLEVER_STATE_PAUSED;
      default -> CleverState.CLEVER_STATE_UNSPECIFIED;
    };
  }

  private static String paused(@Nullable LocalDate end) {
    return "Clever's syncs of the district pause" + (end == null ? "." : " until " + end + ".");
  }

  private static String late(DistrictsRecord district) {
    var clever = district.getCleverLastSync();
    var ours = district.getLastSyncTime();
    return clever == null || ours == null || !clever.plus(LATE).isBefore(ours)
        ? ""
        : "Clever last synced the district on "
            + day(clever)
            + ". Ask its admin whether its SIS still sends data to Clever.";
  }

  private static LocalDate day(OffsetDateTime time) {
    return time.atZoneSameInstant(ZoneOffset.UTC).toLocalDate();
  }
}
