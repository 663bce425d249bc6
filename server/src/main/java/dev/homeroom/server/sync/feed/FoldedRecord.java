package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Event;
import dev.homeroom.clever.record.Event.Kind;
import dev.homeroom.clever.record.ObjectId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folded events of one record: its latest state, and what they show to be removed. */
public final class FoldedRecord {
  private final ObjectId id;
  private final Set<FieldValue> lost = new HashSet<>();
  private ObjectId newest;
  private CleverRecord latest;
  private boolean gone;

  FoldedRecord(Event.Change<?> first) {
    this.id = first.object().id();
    this.newest = first.id();
    this.latest = first.object();
    this.gone = first.kind() == Kind.DELETED;
    keepLosses(first.object(), first.before());
  }

  /** The record's id. */
  public ObjectId id() {
    return id;
  }

  /** Returns the whole record after the last event; empty if that event deleted it. */
  public Optional<CleverRecord> state() {
    return gone ? Optional.empty() : Optional.of(latest);
  }

  /**
   * Returns whether the events prove that the record has lost this part: an event removed it, and
   * the latest state lacks it. The deletion of a record proves the loss of all that it had.
   */
  public boolean proves(FieldValue holding) {
    return gone
        || (lost.contains(holding) && !FieldValues.lacking(Set.of(holding), latest).isEmpty());
  }

  /** Returns whether the events prove any removal, that of the whole record included. */
  public boolean losesAnything() {
    return gone || !FieldValues.lacking(lost, latest).isEmpty();
  }

  /**
   * Adds a further event.
   *
   * @return false if the event is impossible: it changes a deleted record that was not created
   *     again
   */
  boolean add(Event.Change<?> event) {
    if (event.id().compareTo(newest) <= 0) {
      // Repeated or late: what it removed was removed, but its state is out of date.
      keepLosses(event.object(), event.before());
      return true;
    }
    if (gone && event.kind() == Kind.UPDATED) {
      return false;
    }
    if (gone) {
      lost.addAll(FieldValues.of(latest));
    }
    keepLosses(event.object(), event.before());
    newest = event.id();
    latest = event.object();
    gone = event.kind() == Kind.DELETED;
    return true;
  }

  private void keepLosses(CleverRecord after, @Nullable CleverRecord before) {
    if (before != null) {
      lost.addAll(FieldValues.lacking(FieldValues.of(before), after));
    }
  }
}
