package dev.homeroom.server.sync.compare;

import static org.jooq.impl.DSL.count;

import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.DeclaredShare.OnUndeclared;
import dev.homeroom.server.sync.share.CoverageConditions;
import dev.homeroom.server.sync.share.ShareComputation;
import dev.homeroom.server.sync.share.ShareCoverage;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.server.sync.stage.StagingLostException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The uncovered records of a reading, as the run's table of uncovered records holds them.
 *
 * @param computed true if the share was computed; if nothing was read, it stays as it was
 * @param leftOut true if uncovered records leave the roster or do not enter it
 * @param listed how many there are, by type; types without any are missing
 * @param from the input of the computation; empty if that is not all that Clever shows, or if
 *     everything is covered
 */
public record UncoveredRecords(
    boolean computed,
    boolean leftOut,
    Map<RosterType, Long> listed,
    Optional<ShareComputation> from) {
  /** Computes the uncovered records of the reading. Costs nothing if everything is covered. */
  public static UncoveredRecords of(DSLContext sql, RosterReading reading, int district) {
    boolean leftOut = reading.share().onUndeclared() == OnUndeclared.EXCLUDE;
    boolean whole = reading.coverage() instanceof ReadScope.Whole;
    var covering = ShareCoverage.of(reading.share());
    if (covering.isEmpty() || !reading.concernsAnything()) {
      return new UncoveredRecords(whole, leftOut, Map.of(), Optional.empty());
    }
    var rows = UncoveredRowSql.of(reading, district);
    var from =
        whole
            ? Optional.of(ShareComputation.of(reading.share(), rows.shown(sql)))
            : Optional.<ShareComputation>empty();
    if (from.isPresent() && from.get().isLast(sql, district)) {
      rows.writeStored(sql);
    } else {
      rows.write(sql, covering.get());
    }
    reading.staging().analyzeUncovered();
    return new UncoveredRecords(true, leftOut, listed(sql, reading.staging()), from);
  }

  /** Returns the uncovered records of the type that the share covers with what was read. */
  public static List<byte[]> returning(
      DSLContext sql,
      RosterReading reading,
      int district,
      RosterType type,
      CoverageConditions share) {
    return UncoveredRowSql.of(reading, district).returning(sql, type, share);
  }

  /**
   * Returns whether a student joins the roster while contacts are outside it, who may be that
   * student's.
   */
  public static boolean contactsMayFollow(DSLContext sql, RosterReading reading, int district) {
    return UncoveredRowSql.of(reading, district).contactsMayFollow(sql);
  }

  private static Map<RosterType, Long> listed(DSLContext sql, Staging staging) {
    var table = staging.uncovered();
    var listed = new EnumMap<RosterType, Long>(RosterType.class);
    sql.select(table.TYPE, count())
        .from(table)
        .where(table.STAGE.eq(staging.stage()))
        .groupBy(table.TYPE)
        .forEach(row -> listed.put(RosterType.valueOf(row.value1()), (long) row.value2()));
    return listed;
  }

  /** Throws if the table no longer holds what was computed. */
  public void requireListed(DSLContext transaction, Staging staging) {
    if (!listed.isEmpty() && !listed(transaction, staging).equals(listed)) {
      throw new StagingLostException();
    }
  }

  /** Returns whether any record stays out of the roster. */
  public boolean leavesAnyOut() {
    return leftOut && !listed.isEmpty();
  }

  /** Returns whether records of the type stay out of the roster. */
  public boolean leavesOut(RosterType type) {
    return leftOut && listed.containsKey(type);
  }

  /**
   * Returns how many of a type's staged rows enter the roster, if these are all that Clever shows.
   */
  public long covered(RosterType type, long staged) {
    return staged - (leftOut ? listed.getOrDefault(type, 0L) : 0);
  }

  /**
   * Stores the uncovered records. Call it after the live rows are written.
   *
   * @param changed whether any live row was written
   * @return whether any stored record differs from before
   */
  public boolean store(
      DSLContext transaction, RosterReading reading, int district, boolean changed) {
    if (!computed) {
      return false;
    }
    // The same input gives the same uncovered records, and the same of them are live.
    if (!changed && from.filter(each -> each.isLast(transaction, district)).isPresent()) {
      return false;
    }
    from.ifPresentOrElse(
        each -> each.write(transaction, district),
        () -> ShareComputation.forget(transaction, district));
    var rows = UncoveredRowSql.of(reading, district);
    int written = 0;
    for (var type : RosterType.values()) {
      written += rows.store(transaction, type);
    }
    return written > 0;
  }
}
