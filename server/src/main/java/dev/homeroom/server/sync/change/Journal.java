package dev.homeroom.server.sync.change;

import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/** Where a run writes down how it goes. Safe for many threads. */
public interface Journal {
  /**
   * A stage begins.
   *
   * @throws TakeLostException if the run is no longer this server's
   */
  void entered(SyncState stage);

  /** The walk begins, or begins again: nothing is fetched, so many records are to come. */
  void walking(Map<RecordType, Long> totals);

  /** Further records of a type were read. */
  void fetched(RecordType type, long records);

  /** Further events were read. */
  void events(long events);

  /**
   * Begins to follow the limit of Clever's that the reading is held to.
   *
   * @param waitsUntil until when Clever asks to wait; empty: not at all
   */
  void limited(Supplier<Optional<Instant>> waitsUntil);

  /**
   * The run reads in this way from now on.
   *
   * @param reason why it reads everything where that was not asked for, for people; else empty
   * @throws TakeLostException if the run is no longer this server's
   */
  void reads(SyncMode mode, String reason);

  /**
   * Whether everything is to be read. Somebody may have asked for that until DIFFING was entered,
   * and nobody can afterwards.
   */
  boolean wholeAsked();

  /** Something was found; replaces what was found before of the same kind and type. */
  void found(Map<FindingKind, Map<RecordType, Long>> findings);

  /**
   * Repeats what an earlier run found of references, if the roster is still that run's.
   *
   * @return whether there was such a run
   */
  boolean repeatReferences();

  /**
   * Writes down what was applied, as part of the transaction that applies it.
   *
   * @throws TakeLostException if the run is no longer this server's
   */
  void applied(DSLContext transaction, Applied applied);

  /**
   * Writes down what would be applied, where the run goes no further.
   *
   * @throws TakeLostException if the run is no longer this server's
   */
  void previewed(Preview preview);
}
