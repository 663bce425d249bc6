package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.CleverException;
import dev.homeroom.clever.CleverFailure;
import dev.homeroom.clever.ObjectId;
import dev.homeroom.server.sync.change.Journal;
import dev.homeroom.server.sync.feed.Net;
import dev.homeroom.server.sync.full.CleverDistrict;

/** Reads a district's events from Clever, as far as they can be trusted. */
final class EventFeed {
  private static final int PAGE_SIZE = 1000;

  /** Above this number of records, reading everything is faster and needs less memory. */
  private static final int MOST_RECORDS = 10_000;

  private final CleverDistrict clever;
  private final Journal journal;

  EventFeed(CleverDistrict clever, Journal journal) {
    this.clever = clever;
    this.journal = journal;
  }

  /** Reads from the end of the last sync to the feed's end. */
  Net read(Baseline baseline) throws InterruptedException {
    var net = new Net(baseline.feed().cursor(), baseline.cleverSync());
    var cursor = baseline.feed().cursor();
    if (cursor.isPresent() && !has(cursor.get())) {
      throw new NotEnoughException(FullReason.CURSOR_GONE);
    }
    boolean news = readOn(net);
    if (cursor.isPresent() && !news && behind(cursor.get())) {
      throw new NotEnoughException(FullReason.FEED_BEHIND);
    }
    return net;
  }

  /**
   * Reads the events after those read so far.
   *
   * @return whether there were any
   */
  boolean readOn(Net net) throws InterruptedException {
    var before = net.cursor();
    try {
      clever
          .clever()
          .events(
              clever.token(),
              before,
              PAGE_SIZE,
              page -> {
                net.add(page);
                journal.events(page.listed());
                requireUsable(net);
              });
    } catch (CleverException refused) {
      throw offOr(refused);
    }
    return !net.cursor().equals(before);
  }

  private boolean has(ObjectId cursor) throws InterruptedException {
    try {
      return clever.clever().hasEvent(clever.token(), cursor);
    } catch (CleverException refused) {
      throw offOr(refused);
    }
  }

  private boolean behind(ObjectId cursor) throws InterruptedException {
    return clever
        .clever()
        .newestEventId(clever.token())
        .map(newest -> newest.compareTo(cursor) < 0)
        .orElse(true);
  }

  private static void requireUsable(Net net) {
    net.flaw()
        .ifPresent(flaw -> {
          throw new NotEnoughException(
              switch (flaw) {
                case UNREADABLE -> FullReason.UNREADABLE;
                case CONTRADICTORY -> FullReason.CONTRADICTORY;
                case SYNC_MISSING -> FullReason.SYNC_MISSING;
              });
        });
    if (net.size() > MOST_RECORDS) {
      throw new NotEnoughException(FullReason.MANY_RECORDS);
    }
  }

  private static RuntimeException offOr(CleverException refused) {
    return refused.failure() instanceof CleverFailure.NotFound
            || refused.failure() instanceof CleverFailure.Forbidden
        ? new NotEnoughException(FullReason.FEED_OFF)
        : refused;
  }
}
