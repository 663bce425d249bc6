package dev.homeroom.server.sync.incremental;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.feed.FoldedRecord;
import dev.homeroom.server.sync.full.CleverDistrict;
import dev.homeroom.server.sync.full.RunFindings;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.FeedPosition;
import dev.homeroom.server.sync.stage.ListTrust;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.function.Predicate;

/**
 * Reads a district's events since the last sync and compares what they come to with the live
 * roster. Safe for many districts at once.
 */
final class IncrementalSync {
  private final Clock clock;
  private final Predicate<FoldedRecord> carriedOut;

  IncrementalSync(Clock clock) {
    this(clock, _ -> true);
  }

  /**
   * Creates a sync that drops some of what it read, for a test of the tests.
   *
   * @param carriedOut whether the folded events of a record are carried out
   */
  IncrementalSync(Clock clock, Predicate<FoldedRecord> carriedOut) {
    this.clock = clock;
    this.carriedOut = carriedOut;
  }

  /**
   * Reads the events since the last sync and compares, to the end of DIFFING.
   *
   * @param session the lease's own session
   * @throws FullReadNeededException if events do not suffice; nothing was applied
   */
  Changes read(
      Connection session,
      CleverDistrict clever,
      RunLease take,
      LastSync baseline,
      ProgressJournal journal)
      throws InterruptedException {
    journal.entered(SyncState.SYNC_STATE_FETCHING);
    var sql = Database.on(session);
    int district = take.district().number();
    if (Changes.approvalWaits(sql, district)) {
      throw new FullReadNeededException(FullReason.HELD);
    }
    var gathered =
        new EventReading(
                clever, new EventFeed(clever, journal), new LiveRecords(sql, district), baseline)
            .read();
    var staged = stage(session, take, gathered, baseline, journal);
    var reading = new ReturningRecords(clever, baseline).stage(sql, staged, district);
    journal.entered(SyncState.SYNC_STATE_DIFFING);
    journal.found(RunFindings.of(reading.district(), reading.staging()).counts());
    if (journal.wholeAsked()) {
      throw new FullReadNeededException(FullReason.ASKED);
    }
    var changes = Changes.of(sql, reading, district, clock.instant());
    if (changes.needsWhole(sql)) {
      throw new FullReadNeededException(FullReason.HELD);
    }
    if (changes.contactsMayFollow(sql, district)) {
      throw new FullReadNeededException(FullReason.SHARE_UNDECIDED);
    }
    return changes;
  }

  private RosterReading stage(
      Connection session,
      RunLease take,
      EventRead gathered,
      LastSync baseline,
      ProgressJournal journal)
      throws InterruptedException {
    var staging = Staging.open(session, take.stage(), gathered.net().size());
    var extents = new EnumMap<RosterType, RosterReading.Extent>(RosterType.class);
    for (var type : RosterType.values()) {
      extents.put(type, stage(staging, type, gathered));
    }
    var read = new HashMap<RecordType, Long>();
    read.put(RecordType.RECORD_TYPE_DISTRICT, 1L);
    extents.forEach((type, extent) -> read.put(type.wire(), extent.staged() + extent.gone()));
    journal.walking(read);
    read.forEach(journal::fetched);
    return new RosterReading(
        gathered.district(),
        new FeedPosition(true, gathered.net().cursor()),
        staging,
        new ReadScope.Named(),
        baseline.share(),
        extents);
  }

  private RosterReading.Extent stage(Staging staging, RosterType type, EventRead gathered)
      throws InterruptedException {
    var changed = gathered.net().records(type.clever()).stream().filter(carriedOut).toList();
    var rows = new CopyBuffer();
    long staged = 0;
    for (var record : changed) {
      var state = record.state();
      if (state.isPresent()) {
        rows.add(staging.stage(), staged++, state.get());
      }
    }
    for (var record : gathered.unknown(type)) {
      rows.add(staging.stage(), staged++, record);
    }
    if (staged > 0) {
      rows.finish();
      staging.copy(type, rows);
    }
    var gone =
        changed.stream().filter(record -> record.state().isEmpty()).map(FoldedRecord::id).toList();
    staging.gone(type, gone);
    return new RosterReading.Extent(staged, gone.size(), ListTrust.PROVEN, 0, true);
  }
}
