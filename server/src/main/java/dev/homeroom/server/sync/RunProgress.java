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
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.sync.RunState.Applying;
import dev.homeroom.server.sync.RunState.Checking;
import dev.homeroom.server.sync.RunState.Diffing;
import dev.homeroom.server.sync.RunState.Fetching;
import dev.homeroom.server.sync.RunState.Held;
import dev.homeroom.server.sync.RunState.Unapplied;
import dev.homeroom.server.sync.apply.ApplyResult;
import dev.homeroom.server.sync.apply.Preview;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;

/**
 * Writes a run's progress into its rows: stages at once, the rest when {@link #flush} is called.
 */
final class RunProgress implements ProgressJournal {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Database database;
  private final RunLease take;
  private final Map<RecordType, Progress> progress = new EnumMap<>(RecordType.class);
  private boolean unwritten;
  private long eventsRead;
  private Supplier<Optional<Instant>> limit = Optional::empty;
  private String wait = "";
  private RunState.Held state;
  private long stageBegan = System.nanoTime();

  /** Starts in the state in which the run was taken. */
  RunProgress(Database database, RunQueue.Taken taken) {
    this.database = database;
    this.take = taken.take();
    this.state = taken.state();
  }

  private record Progress(long fetched, long total) {}

  /** Returns the state of the run. */
  synchronized RunState.Held state() {
    return state;
  }

