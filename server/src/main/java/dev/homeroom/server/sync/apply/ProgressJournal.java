package dev.homeroom.server.sync.apply;

import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/** Receives the progress of a run. Safe for many threads. */
public interface ProgressJournal {
  /**
   * Reports that a stage begins.
   *
   * @throws LeaseLostException if this server no longer has the run's lease
   */
  void entered(SyncState stage);

  /**
   * Reports that reading the lists begins, or begins again: nothing is fetched yet, and this many
   * records are expected.
   */
  void walking(Map<RecordType, Long> totals);

  /** Reports further records of a type that were read. */
  void fetched(RecordType type, long records);

  /** Reports further events that were read. */
  void events(long events);

  /**
   * Starts to follow Clever's limit on the requests of this reading.
   *
   * @param waitsUntil returns until when Clever asks to wait; empty if it does not
   */
  void limited(Supplier<Optional<Instant>> waitsUntil);

  /**
   * Reports that the run reads in this way from now on.
   *
   * @param reason why it reads everything although that was not asked for, for people; otherwise
   *     empty
   * @throws LeaseLostException if this server no longer has the run's lease
   */
  void reads(SyncMode mode, String reason);

  /**
   * Returns whether everything is to be read. That can be asked for until DIFFING is entered, and
   * not afterwards.
   */
  boolean wholeAsked();

  /** Reports findings; they replace earlier ones of the same kind and type. */
  void found(Map<FindingKind, Map<RecordType, Long>> findings);

  /**
   * Repeats the findings of an earlier run on references, if the roster is still that run's.
   *
   * @return whether there was such a run
   */
  boolean repeatReferences();

  /**
   * Writes what was applied, as part of the transaction that applies it.
   *
   * @throws LeaseLostException if this server no longer has the run's lease
   */
  void applied(DSLContext transaction, ApplyResult applied);

  /**
   * Writes what would be applied, for a run that ends there.
   *
   * @throws LeaseLostException if this server no longer has the run's lease
   */
  void previewed(Preview preview);
}
