package dev.homeroom.server.sync.compare;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Compares the staged rows of one type with the live ones, by hash. */
public final class StagedComparison {
  private StagedComparison() {}

  /** Writes the differences from the district's live rows into the table of changes. */
  public static void write(
      DSLContext sql,
      RosterReading reading,
      UncoveredRecords uncovered,
      RosterType type,
      int district) {
    var staging = reading.staging();
    var changes = staging.changes();
    var live = type.live();
    var staged = staged(reading, uncovered, type).asTable("s");
    var current =
        select(TableKeys.id(live).as("id"), TableKeys.hash(live).as("content_hash"))
            .from(live)
            .where(TableKeys.district(live).eq(district))
            .asTable("e");
    var stagedId = TableKeys.id(staged);
    var currentId = TableKeys.id(current);
    sql.insertInto(changes, changes.STAGE, changes.TYPE, changes.ID, changes.OP)
        .select(
            select(
                    inline(staging.stage()),
                    inline(type.name()),
                    coalesce(stagedId, currentId),
                    when(currentId.isNull(), inline(ChangeOp.ADDED, changes.OP))
                        .when(TableKeys.hash(staged).isNull(), inline(ChangeOp.REMOVED, changes.OP))
                        .otherwise(inline(ChangeOp.CHANGED, changes.OP)))
                .from(
                    switch (reading.coverage()) {
                      case ReadScope.Whole _ -> staged.fullJoin(current).on(stagedId.eq(currentId));
                      case ReadScope.Named _ -> staged.leftJoin(current).on(stagedId.eq(currentId));
                    })
                .where(TableKeys.hash(staged).isDistinctFrom(TableKeys.hash(current))))
        .execute();
  }

  /**
   * Selects ids and hashes of the covered records that were read. If the reading covers only a part
   * of the district, those that are gone or uncovered follow, without a hash.
   */
  private static Select<Record2<byte[], @Nullable Long>> staged(
      RosterReading reading, UncoveredRecords uncovered, RosterType type) {
    boolean leavesOut = uncovered.leavesOut(type);
    var staging = reading.staging();
    var table = staging.table(type);
    var rows =
        select(TableKeys.id(table).as("id"), TableKeys.hash(table).as("content_hash"))
            .from(table)
            .where(TableKeys.stage(table).eq(staging.stage()))
            .and(leavesOut ? staging.covered(type) : noCondition());
    var gone = staging.gone();
    return switch (reading.coverage()) {
      case ReadScope.Whole _ -> rows;
      case ReadScope.Named _ -> {
        var named =
            rows.unionAll(
                select(gone.ID, inline((Long) null, SQLDataType.BIGINT))
                    .from(gone)
                    .where(gone.STAGE.eq(staging.stage()))
                    .and(gone.TYPE.eq(type.name())));
        var left = staging.uncovered();
        yield leavesOut
            ? named.unionAll(
                select(left.ID, inline((Long) null, SQLDataType.BIGINT))
                    .from(left)
                    .where(left.STAGE.eq(staging.stage()))
                    .and(left.TYPE.eq(type.name())))
            : named;
      }
    };
  }
}
