package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.District;
import dev.homeroom.clever.Event;
import dev.homeroom.clever.ObjectId;
import dev.homeroom.clever.Page;
import dev.homeroom.clever.RecordType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the events behind a cursor come to: of each record its last state, whatever happened in
 * between, and the losses that they prove. Events at or before the cursor, and repeated ones,
 * change nothing. For one thread.
 */
public final class Net {
  private final @Nullable ObjectId cursor;
  private final SyncTimes times;
  private final Map<RecordType<?>, Map<ObjectId, NetRecord>> records = new HashMap<>();
  private @Nullable ObjectId newest;
  private @Nullable Flaw flaw;
  private long read;
  private int size;

  /** Why events do not suffice to know the roster. */
  public enum Flaw {
    /** An event was not of the documented form. */
    UNREADABLE,
    /** A deleted record was changed without having been created again. */
    CONTRADICTORY,
    /** Clever synced the district in between, and the feed does not tell. */
    SYNC_MISSING
  }

  /**
   * Nothing yet.
   *
   * @param cursor the last event that the roster already has; empty if it has none
   * @param lastSync Clever's last sync that the roster already has; empty if there was none
   */
  public Net(Optional<ObjectId> cursor, Optional<Instant> lastSync) {
    this.cursor = cursor.orElse(null);
    this.newest = this.cursor;
    this.times = new SyncTimes(lastSync.orElse(null));
  }

  /** Takes a page of events. */
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
        // What is not mirrored only moves the cursor.
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
      ofType.put(change.object().id(), new NetRecord(change));
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

  /** Why the events do not suffice; empty if they do. */
  public Optional<Flaw> flaw() {
    return Optional.ofNullable(flaw);
  }

  /** How many events were read, those included that changed nothing. */
  public long read() {
    return read;
  }

  /** How many records they concern. */
  public int size() {
    return size;
  }

  /** Where to go on: the newest event read, or else the cursor begun with. */
  public Optional<ObjectId> cursor() {
    return Optional.ofNullable(newest);
  }

  /** Clever's last sync as told, or else the one begun with. */
  public Optional<Instant> lastSync() {
    return times.last();
  }

  /** The district's own record as last told; empty if it was not. */
  public Optional<District> district() {
    return times.told();
  }

  /** The records of a type that the events concern, in the order of their first events. */
  public Collection<NetRecord> records(RecordType<?> type) {
    return records.getOrDefault(type, Map.of()).values();
  }

  /** What the events come to for one record; empty if they do not concern it. */
  public Optional<NetRecord> record(RecordType<?> type, ObjectId id) {
    return Optional.ofNullable(records.getOrDefault(type, Map.of()).get(id));
  }
}
