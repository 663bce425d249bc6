package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverFailure;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.feed.FoldedEvents;
import dev.homeroom.server.sync.feed.FoldedRecord;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.FeedPosition;
import dev.homeroom.server.sync.stage.Staging;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The changes of a district while it was walked. A walk does not read a single moment, so the
 * events that came meanwhile are applied to what it staged. The result is the district as of the
 * last of these events.
 *
 * @param district Clever's record of the district at that moment
 * @param unsettled true if the events do not show what happened, or too much did
 */
record FeedCatchUp(
    District district, FeedPosition feed, boolean unsettled, Map<RosterType, TypeEvents> types) {
  private static final int PAGE_SIZE = 1000;
  private static final int MOST_RECORDS = 10_000;
  private static final TypeEvents NOTHING = new TypeEvents(0, 0, false);

  /**
   * The effect of the events on the rows of a type.
   *
   * @param added how many rows were staged
   * @param removed how many rows were deleted, including those that were replaced
   * @param loses true if an event removed anything, which only reading each record again proves
   */
  record TypeEvents(long added, long removed, boolean loses) {}

  TypeEvents of(RosterType type) {
    return types.getOrDefault(type, NOTHING);
  }

  /**
   * Reads the events since the walk began, and applies them to the staged rows.
   *
   * @param begun the newest event before the walk
   * @param district Clever's record of the district before the walk
   */
  static FeedCatchUp of(
      CleverDistrict clever,
      Optional<ObjectId> begun,
      District district,
      Staging staging,
      ProgressJournal journal)
      throws InterruptedException {
    var net = new FoldedEvents(begun, Optional.ofNullable(district.lastSync()));
    try {
      clever
          .clever()
          .events(
              clever.token(),
              begun,
              PAGE_SIZE,
              page -> {
                net.add(page);
                journal.events(page.listed());
              });
    } catch (CleverException refused) {
      if (refused.failure() instanceof CleverFailure.NotFound
          || refused.failure() instanceof CleverFailure.Forbidden) {
        return new FeedCatchUp(district, FeedPosition.OFF, false, Map.of());
      }
      throw refused;
    }
    if (net.flaw().isPresent() || net.size() > MOST_RECORDS) {
      // The next run reads the same events again, and finds that they do not suffice.
      return new FeedCatchUp(district, new FeedPosition(true, begun), true, Map.of());
    }
    var types = new EnumMap<RosterType, TypeEvents>(RosterType.class);
    for (var type : RosterType.values()) {
      types.put(type, carryOut(staging, type, net));
    }
    return new FeedCatchUp(
        net.district().orElse(district), new FeedPosition(true, net.cursor()), false, types);
  }

  private static TypeEvents carryOut(Staging staging, RosterType type, FoldedEvents net)
      throws InterruptedException {
    var records = net.records(type.clever());
    if (records.isEmpty()) {
      return NOTHING;
    }
    long removed = staging.remove(type, records.stream().map(FoldedRecord::id).toList());
    var rows = new CopyBuffer();
    long added = 0;
    for (var record : records) {
      var state = record.state();
      if (state.isPresent()) {
        rows.add(staging.stage(), added++, state.get());
      }
    }
    rows.finish();
    staging.copy(type, rows);
    return new TypeEvents(added, removed, records.stream().anyMatch(FoldedRecord::losesAnything));
  }
}
