package dev.homeroom.sandbox.event;

import dev.homeroom.sandbox.district.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The feed at one moment: events by position, oldest first, ids ascending. Immutable. */
public final class EventList {
  private static final EventList EMPTY = new EventList(List.of());

  private final List<EventBurst> bursts;
  private final int[] starts;

  private EventList(List<EventBurst> bursts) {
    this.bursts = bursts;
    this.starts = new int[bursts.size() + 1];
    for (var index = 0; index < bursts.size(); index++) {
      starts[index + 1] = Math.addExact(starts[index], bursts.get(index).size());
    }
  }

  /** A feed without events. */
  public static EventList empty() {
    return EMPTY;
  }

  EventList with(EventBurst burst) {
    List<EventBurst> more = new ArrayList<>(bursts);
    more.add(burst);
    return new EventList(List.copyOf(more));
  }

  /** Returns the events since a time; drops the older ones. */
  public EventList since(Instant oldest) {
    var seconds = oldest.getEpochSecond();
    if (bursts.isEmpty() || bursts.getFirst().second() >= seconds) {
      return this;
    }
    return new EventList(bursts.stream().filter(burst -> burst.second() >= seconds).toList());
  }

  /** The number of events. */
  public int size() {
    return starts[bursts.size()];
  }

  /** The id of the event at this position. */
  public ObjectId id(int position) {
    var burst = burstOf(position);
    return bursts.get(burst).id(position - starts[burst]);
  }

  /** The event at this position. */
  public Event event(int position) {
    var burst = burstOf(position);
    return bursts.get(burst).event(position - starts[burst]);
  }

  /** The event with this id. */
  public Optional<Event> find(ObjectId id) {
    var position = firstNotBelow(id);
    return position < size() && id(position).equals(id)
        ? Optional.of(event(position))
        : Optional.empty();
  }

  /** The first position whose id is not below the given one; {@link #size()} if all are below. */
  public int firstNotBelow(ObjectId id) {
    var low = 0;
    var high = bursts.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      var burst = bursts.get(middle);
      if (burst.id(burst.size() - 1).compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == bursts.size() ? size() : starts[low] + bursts.get(low).firstNotBelow(id);
  }

  private int burstOf(int position) {
    var low = 0;
    var high = bursts.size() - 1;
    while (low < high) {
      var middle = (low + high + 1) >>> 1;
      if (starts[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
