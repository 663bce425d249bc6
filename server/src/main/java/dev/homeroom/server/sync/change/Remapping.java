package dev.homeroom.server.sync.change;

import static org.jooq.impl.DSL.count;

import dev.homeroom.v1.ChangeCounts;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Tells what this release writes anew, because it maps Clever's fields otherwise than the release
 * that wrote it, from what changed in Clever. The hash of a row holds the version of the mapping,
 * so every row of another version differs, whatever its content is.
 */
final class Remapping {
  private Remapping() {}

  /** Whether another release wrote the live row. */
  static Condition of(Table<?> live) {
    return version(live).ne(CopyBuffer.MAPPING_VERSION);
  }

  /**
   * The counts of a type with what is only written anew apart from what is updated or unchanged.
   * Asked before the changes are carried out.
   */
  static ChangeCounts apart(
      DSLContext transaction, Staging staging, RosterType type, int district, ChangeCounts counts) {
    var changes = staging.changes();
    var live = type.live();
    var remapped =
        transaction
            .select(changes.OP, count())
            .from(changes)
            .join(live)
            .on(RosterType.id(live).eq(changes.ID))
            .where(changes.STAGE.eq(staging.stage()))
            .and(changes.TYPE.eq(type.name()))
            .and(changes.OP.ne(Comparison.GONE))
            .and(RosterType.district(live).eq(district))
            .and(of(live))
            .groupBy(changes.OP)
            .fetchMap(row -> row.value1(), row -> (long) row.value2());
    long updated = remapped.getOrDefault(Comparison.DIFFERENT, 0L);
    long others = remapped.values().stream().mapToLong(each -> each).sum() - updated;
    return counts.toBuilder()
        .setUpdated(counts.getUpdated() - updated)
        .setUnchanged(counts.getUnchanged() - others)
        .setRemapped(updated + others)
        .build();
  }

  private static Field<Short> version(Table<?> live) {
    return DSL.field(DSL.name(live.getName(), "mapping_version"), SQLDataType.SMALLINT);
  }
}
