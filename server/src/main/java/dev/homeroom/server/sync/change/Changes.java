package dev.homeroom.server.sync.change;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;

import dev.homeroom.clever.ObjectId;
import dev.homeroom.server.db.RosterTable;
import dev.homeroom.server.db.RosterWindow;
import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.db.generated.Tables;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * How a reading differs from the live roster, as the tables of changes and details hold it.
 *
 * @param baseline what removals are measured against; empty before the first revision
 * @param ops how many changes of which sort there are
 * @param losses how many pieces would go
 * @param anyHeld whether anything of the roster was held before
 * @param heldUntold whether something is held of a record of which not all could be read, so that
 *     nobody knows whether Clever still shows it
 * @param undeclared what of the reading the declared share does not cover
 * @param leaving how many records would go because of that; types without any are missing
 * @param untaken the staged records of which values were not taken
 */
public record Changes(
    Reading reading,
    Optional<Baseline> baseline,
    Map<RosterType, Map<String, Long>> ops,
    Map<RosterType, Long> losses,
    boolean anyHeld,
    boolean heldUntold,
    Undeclared undeclared,
    Map<RosterType, Long> leaving,
    List<UntakenValues.Found> untaken) {
  /** So many losses that nothing proves are looked at one by one; with more, none is believed. */
  public static final long MOST_DOUBTS = 500;

  private static final long MANY = 10_000;
  private static final int EMPTIED_PERCENT = 10;

  /**
   * Compares what was read with what is live.
   *
   * @param now by Postgres' clock
   * @throws StagingLostException where staging does not hold what was read
   */
  public static Changes of(DSLContext sql, Reading reading, int district, Instant now) {
    var staging = reading.staging();
    staging.analyze();
    reading.requireStaged(sql);
    staging.forgetChanges();
    var untaken = staging.untaken();
    UntakenValues.requireForm(untaken, reading.totals(sql, district));
    UntakenValues.keepFormer(sql, staging, untaken, district);
    var undeclared = Undeclared.of(sql, reading, district);
    var pieces = staging.pieces(district);
    var baseline = Baseline.find(sql, district, now);
    boolean anyHeld = baseline.isPresent() && pieces.anyHeld(sql);
    for (var type : reading.types().keySet()) {
      Comparison.write(sql, reading, undeclared, type, district);
      if (anyHeld) {
        pieces.writeHeld(sql, type.table());
      }
    }
    staging.analyzeChanges();
    var ops = ops(sql, staging);
    baseline.ifPresent(start ->
        ops.forEach((type, counts) -> {
          if (takes(counts)) {
            pieces.writeLosses(sql, type.table());
            writeEmptied(sql, staging, type.table(), start);
            if (anyHeld) {
              pieces.writeRejectedEmptied(sql, type.table());
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
        anyHeld && Plans.holdsAny(sql, district, untaken),
        undeclared,
        undeclared.leavesAnyOut() ? losses(sql, staging, staging.leaving()) : Map.of(),
        untaken);
  }

  private static boolean takes(Map<String, Long> counts) {
    return counts.containsKey(Comparison.GONE)
        || counts.containsKey(Comparison.DIFFERENT)
        || counts.containsKey(Comparison.SAME);
  }

  /** A field that empties on more than a tenth of a type's records is taken away, not changed. */
  private static void writeEmptied(
      DSLContext sql, Staging staging, RosterTable table, Baseline start) {
    var pieces = staging.pieces(start.district());
    var window = new RosterWindow(pieces, start.revision(), CopyBuffer.MAPPING_VERSION, List.of());
    window
        .count(sql, table, List.of())
        .forEach((role, counts) ->
            counts
                .emptied()
                .forEach((column, count) -> {
                  if (count > 0
                      && !table.lists().contains(column)
                      && count * 100
                          > start.size(sql, table, role, counts.joined()) * EMPTIED_PERCENT) {
                    pieces.writeEmptied(
                        sql, table, column, role.equals(RosterWindow.RECORD) ? "" : role);
                  }
                }));
  }

  private static Map<RosterType, Map<String, Long>> ops(DSLContext sql, Staging staging) {
    var changes = staging.changes();
    var ops = new EnumMap<RosterType, Map<String, Long>>(RosterType.class);
    sql.select(changes.TYPE, changes.OP, count())
        .from(changes)
        .where(changes.STAGE.eq(staging.stage()))
        .groupBy(changes.TYPE, changes.OP)
        .forEach(row ->
            ops.computeIfAbsent(RosterType.valueOf(row.value1()), _ -> new TreeMap<>())
                .put(row.value2(), (long) row.value3()));
    return ops;
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

  /** Whether nothing differs and nothing is held. */
  boolean unchanged() {
    return ops.isEmpty();
  }

  /** Whether rows of the type differ, or are held. */
  boolean touches(RosterTable table) {
    return ops.containsKey(RosterType.of(table));
  }

  /** Whether the reading covers the whole district. */
  boolean whole() {
    return reading.coverage() instanceof Coverage.Whole;
  }

  /** Types whose records were not all read, so that nothing of them goes. */
  List<RosterType> blocked() {
    return Arrays.stream(RosterType.values()).filter(type -> proof(type) == Proof.BLOCKED).toList();
  }

  /**
   * Types of which records would go because nothing names them, while not all that may name them is
   * known: sections name schools, terms, courses and users; students are named by contacts.
   */
  List<RosterType> unsure() {
    return leaving.keySet().stream()
        .filter(type -> type != RosterType.SECTION)
        .filter(type -> !sectionsComplete() || (type == RosterType.USER && !reading.complete(type)))
        .sorted()
        .toList();
  }

  /** Whether every section that Clever shows is known. */
  boolean sectionsComplete() {
    return reading.complete(RosterType.SECTION);
  }

  /** Whether the run says for every piece of the roster whether it is there. */
  boolean settles() {
    return whole() && blocked().isEmpty() && unsure().isEmpty() && !heldUntold;
  }

  /**
   * How many pieces would go by lists that do not agree with Clever's counts. Whoever goes because
   * of the share is on the list, so that no look at it would tell more.
   */
  public long doubts() {
    return losses.entrySet().stream()
        .filter(each -> proof(each.getKey()) == Proof.DOUBTFUL)
        .mapToLong(each -> each.getValue() - leaving.getOrDefault(each.getKey(), 0L))
        .sum();
  }

  /** Whether nothing that the run would take away is believed. */
  boolean onlyAdds() {
    return doubts() > MOST_DOUBTS;
  }

  /**
   * Whether a reading that does not cover the whole has to give way to one that does: it takes
   * something away, or concerns a record of which something is held, while a plan waits or was
   * rejected. What is held of live rows also hides what the declared share would come to.
   */
  public boolean needsWhole(DSLContext sql) {
    var pieces = reading.staging().pieces(baseline.map(Baseline::district).orElse(0));
    return !whole()
        && anyHeld
        && (undeclared.computed()
            || losses.values().stream().anyMatch(count -> count > 0)
            || ops.keySet().stream().anyMatch(type -> pieces.touchesHeld(sql, type.table())));
  }

  /**
   * Whether a student comes into the roster while contacts are left out, any of whom may be that
   * student's, so that only a reading of the whole tells.
   */
  public boolean contactsMayFollow(DSLContext sql, int district) {
    return !whole()
        && undeclared.computed()
        && undeclared.leftOut()
        && reading.undeclared(district).contactsMayFollow(sql);
  }

  /** Whether an approval waits for a run that covers the whole district. */
  public static boolean approvalWaits(DSLContext sql, int district) {
    return sql.fetchExists(Tables.PLANS, Plans.approved(district));
  }

  /**
   * The records of a type of which something would go that the list does not show; at most {@link
   * #MOST_DOUBTS} are told.
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

  private Proof proof(RosterType type) {
    var extent = reading.types().get(type);
    return extent == null ? Proof.PROVEN : extent.proof();
  }

  /** Emptied tables of changes must not look like a district without changes. */
  void requireCompared(DSLContext transaction) {
    var staging = reading.staging();
    undeclared.requireListed(transaction, staging);
    if (!ops(transaction, staging).equals(ops)
        || !losses(transaction, staging, noCondition()).equals(losses)) {
      throw new StagingLostException();
    }
  }

  /**
   * After many changes the planner may still think the tables empty, which would make it compare
   * each section with each user in the search for findings.
   */
  public void tellPlanner(DSLContext sql) {
    if (ops.values().stream().flatMap(each -> each.values().stream()).mapToLong(n -> n).sum()
        > MANY) {
      reading.types().keySet().forEach(type -> StagingTables.analyze(sql, type.live()));
      StagingTables.analyze(sql, Tables.USER_SECTIONS);
    }
  }
}
