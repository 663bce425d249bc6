package dev.homeroom.server.sync.full;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import org.jooq.DSLContext;
import org.jooq.impl.DSL;

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
record Comparison(
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

  /** Leaves the last of each id that is staged more than once; returns how many went. */
  static long dropRepeated(DSLContext sql, Staging staging, RosterType type) {
    var table = staging.table(type);
    var later = table.as("later");
    return sql.deleteFrom(table)
        .where(RosterType.stage(table).eq(staging.stage()))
        .and(
            exists(
                selectOne()
                    .from(later)
                    .where(RosterType.stage(later).eq(staging.stage()))
                    .and(RosterType.id(later).eq(RosterType.id(table)))
                    .and(RosterType.sequence(later).gt(RosterType.sequence(table)))))
        .execute();
  }

  /**
   * Writes the differences into the table of changes and counts them.
   *
   * @param district whose live rows to compare with
   * @param first whether the district has never been synced, so that nothing can come back
   * @param list what was read; ids that are not in it are gone if it proves so
   */
  static Comparison of(
      DSLContext sql,
      Staging staging,
      RosterType type,
      int district,
      boolean first,
      Fetch.Listed list) {
    var changes = staging.changes();
    var table = staging.table(type);
    var live = type.live();
    var staged =
        select(RosterType.id(table).as("id"), RosterType.hash(table).as("content_hash"))
            .from(table)
            .where(RosterType.stage(table).eq(staging.stage()))
            .asTable("s");
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
                        .when(stagedId.isNull(), inline(GONE))
                        .otherwise(inline(DIFFERENT)))
                .from(staged)
                .fullJoin(current)
                .on(stagedId.eq(currentId))
                .where(RosterType.hash(staged).isDistinctFrom(RosterType.hash(current))))
        .execute();
    return counted(sql, staging, type, district, first, list);
  }

  private static Comparison counted(
      DSLContext sql,
      Staging staging,
      RosterType type,
      int district,
      boolean first,
      Fetch.Listed list) {
    boolean proven = list.proves();
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
        list.distinct() - appeared - updated);
  }
}
