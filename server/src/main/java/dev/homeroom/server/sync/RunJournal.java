package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.FINDINGS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUN_TYPES;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.sync.change.Applied;
import dev.homeroom.server.sync.change.Journal;
import dev.homeroom.server.sync.change.Take;
import dev.homeroom.server.sync.change.TakeLostException;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncState;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Writes a run's course into its rows: stages at once, progress when {@link #flush} is called. */
final class RunJournal implements Journal {
  private final Database database;
  private final Take take;
  private final Map<RecordType, Progress> progress = new EnumMap<>(RecordType.class);
  private boolean unwritten;
  private SyncState stage = SyncState.SYNC_STATE_UNSPECIFIED;
  private long stageBegan;

  RunJournal(Database database, Take take) {
    this.database = database;
    this.take = take;
  }

  private record Progress(long fetched, long total) {}

  @Override
  public void entered(SyncState next) {
    flush();
    database.transaction(transaction -> {
      enter(transaction, next);
      return take;
    });
    began(next);
  }

  @Override
  public synchronized void walking(Map<RecordType, Long> totals) {
    progress.clear();
    totals.forEach((type, total) -> progress.put(type, new Progress(0, total)));
    unwritten = true;
  }

  @Override
  public synchronized void fetched(RecordType type, long records) {
    progress.merge(
        type,
        new Progress(records, 0),
        (was, more) -> new Progress(was.fetched + more.fetched, was.total));
    unwritten = true;
  }

  @Override
  public void found(Map<FindingKind, Map<RecordType, Long>> findings) {
    database.transaction(transaction -> {
      requireHeld(transaction);
      findings.forEach((kind, counts) ->
          counts.forEach((type, count) ->
              transaction
                  .insertInto(FINDINGS)
                  .set(FINDINGS.RUN, take.run())
                  .set(FINDINGS.KIND, suffix(kind, "FINDING_KIND_"))
                  .set(FINDINGS.TYPE, suffix(type, "RECORD_TYPE_"))
                  .set(FINDINGS.COUNT, count)
                  .onConflict()
                  .doUpdate()
                  .set(FINDINGS.COUNT, excluded(FINDINGS.COUNT))
                  .execute()));
      return take;
    });
  }

  @Override
  public boolean repeatReferences() {
    return database.transaction(transaction -> {
      requireHeld(transaction);
      var earlier = SYNC_RUNS.as("earlier");
      var before =
          transaction
              .select(earlier.RUN)
              .from(SYNC_RUNS)
              .join(earlier)
              .on(earlier.DISTRICT.eq(SYNC_RUNS.DISTRICT))
              .and(earlier.REVISION.eq(SYNC_RUNS.REVISION))
              .and(earlier.STATE.eq("SUCCEEDED"))
              .where(SYNC_RUNS.RUN.eq(take.run()))
              .orderBy(earlier.CREATED_AT.desc())
              .limit(1)
              .fetchOne(earlier.RUN);
      if (before == null) {
        return false;
      }
      transaction
          .insertInto(FINDINGS, FINDINGS.RUN, FINDINGS.KIND, FINDINGS.TYPE, FINDINGS.COUNT)
          .select(
              select(val(take.run()), FINDINGS.KIND, FINDINGS.TYPE, FINDINGS.COUNT)
                  .from(FINDINGS)
                  .where(FINDINGS.RUN.eq(before))
                  .and(FINDINGS.KIND.eq("REFERENCE_NOT_SHARED")))
          .onConflictDoNothing()
          .execute();
      return true;
    });
  }

