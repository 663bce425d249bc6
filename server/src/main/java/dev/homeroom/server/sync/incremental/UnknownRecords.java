package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.feed.FoldedEvents;
import dev.homeroom.server.sync.full.CleverDistrict;
import dev.homeroom.server.sync.full.CleverDistrict.RecordKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fetches records that events refer to and that are not known yet. A record that a live record
 * already named is not fetched, shared or not: had it been added since, an event would show it. The
 * same is true of uncovered records outside the roster.
 */
final class UnknownRecords {
  private static final int MOST = 200;

  private final CleverDistrict clever;
  private final LiveRecords live;

  UnknownRecords(CleverDistrict clever, LiveRecords live) {
    this.clever = clever;
    this.live = live;
  }

  /**
   * Returns the records found, by type; records that are not shared are not among them.
   *
   * @throws FullReadNeededException if too many would have to be read
   */
  Map<RosterType, Map<ObjectId, CleverRecord>> fetch(FoldedEvents net, EventImpact effects)
      throws InterruptedException {
    var found = new EnumMap<RosterType, Map<ObjectId, CleverRecord>>(RosterType.class);
    var asked = new HashSet<RecordKey>();
    var next = named(net, effects);
    while (!next.isEmpty()) {
      next.removeIf(key -> net.record(key.type().clever(), key.id()).isPresent());
      next.removeAll(asked);
      dropKnown(next);
      asked.addAll(next);
      if (asked.size() > MOST) {
        throw new FullReadNeededException(FullReason.MANY_REFERENCES);
      }
      var further = new HashSet<RecordKey>();
      clever
          .fetchEach(next)
          .forEach((key, record) ->
              record.ifPresent(present -> {
                found.computeIfAbsent(key.type(), _ -> new HashMap<>()).put(key.id(), present);
                further.addAll(NamedRecords.of(present));
              }));
      next = further;
    }
    return found;
  }

  private static Set<RecordKey> named(FoldedEvents net, EventImpact effects) {
    var named = new HashSet<RecordKey>();
    for (var type : RosterType.values()) {
      for (var record : net.records(type.clever())) {
        var by = new RecordKey(type, record.id());
        record.state().stream()
            .flatMap(state -> NamedRecords.of(state).stream())
            .filter(key -> !effects.names(by, key.id()))
            .forEach(named::add);
      }
    }
    return named;
  }

  private void dropKnown(Set<RecordKey> keys) {
    keys.stream()
        .collect(
            Collectors.groupingBy(
                RecordKey::type, Collectors.mapping(RecordKey::id, Collectors.toSet())))
        .forEach((type, ids) ->
            live.known(type, ids).forEach(id -> keys.remove(new RecordKey(type, id))));
  }
}
