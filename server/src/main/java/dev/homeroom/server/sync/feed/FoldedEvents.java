package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.read.Page;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.Event;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds all events after a cursor into one change per record: its latest state, and the removals
 * that the events prove. Events at or before the cursor, and repeated ones, change nothing. For one
 * thread.
 */
public final class FoldedEvents {
  private final @Nullable ObjectId cursor;
  private final SyncTimes times;
  private final Map<RecordType<?>, Map<ObjectId, FoldedRecord>> records = new HashMap<>();
  private @Nullable ObjectId newest;
  private @Nullable Flaw flaw;
  private long read;
  private int size;

  /** The reasons why events do not suffice to know the roster. */
  public enum Flaw {
    /** An event was not of the documented form. */
    UNREADABLE,
    /** A deleted record was changed without having been created again. */
    CONTRADICTORY,
    /** Clever synced the district in between, and no event shows it. */
    SYNC_MISSING
  }

  /**
   * Starts without events.
   *
   * @param cursor the last event that the roster already has; empty if it has none
   * @param lastSync Clever's last sync that the roster already has; empty if there was none
   */
  public FoldedEvents(Optional<ObjectId> cursor, Optional<Instant> lastSync) {
    this.cursor = cursor.orElse(null);
    this.newest = this.cursor;
    this.times = new SyncTimes(lastSync.orElse(null));
  }

  /** Adds a page of events. */
  public void add(Page<Event> page) {
    if (page.anomalies().quarantined() > 0) {
      flawed(Flaw.UNREADABLE);
    }
    page.records().forEach(this::add);
  }

  private void add(Event event) {
    read++;
    if (cursor != null && event.id().compareTo(cursor) <= 0) {
      return;
    }
    if (newest == null || event.id().compareTo(newest) > 0) {
      newest = event.id();
    }
    switch (event) {
      case Event.Change<?> change -> add(change);
      case Event.Unreadable _ -> flawed(Flaw.UNREADABLE);
      case Event.Other _ -> {
        // Events of what is not mirrored only move the cursor.
      }
    }
  }

  private void add(Event.Change<?> change) {
    if (change.object() instanceof District after) {
      var before = change.before() instanceof District former ? former : null;
      if (!times.add(change.id(), after, before)) {
        flawed(Flaw.SYNC_MISSING);
      }
      return;
    }
    var ofType = records.computeIfAbsent(change.type(), _ -> new LinkedHashMap<>());
    var known = ofType.get(change.object().id());
    if (known == null) {
      ofType.put(change.object().id(), new FoldedRecord(change));
      size++;
    } else if (!known.add(change)) {
      flawed(Flaw.CONTRADICTORY);
    }
  }

  private void flawed(Flaw found) {
    if (flaw == null) {
      flaw = found;
    }
  }

  /** Returns why the events do not suffice; empty if they do. */
  public Optional<Flaw> flaw() {
    return Optional.ofNullable(flaw);
  }

  /** Returns how many events were read, including those that changed nothing. */
  public long read() {
    return read;
  }

  /** Returns how many records the events concern. */
  public int size() {
    return size;
  }

  /** Returns the cursor for the next reading: the newest event read, or else the initial cursor. */
  public Optional<ObjectId> cursor() {
    return Optional.ofNullable(newest);
  }

  /** Returns Clever's last sync according to the events, or else the initial one. */
  public Optional<Instant> lastSync() {
    return times.last();
  }

  /** Returns the district's own record from its latest event; empty if there was none. */
  public Optional<District> district() {
    return times.district();
  }

  /** Returns the records of a type that the events concern, in the order of their first events. */
  public Collection<FoldedRecord> records(RecordType<?> type) {
    return records.getOrDefault(type, Map.of()).values();
  }

  /** Returns the folded events of one record; empty if no event concerns it. */
  public Optional<FoldedRecord> record(RecordType<?> type, ObjectId id) {
    return Optional.ofNullable(records.getOrDefault(type, Map.of()).get(id));
  }
}
