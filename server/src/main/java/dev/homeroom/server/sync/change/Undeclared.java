package dev.homeroom.server.sync.change;

import static org.jooq.impl.DSL.count;

import dev.homeroom.server.sharing.DeclaredShare.OnUndeclared;
import dev.homeroom.server.sync.share.Coverings;
import dev.homeroom.server.sync.share.ShareComputation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What a reading shows that the declared share does not cover, as the run's table of undeclared
 * records holds it.
 *
 * @param computed whether the share was computed; it is as before where nothing was read
 * @param leftOut whether these records leave the roster, or do not come into it
 * @param listed how many there are, by type; types without any are missing
 * @param from what it was computed from; nothing where that is not all that Clever shows, or
 *     everything is covered
 */
record Undeclared(
    boolean computed,
    boolean leftOut,
    Map<RosterType, Long> listed,
    Optional<ShareComputation> from) {
  /** Computes the share of the reading. Costs nothing where everything is covered. */
  static Undeclared of(DSLContext sql, Reading reading, int district) {
    boolean leftOut = reading.share().onUndeclared() == OnUndeclared.EXCLUDE;
    boolean whole = reading.coverage() instanceof Coverage.Whole;
    var covering = Coverings.of(reading.share());
    if (covering.isEmpty() || !reading.concernsAnything()) {
      return new Undeclared(whole, leftOut, Map.of(), Optional.empty());
    }
    var rows = reading.undeclared(district);
    var from =
        whole
            ? Optional.of(ShareComputation.of(reading.share(), rows.shown(sql)))
            : Optional.<ShareComputation>empty();
    if (from.isPresent() && from.get().isLast(sql, district)) {
      rows.writeStored(sql);
    } else {
      rows.write(sql, covering.get());
    }
    reading.staging().analyzeUndeclared();
    return new Undeclared(true, leftOut, listed(sql, reading.staging()), from);
  }

  private static Map<RosterType, Long> listed(DSLContext sql, Staging staging) {
    var table = staging.undeclared();
    var listed = new EnumMap<RosterType, Long>(RosterType.class);
    sql.select(table.TYPE, count())
        .from(table)
        .where(table.STAGE.eq(staging.stage()))
        .groupBy(table.TYPE)
        .forEach(row -> listed.put(RosterType.valueOf(row.value1()), (long) row.value2()));
    return listed;
  }

  /** Throws where the table does not hold what was computed. */
  void requireListed(DSLContext transaction, Staging staging) {
    if (!listed.isEmpty() && !listed(transaction, staging).equals(listed)) {
      throw new StagingLostException();
    }
  }

  /** Whether any record stays out of the roster. */
  boolean leavesAnyOut() {
    return leftOut && !listed.isEmpty();
  }

  /** Whether records of the type stay out of the roster. */
  boolean leavesOut(RosterType type) {
    return leftOut && listed.containsKey(type);
  }

  /** How many of a type's staged rows the share lets in, where these are all that Clever shows. */
  long covered(RosterType type, long staged) {
    return staged - (leftOut ? listed.getOrDefault(type, 0L) : 0);
  }

  /**
   * Keeps the records that are not covered in mind. Asked after the live rows are written.
   *
   * @param changed whether any live row was written
   * @return whether any are others than before
   */
  boolean store(DSLContext transaction, Reading reading, int district, boolean changed) {
    if (!computed) {
      return false;
    }
    // What was computed from the same before is the same, and so is who of it is live.
    if (!changed && from.filter(each -> each.isLast(transaction, district)).isPresent()) {
      return false;
    }
    from.ifPresentOrElse(
        each -> each.write(transaction, district),
        () -> ShareComputation.forget(transaction, district));
    var rows = reading.undeclared(district);
    int written = 0;
    for (var type : RosterType.values()) {
      written += rows.store(transaction, type.table());
    }
    return written > 0;
  }
}
