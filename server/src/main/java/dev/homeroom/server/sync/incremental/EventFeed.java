package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverFailure;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.feed.FoldedEvents;
import dev.homeroom.server.sync.full.CleverDistrict;

/** Reads a district's events from Clever, as far as they can be trusted. */
final class EventFeed {
  private static final int PAGE_SIZE = 1000;

  /** Above this number of records, reading everything is faster and needs less memory. */
  private static final int MOST_RECORDS = 10_000;

  private final CleverDistrict clever;
  private final ProgressJournal journal;

  EventFeed(CleverDistrict clever, ProgressJournal journal) {
    this.clever = clever;
    this.journal = journal;
  }

  /** Reads from the end of the last sync to the feed's end. */
  FoldedEvents read(LastSync baseline) throws InterruptedException {
    var net = new FoldedEvents(baseline.feed().cursor(), baseline.cleverSync());
    var cursor = baseline.feed().cursor();
    if (cursor.isPresent() && !has(cursor.get())) {
      throw new FullReadNeededException(FullReason.CURSOR_GONE);
    }
    boolean news = readOn(net);
    if (cursor.isPresent() && !news && behind(cursor.get())) {
      throw new FullReadNeededException(FullReason.FEED_BEHIND);
    }
    return net;
  }

  /**
   * Reads the events after those read so far.
   *
   * @return whether there were any
   */
  boolean readOn(FoldedEvents net) throws InterruptedException {
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

  private static void requireUsable(FoldedEvents net) {
    net.flaw()
        .ifPresent(flaw -> {
          throw new FullReadNeededException(
              switch (flaw) {
                case UNREADABLE -> FullReason.UNREADABLE;
                case CONTRADICTORY -> FullReason.CONTRADICTORY;
                case SYNC_MISSING -> FullReason.SYNC_MISSING;
              });
        });
    if (net.size() > MOST_RECORDS) {
      throw new FullReadNeededException(FullReason.MANY_RECORDS);
    }
  }

  private static RuntimeException offOr(CleverException refused) {
    return refused.failure() instanceof CleverFailure.NotFound
            || refused.failure() instanceof CleverFailure.Forbidden
        ? new FullReadNeededException(FullReason.FEED_OFF)
        : refused;
  }
}