  @Override
  public void applied(DSLContext transaction, Applied applied) {
    for (var change : applied.changes()) {
      transaction
          .update(SYNC_RUN_TYPES)
          .set(SYNC_RUN_TYPES.CREATED, change.getCreated())
          .set(SYNC_RUN_TYPES.UPDATED, change.getUpdated())
          .set(SYNC_RUN_TYPES.ARCHIVED, change.getArchived())
          .set(SYNC_RUN_TYPES.RESTORED, change.getRestored())
          .set(SYNC_RUN_TYPES.UNCHANGED, change.getUnchanged())
          .set(SYNC_RUN_TYPES.WITHHELD, change.getWithheld())
          .where(SYNC_RUN_TYPES.RUN.eq(take.run()))
          .and(SYNC_RUN_TYPES.TYPE.eq(suffix(change.getType(), "RECORD_TYPE_")))
          .execute();
    }
    transaction
        .update(SYNC_RUNS)
        .set(SYNC_RUNS.REVISION, applied.revision())
        .set(SYNC_RUNS.COUNTS, JSONB.valueOf(json(applied.counts())))
        .where(SYNC_RUNS.RUN.eq(take.run()))
        .execute();
    enter(transaction, SyncState.SYNC_STATE_CHECKING);
    began(SyncState.SYNC_STATE_CHECKING);
  }

  /** Writes down how long the last stage took. */
  void closeStage() {
    var time = time(stage);
    if (time != null) {
      database.transaction(transaction ->
          transaction
              .update(SYNC_RUNS)
              .set(time, millisInStage())
              .where(RunLedger.held(take))
              .execute());
    }
  }

  /** Writes the progress down if there is any, and tells those who watch. */
  void flush() {
    Map<RecordType, Progress> unwrittenProgress;
    synchronized (this) {
      if (!unwritten) {
        return;
      }
      unwritten = false;
      unwrittenProgress = new EnumMap<>(progress);
    }
    database.transaction(transaction -> {
      requireHeld(transaction);
      unwrittenProgress.forEach((type, each) ->
          transaction
              .insertInto(SYNC_RUN_TYPES)
              .set(SYNC_RUN_TYPES.RUN, take.run())
              .set(SYNC_RUN_TYPES.TYPE, suffix(type, "RECORD_TYPE_"))
              .set(SYNC_RUN_TYPES.FETCHED, each.fetched)
              .set(SYNC_RUN_TYPES.TOTAL, each.total)
              .onConflict()
              .doUpdate()
              .set(SYNC_RUN_TYPES.FETCHED, excluded(SYNC_RUN_TYPES.FETCHED))
              .set(SYNC_RUN_TYPES.TOTAL, excluded(SYNC_RUN_TYPES.TOTAL))
              .execute());
      RunLedger.signalRun(transaction, take.run());
      return take;
    });
  }

  private void enter(DSLContext transaction, SyncState next) {
    var update = transaction.update(SYNC_RUNS).set(SYNC_RUNS.STATE, suffix(next, "SYNC_STATE_"));
    var time = time(stage);
    if (time != null) {
      update = update.set(time, millisInStage());
    }
    if (update.where(RunLedger.held(take)).execute() != 1) {
      throw lost();
    }
    RunLedger.signal(transaction, take.run(), take.district());
  }

  private synchronized void began(SyncState next) {
    stage = next;
    stageBegan = System.nanoTime();
  }

  private synchronized long millisInStage() {
    return (System.nanoTime() - stageBegan) / 1_000_000;
  }

  private static @Nullable Field<Long> time(SyncState stage) {
    return switch (stage) {
      case SYNC_STATE_FETCHING -> SYNC_RUNS.FETCHING_MS;
      case SYNC_STATE_DIFFING -> SYNC_RUNS.DIFFING_MS;
      case SYNC_STATE_APPLYING -> SYNC_RUNS.APPLYING_MS;
      case SYNC_STATE_CHECKING -> SYNC_RUNS.CHECKING_MS;
      case SYNC_STATE_UNSPECIFIED,
          SYNC_STATE_QUEUED,
          SYNC_STATE_SUCCEEDED,
          SYNC_STATE_FAILED,
          SYNC_STATE_CANCELLED,
          UNRECOGNIZED ->
          null;
    };
  }

  private void requireHeld(DSLContext transaction) {
    if (!transaction.fetchExists(SYNC_RUNS, RunLedger.held(take))) {
      throw lost();
    }
  }

  private static TakeLostException lost() {
    return new TakeLostException("the run was cancelled or is in other hands");
  }

  private static String suffix(Enum<?> value, String prefix) {
    return value.name().substring(prefix.length());
  }

  private static String json(RosterCounts counts) {
    try {
      return JsonFormat.printer().print(counts);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
