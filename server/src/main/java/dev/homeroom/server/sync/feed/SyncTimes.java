package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.District;
import dev.homeroom.clever.ObjectId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of Clever's own syncs of a district, as its feed tells them. Each event names the time
 * before its own, so that a sync whose events are missing shows.
 */
final class SyncTimes {
  private @Nullable Instant last;
  private @Nullable ObjectId newest;
  private @Nullable District told;

  /**
   * Begins with what is known.
   *
   * @param last the last sync that the roster has; null if Clever had not synced yet
   */
  SyncTimes(@Nullable Instant last) {
    this.last = last;
  }

  /**
   * Takes an event of the district itself.
   *
   * @return false if there was a sync in between that the feed does not tell
   */
  boolean add(ObjectId event, District after, @Nullable District before) {
    if (newest != null && event.compareTo(newest) <= 0) {
      return true;
    }
    newest = event;
    told = after;
    if (Objects.equals(after.lastSync(), last)) {
      return true;
    }
    var former = before == null ? null : before.lastSync();
    boolean follows = Objects.equals(former, last);
    last = after.lastSync();
    return follows;
  }

  /** The time of the last sync told, or else the one begun with. */
  Optional<Instant> last() {
    return Optional.ofNullable(last);
  }

  /** The district as last told; empty if the feed tells nothing of it. */
  Optional<District> told() {
    return Optional.ofNullable(told);
  }
}
