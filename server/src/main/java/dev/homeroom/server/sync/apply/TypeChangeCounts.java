package dev.homeroom.server.sync.apply;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.v1.ChangeCounts;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;

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
    var ops = staging.countOps(transaction);
    var decisions = staging.countDecisions(transaction);
    var effects = new EnumMap<RosterType, TypeChangeCounts>(RosterType.class);
    reading
        .types()
        .forEach((type, extent) -> {
          var found = ops.getOrDefault(type, Map.of());
          var decided = decisions.getOrDefault(type, Map.of());
          long appeared = found.getOrDefault(ChangeOp.ADDED, 0L);
          long restored = first ? 0 : restored(transaction, staging, type, district, appeared);
          long updated = found.getOrDefault(ChangeOp.CHANGED, 0L);
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
                  found.getOrDefault(ChangeOp.REMOVED, 0L),
                  found.getOrDefault(ChangeOp.REHASHED, 0L),
                  covered - appeared - updated - notLetIn,
                  decided.getOrDefault(ChangeDecision.UNPROVEN, 0L),
                  decided.getOrDefault(ChangeDecision.HELD, 0L)
                      + decided.getOrDefault(ChangeDecision.DECIDED, 0L)));
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
            .and(changes.OP.eq(ChangeOp.ADDED))
            .and(
                exists(
                    selectOne()
                        .from(history)
                        .where(TableKeys.district(history).eq(district))
                        .and(TableKeys.id(history).eq(changes.ID)))));
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
