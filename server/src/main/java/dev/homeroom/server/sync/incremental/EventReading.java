package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.record.District;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.feed.FieldValues;
import dev.homeroom.server.sync.feed.FoldedEvents;
import dev.homeroom.server.sync.full.CleverDistrict;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a district's events since its last sync, until they agree with what Clever counts and
 * shows.
 */
final class EventReading {
  private static final int TRIES = 3;
  private static final int MOST_LOSERS = 500;

  private final CleverDistrict clever;
  private final EventFeed feed;
  private final LiveRecords live;
  private final LastSync baseline;

  EventReading(CleverDistrict clever, EventFeed feed, LiveRecords live, LastSync baseline) {
    this.clever = clever;
    this.feed = feed;
    this.live = live;
    this.baseline = baseline;
  }

  /**
   * Reads to the feed's end, and again if something happened meanwhile: counts and records are
   * newer than the events that were read before them.
   *
   * @throws FullReadNeededException if events do not suffice
   */
  EventRead read() throws InterruptedException {
    var net = feed.read(baseline);
    for (int attempt = 1; ; attempt++) {
      var district = clever.fetch();
      var effects = EventImpact.of(net, live);
      var unknown = new UnknownRecords(clever, live).fetch(net, effects);
      var gathered = new EventRead(district, net, unknown);
      var doubt = doubt(gathered, effects);
      if (doubt.isEmpty()) {
        return gathered;
      }
      if (attempt == TRIES || !feed.readOn(net)) {
        throw new FullReadNeededException(doubt.get());
      }
    }
  }

  /** Returns what contradicts the events, the cheapest check first; empty if nothing does. */
  private Optional<FullReason> doubt(EventRead gathered, EventImpact effects)
      throws InterruptedException {
    if (!gathered.net().lastSync().equals(lastSync(gathered.district()))) {
      return Optional.of(FullReason.SYNC_MISSING);
    }
    if (!counted(gathered, effects)) {
      return Optional.of(FullReason.COUNTS_DIFFER);
    }
    return lost(gathered.net(), effects) ? Optional.empty() : Optional.of(FullReason.NOT_CONFIRMED);
  }

  private static Optional<Instant> lastSync(District district) {
    return Optional.ofNullable(district.lastSync());
  }

  private boolean counted(EventRead gathered, EventImpact effects) throws InterruptedException {
    var counts = clever.fetchCounts();
    for (var type : RosterType.values()) {
      long expected =
          live.count(type)
              + effects.created(type)
              - effects.gone(type)
              + gathered.unknown(type).size()
              + baseline.setAside(type);
      if (!counts.getOrDefault(type, 0L).equals(expected)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether each record, read again by id, lacks what the events removed. */
  private boolean lost(FoldedEvents net, EventImpact effects) throws InterruptedException {
    var losses = effects.losses();
    if (losses.size() > MOST_LOSERS) {
      throw new FullReadNeededException(FullReason.MANY_REMOVALS);
    }
    for (var shown : clever.fetchEach(losses.keySet()).entrySet()) {
      var key = shown.getKey();
      var record = shown.getValue();
      boolean gone = net.record(key.type().clever(), key.id()).orElseThrow().state().isEmpty();
      if (gone != record.isEmpty()) {
        return false;
      }
      var lost = losses.getOrDefault(key, Set.of());
      if (record.isPresent() && FieldValues.lacking(lost, record.get()).size() < lost.size()) {
        return false;
      }
    }
    return true;
  }
}
