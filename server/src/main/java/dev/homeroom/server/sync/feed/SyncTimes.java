package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of Clever's own syncs of a district, according to its events. Each event names the time
 * before its own, which reveals a sync whose events are missing.
 */
final class SyncTimes {
  private @Nullable Instant last;
  private @Nullable ObjectId newest;
  private @Nullable District district;

  /**
   * Starts with what is known.
   *
   * @param last the last sync that the roster has; null if Clever had not synced yet
   */
  SyncTimes(@Nullable Instant last) {
    this.last = last;
  }

  /**
   * Adds an event of the district itself.
   *
   * @return false if there was a sync in between that no event shows
   */
  boolean add(ObjectId event, District after, @Nullable District before) {
    if (newest != null && event.compareTo(newest) <= 0) {
      return true;
    }
    newest = event;
    district = after;
    if (Objects.equals(after.lastSync(), last)) {
      return true;
    }
    var former = before == null ? null : before.lastSync();
    boolean follows = Objects.equals(former, last);
    last = after.lastSync();
    return follows;
  }

  /** Returns the time of the last sync in the events, or else the initial one. */
  Optional<Instant> last() {
    return Optional.ofNullable(last);
  }

  /** Returns the district from its latest event; empty if there was none. */
  Optional<District> district() {
    return Optional.ofNullable(district);
  }
}
