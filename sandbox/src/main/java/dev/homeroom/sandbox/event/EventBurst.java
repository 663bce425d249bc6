package dev.homeroom.sandbox.event;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.wire.AppView;
import java.time.Instant;
import java.util.List;

/**
 * The events of one sync or one edit of the share. Holds the two views and the slots of the records
 * that differ, never the events' bytes: a burst of a million events costs four megabytes in
 * addition to the views.
 */
final class EventBurst {
  /** The largest counter in an event's id, which has three bytes for it. */
  static final int LARGEST_COUNTER = 0xFF_FFFF;

  private static final int COUNTER_BITS = 24;

  private final long origin;
  private final int second;
  private final int firstCounter;
  private final Instant created;
  private final AppView before;
  private final AppView after;
  private final List<Segment> segments;
  private final int size;

  /**
   * @param origin the five bytes that all events of the district share in their ids
   * @param second Unix seconds in the ids
   * @param firstCounter the counter of the first event's id
   */
  EventBurst(
      long origin,
      int second,
      int firstCounter,
      Instant created,
      AppView before,
      AppView after,
      List<Segment> segments) {
    this.origin = origin;
    this.second = second;
    this.firstCounter = firstCounter;
    this.created = created;
    this.before = before;
    this.after = after;
    this.segments = List.copyOf(segments);
    this.size = segments.stream().mapToInt(Segment::size).sum();
  }

  int size() {
    return size;
  }

  int second() {
    return second;
  }

  int lastCounter() {
    return firstCounter + size - 1;
  }

  ObjectId id(int position) {
    return new ObjectId(second, (origin << COUNTER_BITS) | (firstCounter + position));
  }

  /**
   * The position of the first event whose id is not below the given one; the size if all are below.
   */
  int firstNotBelow(ObjectId id) {
    var low = 0;
    var high = size;
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (id(middle).compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Event event(int position) {
    var left = position;
    for (var segment : segments) {
      if (left < segment.size()) {
        return new Event(
            id(position),
            created,
            segment.kind(),
            segment.type(),
            segment.slot(left),
            before,
            after,
            segment.isOnlyInNewerVersion(left));
      }
      left -= segment.size();
    }
    throw new IndexOutOfBoundsException(position);
  }
}
