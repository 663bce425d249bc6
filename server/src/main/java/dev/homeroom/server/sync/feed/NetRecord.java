package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.CleverRecord;
import dev.homeroom.clever.Event;
import dev.homeroom.clever.Event.Kind;
import dev.homeroom.clever.ObjectId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run's events come to for one record: its last state, and what they tell it to have lost.
 */
public final class NetRecord {
  private final ObjectId id;
  private final Set<Holding> lost = new HashSet<>();
  private ObjectId newest;
  private CleverRecord told;
  private boolean gone;

  NetRecord(Event.Change<?> first) {
    this.id = first.object().id();
    this.newest = first.id();
    this.told = first.object();
    this.gone = first.kind() == Kind.DELETED;
    keepLosses(first.object(), first.before());
  }

  /** The record's id. */
  public ObjectId id() {
    return id;
  }

  /** The whole record after the last event; empty if that deleted it. */
  public Optional<CleverRecord> state() {
    return gone ? Optional.empty() : Optional.of(told);
  }

  /**
   * Whether the events prove that the record has lost this: one took it away, and the last state
   * lacks it. Of a deleted record, that it is gone is proof for all that it had.
   */
  public boolean proves(Holding holding) {
    return gone || (lost.contains(holding) && !Holdings.lacking(Set.of(holding), told).isEmpty());
  }

  /** Whether the events prove any loss, the whole record's included. */
  public boolean losesAnything() {
    return gone || !Holdings.lacking(lost, told).isEmpty();
  }

  /**
   * Takes a further event.
   *
   * @return false where it cannot be: what is deleted was changed without having been created again
   */
  boolean add(Event.Change<?> event) {
    if (event.id().compareTo(newest) <= 0) {
      // Repeated or late. What it took away it did take away; the state it tells is past.
      keepLosses(event.object(), event.before());
      return true;
    }
    if (gone && event.kind() == Kind.UPDATED) {
      return false;
    }
    if (gone) {
      lost.addAll(Holdings.of(told));
    }
    keepLosses(event.object(), event.before());
    newest = event.id();
    told = event.object();
    gone = event.kind() == Kind.DELETED;
    return true;
  }

  private void keepLosses(CleverRecord after, @Nullable CleverRecord before) {
    if (before != null) {
      lost.addAll(Holdings.lacking(Holdings.of(before), after));
    }
  }
}
