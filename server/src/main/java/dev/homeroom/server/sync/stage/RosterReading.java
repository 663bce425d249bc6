package dev.homeroom.server.sync.stage;

import dev.homeroom.clever.record.District;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sharing.DeclaredShare;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * The rows that a run has read and staged, with all that comparing and applying need to know about
 * the reading.
 *
 * @param district Clever's record of the district
 * @param feed the position in Clever's events that is covered
 * @param share the declared share that decides which records are covered
 * @param types every type once
 */
public record RosterReading(
    District district,
    FeedPosition feed,
    Staging staging,
    ReadScope coverage,
    DeclaredShare share,
    Map<RosterType, Extent> types) {
  /**
   * The extent to which a type was read.
   *
   * @param staged how many rows are staged, each with a different id
   * @param gone how many ids are listed as gone; 0 if the whole district is covered
   * @param setAside how many of the records that Clever counts could not be read; 0 unless the
   *     whole district is covered
   * @param complete true if the staged rows, together with the live rows that they leave as they
   *     are, are all that Clever shows of the type; otherwise nothing may be removed because no
   *     record names it
   */
  public record Extent(long staged, long gone, ListTrust proof, long setAside, boolean complete) {}

  /**
   * Returns the reading after more rows of a type were staged, so that its list counts as proven.
   */
  public RosterReading confirmed(RosterType type, long staged) {
    var confirmed = new EnumMap<>(types);
    confirmed.computeIfPresent(
        type,
        (_, before) ->
            new Extent(staged, 0, ListTrust.PROVEN, before.setAside(), before.complete()));
    return new RosterReading(district, feed, staging, coverage, share, confirmed);
  }

  /** Returns the reading after more rows of a type were staged. */
  public RosterReading with(RosterType type, long more) {
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
    return new RosterReading(district, feed, staging, coverage, share, all);
  }

  /** Returns whether the reading concerns any record. */
  public boolean concernsAnything() {
    return coverage instanceof ReadScope.Whole
        || types.values().stream().anyMatch(extent -> extent.staged() + extent.gone() > 0);
  }

  /** Returns how many records of each type exist, as far as is known before anything is applied. */
  public Map<RosterType, Long> totals(DSLContext sql, int district) {
    var totals = new EnumMap<RosterType, Long>(RosterType.class);
    types.forEach((type, extent) -> {
      long read = extent.staged() + extent.setAside();
      totals.put(
          type,
          coverage instanceof ReadScope.Whole
              ? read
              : Math.max(
                  read, sql.fetchCount(type.live(), TableKeys.district(type.live()).eq(district))));
    });
    return totals;
  }

  /** Returns whether all that Clever shows of the type is known. */
  public boolean complete(RosterType type) {
    var extent = types.get(type);
    return extent != null && extent.complete();
  }

  /** Throws if staging no longer holds what was read. */
  public void requireStaged(DSLContext transaction) {
    types.forEach((type, extent) -> {
      if (staging.count(transaction, type) != extent.staged()
          || staging.countGone(transaction, type) != extent.gone()) {
        throw new StagingLostException();
      }
    });
  }
}
