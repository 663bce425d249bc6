package dev.homeroom.server.sync.guard;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.compare.StagedComparison;
import dev.homeroom.server.sync.compare.UncoveredRecords;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.DroppedValues;
import dev.homeroom.server.sync.stage.ListTrust;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.server.sync.stage.StagingLostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The differences between a reading and the live roster, as the tables of changes and details hold
 * them.
 *
 * @param baseline the roster that removals are measured against; empty before the first revision
 * @param ops how many changes there are, by type and operation
 * @param losses how many parts would be removed, by type
 * @param anyHeld whether anything of the roster was held before
 * @param heldUnreadable true if something is held of a record that could not be read completely, so
 *     that nobody knows whether Clever still shows it
 * @param uncovered the uncovered records of the reading
 * @param leaving how many records would be removed because they are uncovered; types without any
 *     are missing
 * @param untaken the staged records with values that were not taken as Clever sent them
 */
public record Changes(
    RosterReading reading,
    Optional<GuardBaseline> baseline,
    Map<RosterType, Map<ChangeOp, Long>> ops,
    Map<RosterType, Long> losses,
    boolean anyHeld,
    boolean heldUnreadable,
    UncoveredRecords uncovered,
    Map<RosterType, Long> leaving,
    List<DroppedValues.FlawedRecord> untaken) {
  /**
   * Up to this many unproven removals are read again one by one; above it the run removes nothing.
   */
  public static final long MOST_DOUBTS = 500;

  private static final long MANY = 10_000;
  private static final int EMPTIED_PERCENT = 10;

  /**
   * Compares what was read with what is live.
   *
   * @param now the current time, by Postgres' clock
   * @throws StagingLostException if staging no longer holds what was read
   */
  public static Changes of(DSLContext sql, RosterReading reading, int district, Instant now) {
    var staging = reading.staging();
    staging.analyze();
    reading.requireStaged(sql);
    staging.forgetChanges();
    var untaken = staging.untaken();
    DroppedValues.requireForm(untaken, reading.totals(sql, district));
    DroppedValues.keepFormer(sql, staging, untaken, district);
    var uncovered = UncoveredRecords.of(sql, reading, district);
    var names = staging.names(district);
    var pieces = new HeldChangeSql(names);
    var baseline = GuardBaseline.find(sql, district, now);
    boolean anyHeld = baseline.isPresent() && pieces.anyHeld(sql);
    for (var type : reading.types().keySet()) {
      StagedComparison.write(sql, reading, uncovered, type, district);
      if (anyHeld) {
        pieces.writeHeld(sql, type);
      }
    }
    staging.analyzeChanges();
    var ops = staging.countOps(sql);
    baseline.ifPresent(start ->
        ops.forEach((type, counts) -> {
          if (takes(counts)) {
            pieces.writeLosses(sql, type);
            writeEmptied(sql, staging, type, start);
            if (anyHeld) {
              pieces.writeRejectedEmptied(sql, type);
            }
          }
        }));
    staging.analyzeDetails();
    return new Changes(
        reading,
        baseline,
        ops,
        losses(sql, staging, noCondition()),
        anyHeld,
        anyHeld && PlanStore.holdsAny(sql, district, untaken),
        uncovered,
        uncovered.leavesAnyOut() ? losses(sql, staging, staging.leaving()) : Map.of(),
        untaken);
  }

  private static boolean takes(Map<ChangeOp, Long> counts) {
    return counts.containsKey(ChangeOp.REMOVED)
        || counts.containsKey(ChangeOp.CHANGED)
        || counts.containsKey(ChangeOp.UNCHANGED);
  }

  /**
   * Writes a field as removed, not changed, if it becomes empty on more than a tenth of the
   * records.
   */
  private static void writeEmptied(
      DSLContext sql, Staging staging, RosterType table, GuardBaseline start) {
    var names = staging.names(start.district());
    var pieces = new HeldChangeSql(names);
    var window = new GuardCountSql(names, start.revision(), CopyBuffer.MAPPING_VERSION, List.of());
    window
        .count(sql, table, List.of())
        .forEach((part, counts) ->
            counts
                .emptied()
                .forEach((column, count) -> {
                  if (count > 0
                      && !table.lists().contains(column)
                      && count * 100
                          > start.size(sql, table, part, counts.joined()) * EMPTIED_PERCENT) {
                    pieces.writeEmptied(
                        sql, table, column, part.equals(ChangePart.RECORD) ? "" : part.word());
                  }
                }));
  }

  private static Map<RosterType, Long> losses(DSLContext sql, Staging staging, Condition which) {
    var details = staging.details();
    var losses = new EnumMap<RosterType, Long>(RosterType.class);
    sql.select(details.TYPE, count())
        .from(details)
        .where(details.STAGE.eq(staging.stage()), which)
        .groupBy(details.TYPE)
        .forEach(row -> losses.put(RosterType.valueOf(row.value1()), (long) row.value2()));
    return losses;
  }

  /** Returns whether nothing differs and nothing is held. */
  boolean unchanged() {
    return ops.isEmpty();
  }

  /** Returns whether rows of the type differ or are held. */
  boolean touches(RosterType type) {
    return ops.containsKey(type);
  }

  /** Returns whether the reading covers the whole district. */
  public boolean whole() {
    return reading.coverage() instanceof ReadScope.Whole;
  }

  /** Returns the types with records that could not be read; nothing of these types is removed. */
  public List<RosterType> blocked() {
    return Arrays.stream(RosterType.values())
        .filter(type -> proof(type) == ListTrust.BLOCKED)
        .toList();
  }

  /**
   * Returns the types with records that would be removed because no record names them, although not
   * all records that may name them are known: sections name schools, terms, courses and users;
   * contacts name students.
   */
  public List<RosterType> unsure() {
    return leaving.keySet().stream()
        .filter(type -> type != RosterType.SECTION)
        .filter(type -> !sectionsComplete() || (type == RosterType.USER && !reading.complete(type)))
        .sorted()
        .toList();
  }

  /** Returns whether every section that Clever shows is known. */
  boolean sectionsComplete() {
    return reading.complete(RosterType.SECTION);
  }

  /** Returns the evidence that the run has for removals. */
  PlanStanding.Evidence evidence() {
    boolean removes = !onlyAdds();
    return new PlanStanding.Evidence(removes, whole(), removes && settles());
  }

  /** Returns whether the run shows for every part of the roster whether it still exists. */
  private boolean settles() {
    return whole() && blocked().isEmpty() && unsure().isEmpty() && !heldUnreadable;
  }

  /**
   * Returns how many parts would be removed because of lists that disagree with Clever's counts.
   * Records removed because of the share do not count: they are on the list, so reading them one by
   * one would show nothing new.
   */
  public long doubts() {
    return losses.entrySet().stream()
        .filter(each -> proof(each.getKey()) == ListTrust.DOUBTFUL)
        .mapToLong(each -> each.getValue() - leaving.getOrDefault(each.getKey(), 0L))
        .sum();
  }

  /** Returns whether the run removes nothing, because too many removals are unproven. */
  public boolean onlyAdds() {
    return doubts() > MOST_DOUBTS;
  }

  /**
   * Returns whether a reading of a part of the district has to give way to one of the whole. It
   * does if something is held or was rejected, and the reading removes something, concerns a record
   * with something held, or computes the share: what is held of live rows also hides what the
   * declared share would cover.
   */
  public boolean needsWhole(DSLContext sql) {
    var pieces =
        new HeldChangeSql(reading.staging().names(baseline.map(GuardBaseline::district).orElse(0)));
    return !whole()
        && anyHeld
        && (uncovered.computed()
            || losses.values().stream().anyMatch(count -> count > 0)
            || ops.keySet().stream().anyMatch(type -> pieces.touchesHeld(sql, type)));
  }

  /**
   * Returns whether a student joins the roster while contacts are outside it. Any of them may be
   * that student's, so only a reading of the whole district shows it.
   */
  public boolean contactsMayFollow(DSLContext sql, int district) {
    return !whole()
        && uncovered.computed()
        && uncovered.leftOut()
        && UncoveredRecords.contactsMayFollow(sql, reading, district);
  }

  /** Returns whether an approval waits for a run that covers the whole district. */
  public static boolean approvalWaits(DSLContext sql, int district) {
    return sql.fetchExists(
        Tables.PLANS, Tables.PLANS.DISTRICT.eq(district), HoldConditions.awaitsRun(Tables.PLANS));
  }

  /**
   * Returns the records of a type that would lose something because the list does not show it, at
   * most {@link #MOST_DOUBTS}.
   */
  public List<ObjectId> losing(DSLContext sql, RosterType type) {
    var details = reading.staging().details();
    return sql.selectDistinct(details.ID)
        .from(details)
        .where(details.STAGE.eq(reading.staging().stage()), details.TYPE.eq(type.name()))
        .and(leaving.containsKey(type) ? not(reading.staging().leaving()) : noCondition())
        .orderBy(details.ID)
        .limit(MOST_DOUBTS)
        .fetch(row -> ObjectId.of(HexFormat.of().formatHex(row.value1())));
  }

  private ListTrust proof(RosterType type) {
    var extent = reading.types().get(type);
    return extent == null ? ListTrust.PROVEN : extent.proof();
  }

  /**
   * Throws if the tables are not as compared: emptied tables must not look like a district without
   * changes.
   */
  public void requireCompared(DSLContext transaction) {
    var staging = reading.staging();
    uncovered.requireListed(transaction, staging);
    if (!staging.countOps(transaction).equals(ops)
        || !losses(transaction, staging, noCondition()).equals(losses)) {
      throw new StagingLostException();
    }
  }

  /**
   * Updates the planner's statistics after many changes: the planner may still believe that the
   * tables are empty, and would then compare each section with each user in the search for
   * findings.
   */
  public void updateStatistics(DSLContext sql) {
    if (ops.values().stream().flatMap(each -> each.values().stream()).mapToLong(n -> n).sum()
        > MANY) {
      reading.types().keySet().forEach(type -> StagingTables.analyze(sql, type.live()));
      StagingTables.analyze(sql, Tables.USER_SECTIONS);
    }
  }
}
