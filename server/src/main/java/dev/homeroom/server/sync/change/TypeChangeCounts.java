package dev.homeroom.server.sync.change;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.v1.ChangeCounts;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The numbers of records of a type that a run affects, once it is decided which changes are held.
 *
 * @param created new records
 * @param restored records that were in the roster before and return
 * @param updated records in which readers see a difference
 * @param archived records that are removed
 * @param rehashed records that look the same to readers but have another hash of Clever's data
 * @param unchanged records that are the same
 * @param unproven parts with an unproven removal
 * @param held parts with a change that waits for a person or was rejected
 */
record TypeChangeCounts(
    long created,
    long restored,
    long updated,
    long archived,
    long rehashed,
    long unchanged,
    long unproven,
    long held) {

  /** Counts the changes as their table holds them now. */
  static Map<RosterType, TypeChangeCounts> count(
      DSLContext transaction, Changes compared, int district, boolean first) {
    var reading = compared.reading();
    var staging = reading.staging();
    var changes = staging.changes();
    var ops =
        transaction
            .select(changes.TYPE, changes.OP, DSL.count())
            .from(changes)
            .where(changes.STAGE.eq(staging.stage()))
            .groupBy(changes.TYPE, changes.OP)
            .fetchMap(row -> row.value1() + row.value2(), row -> (long) row.value3());
    var details = staging.details();
    var fates =
        transaction
            .select(details.TYPE, details.FATE, DSL.count())
            .from(details)
            .where(details.STAGE.eq(staging.stage()))
            .groupBy(details.TYPE, details.FATE)
            .fetchMap(row -> row.value1() + row.value2(), row -> (long) row.value3());
    var effects = new EnumMap<RosterType, TypeChangeCounts>(RosterType.class);
    reading
        .types()
        .forEach((type, extent) -> {
          long appeared = ops.getOrDefault(type + StagedComparison.NEW, 0L);
          long restored = first ? 0 : restored(transaction, staging, type, district, appeared);
          long updated = ops.getOrDefault(type + StagedComparison.DIFFERENT, 0L);
          long notLetIn = staging.notLetIn(transaction, type);
          long covered =
              compared.whole() || !compared.uncovered().leavesOut(type)
                  ? compared.uncovered().covered(type, extent.staged())
                  : staging.countCovered(transaction, type);
          effects.put(
              type,
              new TypeChangeCounts(
                  appeared - restored,
                  restored,
                  updated,
                  ops.getOrDefault(type + StagedComparison.GONE, 0L),
                  ops.getOrDefault(type + StagedComparison.REHASHED, 0L),
                  covered - appeared - updated - notLetIn,
                  fates.getOrDefault(type + ChangeDecision.WITHHELD, 0L),
                  fates.getOrDefault(type + ChangeDecision.HELD, 0L)
                      + fates.getOrDefault(type + ChangeDecision.DECIDED, 0L)));
        });
    return effects;
  }

  private static long restored(
      DSLContext transaction, Staging staging, RosterType type, int district, long appeared) {
    if (appeared == 0) {
      return 0;
    }
    var changes = staging.changes();
    var history = type.history();
    return transaction.fetchCount(
        changes,
        changes
            .STAGE
            .eq(staging.stage())
            .and(changes.TYPE.eq(type.name()))
            .and(changes.OP.eq(StagedComparison.NEW))
            .and(
                exists(
                    selectOne()
                        .from(history)
                        .where(RosterType.district(history).eq(district))
                        .and(RosterType.id(history).eq(changes.ID)))));
  }

  static TypeChangeCounts of(Map<RosterType, TypeChangeCounts> effects, RosterType type) {
    return Objects.requireNonNull(effects.get(type), "every type was compared");
  }

  /** Returns how many records readers see added, removed or changed. */
  long visible() {
    return created + restored + updated + archived;
  }

  ChangeCounts wire(RosterType type) {
    return ChangeCounts.newBuilder()
        .setType(type.wire())
        .setCreated(created)
        .setUpdated(updated)
        .setArchived(archived)
        .setRestored(restored)
        .setUnchanged(unchanged)
        .setWithheld(unproven)
        .setHeld(held)
        .build();
  }
}
