package dev.homeroom.server.sync.change;

import dev.homeroom.clever.District;
import dev.homeroom.clever.ObjectId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What a run has read and staged: all that comparing and applying need to know of how it was read.
 *
 * @param district Clever's record of the district
 * @param cursor the newest event that the reading covers, the next run's start; empty: none known
 * @param types every type once
 */
public record Reading(
    District district,
    Optional<ObjectId> cursor,
    Staging staging,
    Coverage coverage,
    Map<RosterType, Extent> types) {
  /**
   * What was read of a type.
   *
   * @param staged how many rows are staged, each with an id of its own
   * @param gone how many ids are named as gone; 0 where the whole is covered
   */
  public record Extent(long staged, long gone, Proof proof) {}

  /** The same after more was staged of a type, which proves what the type says. */
  public Reading confirmed(RosterType type, long staged) {
    var confirmed = new EnumMap<>(types);
    confirmed.put(type, new Extent(staged, 0, Proof.PROVEN));
    return new Reading(district, cursor, staging, coverage, confirmed);
  }

  /** Throws where staging does not hold what was read. */
  void requireStaged(DSLContext transaction) {
    types.forEach((type, extent) -> {
      if (staging.count(transaction, type) != extent.staged()
          || staging.countGone(transaction, type) != extent.gone()) {
        throw new StagingLostException();
      }
    });
  }
}
