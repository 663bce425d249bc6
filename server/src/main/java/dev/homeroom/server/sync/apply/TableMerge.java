package dev.homeroom.server.sync.apply;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.Staging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Applies the changes of one type to its live and history tables. */
final class TableMerge {
  private final DSLContext transaction;
  private final Staging staging;
  private final RosterType type;
  private final int district;
  private final long revision;

  TableMerge(
      DSLContext transaction, Staging staging, RosterType type, int district, long revision) {
    this.transaction = transaction;
    this.staging = staging;
    this.type = type;
    this.district = district;
    this.revision = revision;
  }

  /**
   * Carries out the decided changes.
   *
   * @param first true before the first revision: every staged row that the share covers is then new
   */
  void carryOut(TypeChangeCounts effect, boolean first, boolean leavesOut) {
    if (effect.updated() + effect.archived() > 0) {
      keepFormerRows();
    }
    if (effect.archived() > 0) {
      delete();
    }
    if (effect.updated() > 0) {
      update();
    }
    if (effect.rehashed() > 0) {
      rehash();
    }
    if (effect.created() + effect.restored() > 0) {
      insert(first, leavesOut);
    }
  }

  /**
   * Updates only the hash and the mapping version: readers see no difference, so neither the
   * revision nor the history changes.
   */
  private void rehash() {
    var live = type.live();
    var staged = staging.table(type);
    var changes = staging.changes();
    transaction
        .update(live)
        .set(TableKeys.hash(live), TableKeys.hash(staged))
        .set(mappingVersion(live), CopyBuffer.MAPPING_VERSION)
        .from(staged, changes)
        .where(TableKeys.district(live).eq(district))
        .and(TableKeys.id(live).eq(TableKeys.id(staged)))
        .and(TableKeys.stage(staged).eq(staging.stage()))
        .and(TableKeys.id(staged).eq(changes.ID))
        .and(changed(ChangeOp.REHASHED))
        .execute();
  }

  private static Field<Short> mappingVersion(Table<?> live) {
    return DSL.field(DSL.name(live.getName(), "mapping_version"), SQLDataType.SMALLINT);
  }

  private void keepFormerRows() {
    var live = type.live();
    var history = type.history();
    var changes = staging.changes();
    var into = new ArrayList<Field<?>>(List.of(live.fields()));
    into.add(column(history, "until_revision"));
    var ended = TableKeys.ended(history);
    into.add(ended);
    var from = new ArrayList<Field<?>>(List.of(live.fields()));
    from.add(inline(revision));
    from.add(
        when(changes.OP.eq(ChangeOp.REMOVED), inline(RowEnding.ARCHIVED, ended))
            .when(MappingChange.of(live), inline(RowEnding.REMAPPED, ended))
            .otherwise(inline(RowEnding.UPDATED, ended)));
    transaction
        .insertInto(history)
        .columns(unqualified(history, into))
        .select(
            select(from)
                .from(live)
                .join(changes)
                .on(changes.ID.eq(TableKeys.id(live)))
                .where(TableKeys.district(live).eq(district))
                .and(changed(ChangeOp.CHANGED, ChangeOp.REMOVED)))
        .execute();
  }

  private void delete() {
    var live = type.live();
    var changes = staging.changes();
    transaction
        .deleteFrom(live)
        .using(changes)
        .where(TableKeys.district(live).eq(district))
        .and(TableKeys.id(live).eq(changes.ID))
        .and(changed(ChangeOp.REMOVED))
        .execute();
  }

  private void update() {
    var live = type.live();
    var staged = staging.table(type);
    var changes = staging.changes();
    var values = new LinkedHashMap<Field<?>, Field<?>>();
    for (var name : type.columnNames()) {
      values.put(column(live, name), column(staged, name));
    }
    values.put(TableKeys.hash(live), TableKeys.hash(staged));
    values.put(column(live, "mapping_version"), inline(CopyBuffer.MAPPING_VERSION));
    values.put(TableKeys.revision(live), inline(revision));
    transaction
        .update(live)
        .set(values)
        .from(staged, changes)
        .where(TableKeys.district(live).eq(district))
        .and(TableKeys.id(live).eq(TableKeys.id(staged)))
        .and(TableKeys.stage(staged).eq(staging.stage()))
        .and(TableKeys.id(staged).eq(changes.ID))
        .and(changed(ChangeOp.CHANGED))
        .execute();
  }

  private void insert(boolean all, boolean leavesOut) {
    var live = type.live();
    var staged = staging.table(type);
    var changes = staging.changes();
    var into = new ArrayList<Field<?>>();
    var from = new ArrayList<Field<?>>();
    into.add(TableKeys.district(live));
    from.add(inline(district));
    into.add(TableKeys.id(live));
    from.add(TableKeys.id(staged));
    for (var name : type.columnNames()) {
      into.add(column(live, name));
      from.add(column(staged, name));
    }
    into.add(TableKeys.hash(live));
    from.add(TableKeys.hash(staged));
    into.add(column(live, "mapping_version"));
    from.add(inline(CopyBuffer.MAPPING_VERSION));
    into.add(TableKeys.revision(live));
    from.add(inline(revision));
    var mine = TableKeys.stage(staged).eq(staging.stage());
    transaction
        .insertInto(live)
        .columns(into)
        .select(
            all
                ? select(from)
                    .from(staged)
                    .where(mine)
                    .and(leavesOut ? staging.covered(type) : noCondition())
                : select(from)
                    .from(staged)
                    .join(changes)
                    .on(changes.ID.eq(TableKeys.id(staged)))
                    .where(mine)
                    .and(changed(ChangeOp.ADDED)))
        .execute();
  }

  private Condition changed(ChangeOp... ops) {
    var changes = staging.changes();
    return changes
        .STAGE
        .eq(staging.stage())
        .and(changes.TYPE.eq(type.name()))
        .and(changes.OP.in(ops));
  }

  private static List<Field<?>> unqualified(Table<?> table, List<Field<?>> fields) {
    return fields.stream().<Field<?>>map(field -> column(table, field.getName())).toList();
  }

  private static Field<?> column(Table<?> table, String name) {
    var field = table.field(name);
    if (field == null) {
      throw new IllegalStateException(table.getName() + " has no column " + name);
    }
    return field;
  }
}
