package dev.homeroom.server.sync.change;

import dev.homeroom.clever.District;
import dev.homeroom.server.db.UndeclaredRows;
import dev.homeroom.server.sharing.DeclaredShare;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * What a run has read and staged: all that comparing and applying need to know of how it was read.
 *
 * @param district Clever's record of the district
 * @param feed how far Clever's events are covered
 * @param share the declared share that it is judged by
 * @param types every type once
 */
public record Reading(
    District district,
    Feed feed,
    Staging staging,
    Coverage coverage,
    DeclaredShare share,
    Map<RosterType, Extent> types) {
  /**
   * What was read of a type.
   *
   * @param staged how many rows are staged, each with an id of its own
   * @param gone how many ids are named as gone; 0 where the whole is covered
   * @param setAside how many records Clever counts that could not be read; 0 unless the whole is
   *     covered
   * @param complete whether what is staged, beside what it leaves as it was, is all that Clever
   *     shows of the type; where it is not, nothing may go because nothing is seen to name it
   */
  public record Extent(long staged, long gone, Proof proof, long setAside, boolean complete) {}

  /** The same after more was staged of a type, which proves what the type says. */
  public Reading confirmed(RosterType type, long staged) {
    var confirmed = new EnumMap<>(types);
    confirmed.computeIfPresent(
        type,
        (_, before) -> new Extent(staged, 0, Proof.PROVEN, before.setAside(), before.complete()));
    return new Reading(district, feed, staging, coverage, share, confirmed);
  }

  /** The same after more was staged of a type. */
  public Reading with(RosterType type, long more) {
    var all = new EnumMap<>(types);
    all.computeIfPresent(
        type,
        (_, before) ->
            new Extent(
                before.staged() + more,
                before.gone(),
                before.proof(),
                before.setAside(),
                before.complete()));
    return new Reading(district, feed, staging, coverage, share, all);
  }

  /** Whether it says anything of any record. */
  public boolean concernsAnything() {
    return coverage instanceof Coverage.Whole
        || types.values().stream().anyMatch(extent -> extent.staged() + extent.gone() > 0);
  }

  /** How many records there are of each type, as far as is known before anything is applied. */
  Map<RosterType, Long> totals(DSLContext sql, int district) {
    var totals = new EnumMap<RosterType, Long>(RosterType.class);
    types.forEach((type, extent) -> {
      long read = extent.staged() + extent.setAside();
      totals.put(
          type,
          coverage instanceof Coverage.Whole
              ? read
              : Math.max(
                  read,
                  sql.fetchCount(type.live(), RosterType.district(type.live()).eq(district))));
    });
    return totals;
  }

  /** Whether all that Clever shows of the type is known. */
  boolean complete(RosterType type) {
    var extent = types.get(type);
    return extent != null && extent.complete();
  }

  /** Finds what of it the declared share does not cover. */
  public UndeclaredRows undeclared(int district) {
    return new UndeclaredRows(
        district,
        staging.stage(),
        coverage instanceof Coverage.Whole,
        staging.undeclared().getName(),
        staging.gone().getName(),
        type -> staging.table(RosterType.of(type)).getName());
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