  @Override
  public void entered(SyncState stage) {
    flush();
    var next =
        switch (state()) {
          case Unapplied any when stage == SyncState.SYNC_STATE_FETCHING -> any.fetchedAgain();
          case Fetching fetching when stage == SyncState.SYNC_STATE_DIFFING -> fetching.fetched();
          case Diffing diffing when stage == SyncState.SYNC_STATE_APPLYING -> diffing.compared();
          case Held other -> throw new IllegalStateException(stage + " does not follow " + other);
        };
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
  public synchronized void events(long events) {
    eventsRead += events;
    unwritten = true;
  }

  @Override
  public synchronized void limited(Supplier<Optional<Instant>> waitsUntil) {
    limit = waitsUntil;
  }

  @Override
  public void reads(SyncMode mode, String reason) {
    database.transaction(transaction -> {
      int written =
          transaction
              .update(SYNC_RUNS)
              .set(SYNC_RUNS.MODE, EnumWords.word(mode))
              .set(SYNC_RUNS.MODE_REASON, reason)
              .where(RunQueue.held(take))
              .execute();
      if (written != 1) {
        throw lost();
      }
      RunSignals.send(transaction, take.run());
      return take;
    });
  }

  @Override
  public boolean wholeAsked() {
    return database
        .dsl()
        .fetchExists(SYNC_RUNS, SYNC_RUNS.RUN.eq(take.run()), SYNC_RUNS.REQUESTED_MODE.eq("FULL"));
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
                  .set(FINDINGS.KIND, EnumWords.word(kind))
                  .set(FINDINGS.TYPE, EnumWords.word(type))
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
              .and(earlier.STATE.in("SUCCEEDED", "SUCCEEDED_WITH_PLAN"))
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
  public void previewed(Preview preview) {
    flush();
    database.transaction(transaction -> {
      requireHeld(transaction);
      write(transaction, preview.changes());
      transaction
          .update(SYNC_RUNS)
          .set(SYNC_RUNS.REVISION, preview.revision())
          .set(SYNC_RUNS.MESSAGE, "")
          .where(SYNC_RUNS.RUN.eq(take.run()))
          .execute();
      return take;
    });
  }

  private void write(DSLContext transaction, List<ChangeCounts> changes) {
    for (var change : changes) {
      transaction
          .update(SYNC_RUN_TYPES)
          .set(SYNC_RUN_TYPES.CREATED, change.getCreated())
          .set(SYNC_RUN_TYPES.UPDATED, change.getUpdated())
          .set(SYNC_RUN_TYPES.ARCHIVED, change.getArchived())
          .set(SYNC_RUN_TYPES.RESTORED, change.getRestored())
          .set(SYNC_RUN_TYPES.UNCHANGED, change.getUnchanged())
          .set(SYNC_RUN_TYPES.WITHHELD, change.getWithheld())
          .set(SYNC_RUN_TYPES.HELD, change.getHeld())
          .set(SYNC_RUN_TYPES.REMAPPED, change.getRemapped())
          .where(SYNC_RUN_TYPES.RUN.eq(take.run()))
          .and(SYNC_RUN_TYPES.TYPE.eq(EnumWords.word(change.getType())))
          .execute();
    }
  }

  @Override
  public void applied(DSLContext transaction, ApplyResult applied) {
    write(transaction, applied.changes());
    transaction
        .update(SYNC_RUNS)
        .set(SYNC_RUNS.REVISION, applied.revision())
        .set(SYNC_RUNS.COUNTS, JSONB.valueOf(json(applied.counts())))
        .set(SYNC_RUNS.PLAN, applied.plan().orElse(null))
        .set(SYNC_RUNS.MESSAGE, applied.message())
        .where(SYNC_RUNS.RUN.eq(take.run()))
        .execute();
    if (!(state() instanceof Applying applying)) {
      throw new IllegalStateException("nothing is applied before APPLYING");
    }
    enter(transaction, applying.applied());
  }

  /** Moves to CHECKING, once the transaction that applied the run has been committed. */
  void committed() {
    began(new Checking());
  }

  /** Writes how long the last stage took. */
  void closeStage() {
    database.transaction(transaction ->
        transaction
            .update(SYNC_RUNS)
            .set(time(state()), millisInStage())
            .where(RunQueue.held(take))
            .execute());
  }

  /** Writes the progress if there is any, and signals it to watchers. */
  void flush() {
    Map<RecordType, Progress> unwrittenProgress;
    long events;
    String waits;
    synchronized (this) {
      waits = limit.get().map(RunProgress::sentence).orElse("");
      if (!unwritten && waits.equals(wait)) {
        return;
      }
      wait = waits;
      unwritten = false;
      unwrittenProgress = new EnumMap<>(progress);
      events = eventsRead;
    }
    database.transaction(transaction -> {
      requireHeld(transaction);
      unwrittenProgress.forEach((type, each) ->
          transaction
              .insertInto(SYNC_RUN_TYPES)
              .set(SYNC_RUN_TYPES.RUN, take.run())
              .set(SYNC_RUN_TYPES.TYPE, EnumWords.word(type))
              .set(SYNC_RUN_TYPES.FETCHED, each.fetched)
              .set(SYNC_RUN_TYPES.TOTAL, each.total)
              .onConflict()
              .doUpdate()
              .set(SYNC_RUN_TYPES.FETCHED, excluded(SYNC_RUN_TYPES.FETCHED))
              .set(SYNC_RUN_TYPES.TOTAL, excluded(SYNC_RUN_TYPES.TOTAL))
              .execute());
      transaction
          .update(SYNC_RUNS)
          .set(SYNC_RUNS.EVENTS_READ, events)
          .where(SYNC_RUNS.RUN.eq(take.run()))
          .execute();
      transaction
          .update(SYNC_RUNS)
          .set(SYNC_RUNS.MESSAGE, waits)
          .where(RunQueue.held(take))
          .and(SYNC_RUNS.STATE.in("FETCHING", "DIFFING"))
          .and(SYNC_RUNS.MESSAGE.ne(waits))
          .execute();
      RunSignals.send(transaction, take.run());
      return take;
    });
  }

  /** Shown only while the run reads: later a message says how it was applied. */
  private static String sentence(Instant waitsUntil) {
    return "Clever asks to wait until " + SECONDS.format(waitsUntil) + " UTC.";
  }

  private void enter(DSLContext transaction, Held next) {
    var from = state();
    var step = RunStates.into(transaction, next);
    if (!from.equals(next)) {
      step = step.set(time(from), millisInStage());
    }
    if (!RunQueue.step(transaction, take, from, step)) {
      throw lost();
    }
  }

  private synchronized void began(Held next) {
    state = next;
    stageBegan = System.nanoTime();
  }

  private synchronized long millisInStage() {
    return (System.nanoTime() - stageBegan) / 1_000_000;
  }

  private static Field<Long> time(Held state) {
    return switch (state) {
      case Fetching _ -> SYNC_RUNS.FETCHING_MS;
      case Diffing _ -> SYNC_RUNS.DIFFING_MS;
      case Applying _ -> SYNC_RUNS.APPLYING_MS;
      case Checking _ -> SYNC_RUNS.CHECKING_MS;
    };
  }

  private void requireHeld(DSLContext transaction) {
    if (!transaction.fetchExists(SYNC_RUNS, RunQueue.held(take))) {
      throw lost();
    }
  }

  private static LeaseLostException lost() {
    return new LeaseLostException("the run was cancelled or is in other hands");
  }

  private static String json(RosterCounts counts) {
    try {
      return JsonFormat.printer().print(counts);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
