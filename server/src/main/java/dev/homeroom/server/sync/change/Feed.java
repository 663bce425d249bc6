package dev.homeroom.server.sync.change;

import dev.homeroom.clever.ObjectId;
import java.util.Optional;

/**
 * How far a reading covers Clever's events, where the next one goes on.
 *
 * @param readable whether Clever gives the app events at all
 * @param cursor the newest event covered; empty: there was none yet, so that every later one counts
 */
public record Feed(boolean readable, Optional<ObjectId> cursor) {
  /** Clever gives no events. */
  public static final Feed OFF = new Feed(false, Optional.empty());
}
