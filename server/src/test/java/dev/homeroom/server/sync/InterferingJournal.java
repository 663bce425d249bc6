package dev.homeroom.server.sync;

import dev.homeroom.server.sync.apply.ApplyResult;
import dev.homeroom.server.sync.apply.Preview;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * Does something in the middle of a run.
 *
 * @param meanwhile after a stage was entered
 * @param atLast before what applies is committed
 */
record InterferingJournal(ProgressJournal journal, Consumer<SyncState> meanwhile, Runnable atLast)
    implements ProgressJournal {
  @Override
  public void entered(SyncState stage) {
    journal.entered(stage);
    meanwhile.accept(stage);
  }

  @Override
  public void walking(Map<RecordType, Long> totals) {
    journal.walking(totals);
  }

  @Override
  public void fetched(RecordType type, long records) {
    journal.fetched(type, records);
  }

  @Override
  public void events(long events) {
    journal.events(events);
  }

  @Override
  public void limited(Supplier<Optional<Instant>> waitsUntil) {
    journal.limited(waitsUntil);
  }

  @Override
  public void reads(SyncMode mode, String reason) {
    journal.reads(mode, reason);
  }

  @Override
  public boolean wholeAsked() {
    return journal.wholeAsked();
  }

  @Override
  public void found(Map<FindingKind, Map<RecordType, Long>> findings) {
    journal.found(findings);
  }

  @Override
  public boolean repeatReferences() {
    return journal.repeatReferences();
  }

  @Override
  public void previewed(Preview preview) {
    journal.previewed(preview);
  }

  @Override
  public void applied(DSLContext transaction, ApplyResult applied) {
    journal.applied(transaction, applied);
    atLast.run();
  }
}
