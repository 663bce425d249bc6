package dev.homeroom.server.sync.change;

import dev.homeroom.clever.District;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * What a run has read and staged: all that comparing and applying need to know of how it was read.
 *
 * @param district Clever's record of the district
 * @param feed how far Clever's events are covered
 * @param types every type once
 */
public record Reading(
    District district,
    Feed feed,
    Staging staging,
    Coverage coverage,
    Map<RosterType, Extent> types) {
  /**
   * What was read of a type.
   *
   * @param staged how many rows are staged, each with an id of its own
   * @param gone how many ids are named as gone; 0 where the whole is covered
   * @param setAside how many records Clever counts that could not be read; 0 unless the whole is
   *     covered
   */
  public record Extent(long staged, long gone, Proof proof, long setAside) {}

  /** The same after more was staged of a type, which proves what the type says. */
  public Reading confirmed(RosterType type, long staged) {
    var confirmed = new EnumMap<>(types);
    var before = types.get(type);
    confirmed.put(
        type, new Extent(staged, 0, Proof.PROVEN, before == null ? 0 : before.setAside()));
    return new Reading(district, feed, staging, coverage, confirmed);
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
