package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.CleverRecord;
import dev.homeroom.clever.District;
import dev.homeroom.clever.ObjectId;
import dev.homeroom.server.sync.change.RosterType;
import dev.homeroom.server.sync.feed.Net;
import java.util.Collection;
import java.util.Map;

/**
 * What became of a district since its last sync.
 *
 * @param district Clever's record of it
 * @param net what the events come to
 * @param found records that are referred to and were not here, by type
 */
record Gathered(District district, Net net, Map<RosterType, Map<ObjectId, CleverRecord>> found) {
  /** Those of a type that are referred to and were not here. */
  Collection<CleverRecord> unknown(RosterType type) {
    return found.getOrDefault(type, Map.of()).values();
  }
}
