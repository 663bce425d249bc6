package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.FINDINGS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUN_TYPES;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.selectFrom;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.FindingsRecord;
import dev.homeroom.server.db.generated.tables.records.SyncRunTypesRecord;
import dev.homeroom.server.db.generated.tables.records.SyncRunsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.FetchProgress;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.StageTiming;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.util.Comparator;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record3;
import org.jooq.Result;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;

/** Reads a run's rows, in one statement, and converts them to the contract's message. */
final class RunRows {
  private RunRows() {}

  static SelectJoinStep<Record3<SyncRunsRecord, Result<SyncRunTypesRecord>, Result<FindingsRecord>>>
      select(DSLContext sql) {
    return sql.select(
            SYNC_RUNS,
            multiset(selectFrom(SYNC_RUN_TYPES).where(SYNC_RUN_TYPES.RUN.eq(SYNC_RUNS.RUN))),
            multiset(selectFrom(FINDINGS).where(FINDINGS.RUN.eq(SYNC_RUNS.RUN))))
        .from(SYNC_RUNS);
  }

  static SyncRun wire(
      DistrictKey district,
      Record3<SyncRunsRecord, Result<SyncRunTypesRecord>, Result<FindingsRecord>> found) {
    var row = found.value1();
    var run =
        SyncRun.newBuilder()
            .setName(ResourceNames.syncRun(district.id(), row.getRun()))
            .setMode(mode(row.getMode()))
            .setState(EnumWords.of(SyncState.class, row.getState()))
            .setRequestedMode(mode(row.getRequestedMode()))
            .setModeReason(row.getModeReason())
            .setDryRun(row.getDryRun())
            .setMessage(row.getMessage())
            .setAttempt(row.getAttempt())
            .setEventsRead(row.getEventsRead())
            .setCreateTime(ProtoTimestamps.of(row.getCreatedAt()));
    if (row.getFailure() != null) {
      run.setFailure(EnumWords.of(SyncFailure.class, row.getFailure()));
    }
    if (row.getStartedAt() != null) {
      run.setStartTime(ProtoTimestamps.of(row.getStartedAt()));
    }
    if (row.getEndedAt() != null) {
      run.setEndTime(ProtoTimestamps.of(row.getEndedAt()));
    }
    boolean succeeded =
        run.getState() == SyncState.SYNC_STATE_SUCCEEDED
            || run.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN;
    if (row.getPlan() != null && succeeded) {
      run.setPlan(ResourceNames.plan(district.id(), row.getPlan()));
    }
    if (succeeded) {
      run.setRevision(row.getRevision());
      if (row.getCounts() != null) {
        run.setCounts(counts(row.getCounts()));
      }
    }
    found.value2().stream()
        .sorted(Comparator.comparing(each -> type(each.getType())))
        .forEach(each -> {
          run.addProgress(progress(each));
          if (succeeded) {
            run.addChanges(changes(each));
          }
        });
    found.value3().stream()
        .map(RunRows::finding)
        .sorted(Comparator.comparing(Finding::getKind).thenComparing(Finding::getType))
        .forEach(run::addFindings);
    stage(run, SyncState.SYNC_STATE_FETCHING, row.getFetchingMs());
    stage(run, SyncState.SYNC_STATE_DIFFING, row.getDiffingMs());
    stage(run, SyncState.SYNC_STATE_APPLYING, row.getApplyingMs());
    stage(run, SyncState.SYNC_STATE_CHECKING, row.getCheckingMs());
    return run.build();
  }

  private static SyncMode mode(String column) {
    return EnumWords.of(SyncMode.class, column);
  }

  private static FetchProgress progress(SyncRunTypesRecord row) {
    return FetchProgress.newBuilder()
        .setType(type(row.getType()))
        .setFetched(row.getFetched())
        .setTotal(row.getTotal())
        .build();
  }

  private static ChangeCounts changes(SyncRunTypesRecord row) {
    return ChangeCounts.newBuilder()
        .setType(type(row.getType()))
        .setCreated(row.getCreated())
        .setUpdated(row.getUpdated())
        .setArchived(row.getArchived())
        .setRestored(row.getRestored())
        .setUnchanged(row.getUnchanged())
        .setWithheld(row.getWithheld())
        .setHeld(row.getHeld())
        .setRemapped(row.getRemapped())
        .build();
  }

  private static Finding finding(FindingsRecord row) {
    var kind = EnumWords.of(FindingKind.class, row.getKind());
    return Finding.newBuilder()
        .setKind(kind)
        .setType(type(row.getType()))
        .setCount(row.getCount())
        .setExplanation(Explanations.of(kind))
        .build();
  }

  private static void stage(SyncRun.Builder run, SyncState stage, @Nullable Long millis) {
    if (millis != null) {
      Duration duration = Durations.fromMillis(millis);
      run.addStages(StageTiming.newBuilder().setState(stage).setDuration(duration));
    }
  }

  private static RecordType type(String name) {
    return EnumWords.of(RecordType.class, name);
  }

  private static RosterCounts counts(JSONB json) {
    var counts = RosterCounts.newBuilder();
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(json.data(), counts);
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("sync_runs.counts is not what was written", broken);
    }
    return counts.build();
  }
}
