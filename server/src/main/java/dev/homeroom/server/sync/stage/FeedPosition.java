package dev.homeroom.server.sync.stage;

import dev.homeroom.clever.record.ObjectId;
import java.util.Optional;

/**
 * The position in Clever's events that a reading has reached and the next one continues from.
 *
 * @param readable whether Clever gives the app events at all
 * @param cursor the newest event covered; empty if there was none yet, so that every later one
 *     counts
 */
public record FeedPosition(boolean readable, Optional<ObjectId> cursor) {
  /** Clever gives no events. */
  public static final FeedPosition OFF = new FeedPosition(false, Optional.empty());
}
