package dev.homeroom.sandbox.event;

import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.wire.AppView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Records events while they are on and drops them after 30 days (sandbox/CLEVER.md 4). Ids ascend,
 * even within one second; the same calls at the same times give the same ids. The owner must
 * synchronize access.
 */
public final class Feed {
  /** The time for which Clever keeps an event. */
  public static final Duration RETENTION = Duration.ofDays(30);

  private final long origin;
  private EventList events = EventList.empty();
  private boolean on = true;
  private long lastSecond;
  private int lastCounter;

  /** Creates the feed of the district with this seed. */
  public Feed(long seed) {
    this.origin = SeededChoices.hash(seed, 0xE7E27) & 0xFF_FFFF_FFFFL;
  }

  /** Returns whether events are recorded. */
  public boolean isOn() {
    return on;
  }

  /** Starts or stops recording. Changes in the meantime are never recorded. */
  public void switchTo(boolean newOn) {
    on = newOn;
  }

  /** Records the differences between two views as events, if events are on. */
  public void record(AppView before, AppView after, ViewDiff diff, Instant now) {
    forget(now);
    var size = diff.segments().stream().mapToLong(Segment::size).sum();
    if (!on || size == 0) {
      return;
    }
    var second = Math.max(now.getEpochSecond(), lastSecond);
    var first = second == lastSecond ? lastCounter + 1 : 1;
    if (first + size > EventBurst.LARGEST_COUNTER) {
      second++;
      first = 1;
    }
    var created =
        second == now.getEpochSecond()
            ? now.truncatedTo(ChronoUnit.MILLIS)
            : Instant.ofEpochSecond(second);
    var burst =
        new EventBurst(origin, (int) second, first, created, before, after, diff.segments());
    lastSecond = second;
    lastCounter = burst.lastCounter();
    events = events.with(burst);
  }

  /** Drops events that are too old, and the views they were written from. */
  public void forget(Instant now) {
    events = events.since(now.minus(RETENTION));
  }

  /** The events that the app may read: none while events are off. */
  public EventList readable() {
    return on ? events : EventList.empty();
  }
}
