package dev.homeroom.server.sync.apply;

import static org.jooq.impl.DSL.count;

import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.v1.ChangeCounts;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Separates rows that are only rewritten, because this release maps Clever's fields differently
 * from the one that wrote them, from rows that changed in Clever. A row's hash includes the version
 * of the mapping, so every row of another version differs, even with the same content.
 */
final class MappingChange {
  private MappingChange() {}

  /** Returns the condition that a live row was written with another version of the mapping. */
  static Condition of(Table<?> live) {
    return version(live).ne(CopyBuffer.MAPPING_VERSION);
  }

  /**
   * Returns the counts of a type, with rows that are only rewritten counted apart from updated and
   * unchanged ones. Call it before the changes are carried out.
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
            .on(TableKeys.id(live).eq(changes.ID))
            .where(changes.STAGE.eq(staging.stage()))
            .and(changes.TYPE.eq(type.name()))
            .and(changes.OP.ne(ChangeOp.REMOVED))
            .and(TableKeys.district(live).eq(district))
            .and(of(live))
            .groupBy(changes.OP)
            .fetchMap(row -> row.value1(), row -> (long) row.value2());
    long updated = remapped.getOrDefault(ChangeOp.CHANGED, 0L);
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
