package dev.homeroom.server.sync.change;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is staged of one type with what is live.
 *
 * @param created new ids
 * @param restored ids that were here before
 * @param updated ids whose content differs
 * @param archived ids that are no longer listed
 * @param withheld ids that are no longer listed, in a list that proves nothing
 * @param unchanged ids that are the same
 */
public record Comparison(
    long created, long restored, long updated, long archived, long withheld, long unchanged) {
  static final String NEW = "+";
  static final String DIFFERENT = "~";
  static final String GONE = "-";

  /** Whether there was nothing before. */
  boolean allNew() {
    return updated == 0 && unchanged == 0;
  }

  /** How many rows of changes there are. */
  long changes() {
    return created + restored + updated + archived;
  }

  /**
   * Writes the differences into the table of changes and counts them.
   *
   * @param district whose live rows to compare with
   * @param first whether the district has never been synced, so that nothing can come back
   */
  static Comparison of(
      DSLContext sql, Reading reading, RosterType type, int district, boolean first) {
    var staging = reading.staging();
    var changes = staging.changes();
    var live = type.live();
    var staged = staged(reading, type).asTable("s");
    var current =
        select(RosterType.id(live).as("id"), RosterType.hash(live).as("content_hash"))
            .from(live)
            .where(RosterType.district(live).eq(district))
            .asTable("e");
    var stagedId = RosterType.id(staged);
    var currentId = RosterType.id(current);
    sql.insertInto(changes, changes.STAGE, changes.TYPE, changes.ID, changes.OP)
        .select(
            select(
                    inline(staging.stage()),
                    inline(type.name()),
                    coalesce(stagedId, currentId),
                    when(currentId.isNull(), inline(NEW))
                        .when(RosterType.hash(staged).isNull(), inline(GONE))
                        .otherwise(inline(DIFFERENT)))
                .from(
                    switch (reading.coverage()) {
                      case Coverage.Whole _ -> staged.fullJoin(current).on(stagedId.eq(currentId));
                      case Coverage.Named _ -> staged.leftJoin(current).on(stagedId.eq(currentId));
                    })
                .where(RosterType.hash(staged).isDistinctFrom(RosterType.hash(current))))
        .execute();
    return counted(sql, reading, type, district, first);
  }

  /** Ids and hashes of what was read; without a hash those that are named as gone. */
  private static Select<Record2<byte[], @Nullable Long>> staged(Reading reading, RosterType type) {
    var staging = reading.staging();
    var table = staging.table(type);
    var rows =
        select(RosterType.id(table).as("id"), RosterType.hash(table).as("content_hash"))
            .from(table)
            .where(RosterType.stage(table).eq(staging.stage()));
    var gone = staging.gone();
    return switch (reading.coverage()) {
      case Coverage.Whole _ -> rows;
      case Coverage.Named _ ->
          rows.unionAll(
              select(gone.ID, inline((Long) null, SQLDataType.BIGINT))
                  .from(gone)
                  .where(gone.STAGE.eq(staging.stage()))
                  .and(gone.TYPE.eq(type.name())));
    };
  }

  private static Comparison counted(
      DSLContext sql, Reading reading, RosterType type, int district, boolean first) {
    var extent = Objects.requireNonNull(reading.types().get(type), "every type was read");
    boolean proven = extent.proof() == Proof.PROVEN;
    var staging = reading.staging();
    var changes = staging.changes();
    var mine = changes.STAGE.eq(staging.stage()).and(changes.TYPE.eq(type.name()));
    var counts =
        sql.select(changes.OP, DSL.count())
            .from(changes)
            .where(mine)
            .groupBy(changes.OP)
            .fetchMap(row -> row.value1(), row -> (long) row.value2());
    long gone = counts.getOrDefault(GONE, 0L);
    if (gone > 0 && !proven) {
      sql.deleteFrom(changes).where(mine).and(changes.OP.eq(GONE)).execute();
    }
    long appeared = counts.getOrDefault(NEW, 0L);
    long updated = counts.getOrDefault(DIFFERENT, 0L);
    var history = type.history();
    long restored =
        appeared == 0 || first
            ? 0
            : sql.fetchCount(
                changes,
                mine.and(changes.OP.eq(NEW))
                    .and(
                        exists(
                            selectOne()
                                .from(history)
                                .where(RosterType.district(history).eq(district))
                                .and(RosterType.id(history).eq(changes.ID)))));
    return new Comparison(
        appeared - restored,
        restored,
        updated,
        proven ? gone : 0,
        proven ? 0 : gone,
        extent.staged() - appeared - updated);
  }
}
