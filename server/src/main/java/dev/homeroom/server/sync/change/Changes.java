package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.db.generated.Tables;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * How a reading differs from the live roster, as the table of changes holds it.
 *
 * @param comparisons every type once
 */
public record Changes(Reading reading, Map<RosterType, Comparison> comparisons) {
  private static final long MANY = 10_000;

  /**
   * Compares what was read with what is live.
   *
   * @throws StagingLostException where staging does not hold what was read
   */
  public static Changes of(DSLContext sql, Reading reading, int district) {
    var staging = reading.staging();
    staging.analyze();
    reading.requireStaged(sql);
    boolean first = DistrictRow.revision(sql, district) == 0;
    var comparisons = new EnumMap<RosterType, Comparison>(RosterType.class);
    for (var type : reading.types().keySet()) {
      comparisons.put(type, Comparison.of(sql, reading, type, district, first));
    }
    staging.analyzeChanges();
    return new Changes(reading, comparisons);
  }

  /** How many rows of changes there are. */
  long count() {
    return comparisons.values().stream().mapToLong(Comparison::changes).sum();
  }

  Comparison of(RosterType type) {
    var comparison = comparisons.get(type);
    if (comparison == null) {
      throw new IllegalStateException("every type was compared");
    }
    return comparison;
  }

  /** An emptied table of changes must not look like a district without changes. */
  void requireCompared(DSLContext transaction) {
    var changes = reading.staging().changes();
    if (transaction.fetchCount(changes, changes.STAGE.eq(reading.staging().stage())) != count()) {
      throw new StagingLostException();
    }
  }

  /**
   * After many changes the planner may still think the tables empty, which would make it compare
   * each section with each user in the search for findings.
   */
  public void tellPlanner(DSLContext sql) {
    if (count() > MANY) {
      comparisons.keySet().forEach(type -> StagingTables.analyze(sql, type.live()));
      StagingTables.analyze(sql, Tables.USER_SECTIONS);
    }
  }
}
