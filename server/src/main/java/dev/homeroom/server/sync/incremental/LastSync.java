package dev.homeroom.server.sync.incremental;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.RECORDS_SET_ASIDE;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sync.stage.FeedPosition;
import dev.homeroom.v1.SyncMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The state that a district's last sync left for the next one.
 *
 * @param revision the roster's revision; 0 before the first sync
 * @param feed the position in Clever's events that the roster covers
 * @param cleverSync Clever's own last sync that the roster has
 * @param lastSync when a sync last succeeded
 * @param lastFull when everything was last read
 * @param share the declared share that the run follows
 * @param sameShare true if the last full run followed the same share
 * @param setAside how many of the records that Clever counts could not be read then
 */
record LastSync(
    long revision,
    FeedPosition feed,
    Optional<Instant> cleverSync,
    Optional<Instant> lastSync,
    Optional<Instant> lastFull,
    DeclaredShare share,
    boolean sameShare,
    Map<RosterType, Long> setAside) {
  /** The time for which Clever keeps events: sandbox/CLEVER.md 4. */
  private static final Duration KEPT = Duration.ofDays(30);

  static LastSync load(DSLContext sql, int district) {
    var setAside = new EnumMap<RosterType, Long>(RosterType.class);
    sql.selectFrom(RECORDS_SET_ASIDE)
        .where(RECORDS_SET_ASIDE.DISTRICT.eq(district))
        .forEach(row -> setAside.put(RosterType.valueOf(row.getType()), row.getRecords()));
    var share = DeclaredShares.effective(sql, district);
    return sql.selectFrom(DISTRICTS)
        .where(DISTRICTS.DISTRICT.eq(district))
        .fetchSingle(row ->
            new LastSync(
                row.getRevision(),
                new FeedPosition(row.getFeedReadable(), id(row.getEventCursor())),
                instant(row.getCleverLastSync()),
                instant(row.getLastSyncTime()),
                instant(row.getLastFullTime()),
                share,
                share.fingerprint().equals(row.getLastFullSharing()),
                setAside));
  }

  /**
   * Returns why a run has to read everything; empty if events may suffice.
   *
   * @param fullEvery the longest time between two full runs if the server chooses
   */
  Optional<FullReason> whyFull(SyncMode asked, Instant now, Duration fullEvery) {
    if (revision == 0 || lastSync.isEmpty()) {
      return Optional.of(FullReason.FIRST);
    }
    if (!sameShare) {
      return Optional.of(FullReason.SHARE_CHANGED);
    }
    if (lastFull.isEmpty()
        || (asked != SyncMode.SYNC_MODE_INCREMENTAL
            && !lastFull.get().plus(fullEvery).isAfter(now))) {
      return Optional.of(FullReason.DUE);
    }
    if (!feed.readable()) {
      return Optional.of(FullReason.FEED_OFF);
    }
    var known = feed.cursor().map(LastSync::created).orElse(lastSync.get());
    return known.plus(KEPT).isAfter(now) ? Optional.empty() : Optional.of(FullReason.CURSOR_OLD);
  }

  /** Returns how many of a type's records that Clever counts could not be read. */
  long setAside(RosterType type) {
    return setAside.getOrDefault(type, 0L);
  }

  /** An id begins with the second of its creation: sandbox/CLEVER.md 3.1. */
  private static Instant created(ObjectId id) {
    return Instant.ofEpochSecond(id.high() >>> 32);
  }

  private static Optional<ObjectId> id(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes).map(found -> ObjectId.from(ByteBuffer.wrap(found)));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
