package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.feed.FieldValue;
import dev.homeroom.server.sync.feed.FieldValues;
import dev.homeroom.server.sync.feed.FoldedEvents;
import dev.homeroom.server.sync.feed.FoldedRecord;
import dev.homeroom.server.sync.full.CleverDistrict.RecordKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The effects that events would have on the live roster.
 *
 * @param held what each live record that the events concern has now
 * @param losses what each record loses; all that it had if the record itself is removed
 * @param created how many records are added, by type
 * @param gone how many records are removed, by type, including uncovered ones outside the roster
 */
record EventImpact(
    Map<RecordKey, Set<FieldValue>> held,
    Map<RecordKey, Set<FieldValue>> losses,
    Map<RosterType, Long> created,
    Map<RosterType, Long> gone) {
  /**
   * Compares the folded events with what is live.
   *
   * @throws FullReadNeededException if a record lacks something that no event removed
   */
  static EventImpact of(FoldedEvents net, LiveRecords live) {
    var effects =
        new EventImpact(
            new HashMap<>(),
            new HashMap<>(),
            new EnumMap<>(RosterType.class),
            new EnumMap<>(RosterType.class));
    for (var type : RosterType.values()) {
      var records = net.records(type.clever());
      var ids = records.stream().map(FoldedRecord::id).toList();
      var had = live.holdings(type, ids);
      var leftOut = live.leftOut(type, ids);
      for (var record : records) {
        if (!leftOut.contains(record.id())) {
          effects.add(type, record, had);
        } else if (record.state().isEmpty()) {
          effects.gone.merge(type, 1L, Long::sum);
        }
      }
    }
    return effects;
  }

  private void add(RosterType type, FoldedRecord record, Map<ObjectId, Set<FieldValue>> live) {
    var key = new RecordKey(type, record.id());
    var before = live.get(record.id());
    var after = record.state();
    if (before == null) {
      after.ifPresent(_ -> created.merge(type, 1L, Long::sum));
      return;
    }
    held.put(key, before);
    var lost = after.map(state -> FieldValues.lacking(before, state)).orElse(before);
    if (after.isEmpty()) {
      gone.merge(type, 1L, Long::sum);
    }
    if (after.isEmpty() || !lost.isEmpty()) {
      losses.put(key, lost);
    }
    if (!lost.stream().allMatch(record::proves)) {
      throw new FullReadNeededException(FullReason.UNPROVEN);
    }
  }

  long created(RosterType type) {
    return created.getOrDefault(type, 0L);
  }

  long gone(RosterType type) {
    return gone.getOrDefault(type, 0L);
  }

  /** Returns whether the live record names the other one, shared or not. */
  boolean names(RecordKey record, ObjectId other) {
    return held.getOrDefault(record, Set.of()).stream()
        .anyMatch(holding -> other.equals(holding.member()));
  }
}
