package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.feed.FoldedEvents;
import java.util.Collection;
import java.util.Map;

/**
 * The changes of a district since its last sync.
 *
 * @param district Clever's record of it
 * @param net the folded events
 * @param found the records, by type, that others refer to and that were not known
 */
record EventRead(
    District district, FoldedEvents net, Map<RosterType, Map<ObjectId, CleverRecord>> found) {
  /** Returns the records of a type that others refer to and that were not known. */
  Collection<CleverRecord> unknown(RosterType type) {
    return found.getOrDefault(type, Map.of()).values();
  }
}
