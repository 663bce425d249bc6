package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static dev.homeroom.server.db.generated.Tables.SHARE_CHANGES;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.RevisionsRecord;
import dev.homeroom.server.db.generated.tables.records.ShareChangesRecord;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.ShareChange;
import dev.homeroom.v1.ShareChangeRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Reads the records that joined or left a share, as far back as history is kept. */
public final class ShareChanges {
  private ShareChanges() {}

  /**
   * A page of the changes, newest first.
   *
   * @param below only changes before this revision; empty: from the newest on
   */
  public static List<ShareChange> page(
      DSLContext sql, DistrictKey district, Optional<Long> below, int limit) {
    return read(
        sql,
        district,
        below.map(revision -> REVISIONS.REVISION.lt(revision)).orElseGet(DSL::noCondition),
        limit);
  }

  /** The newest change of each district that has one. */
  static Map<DistrictKey, ShareChange> newest(DSLContext sql, DistrictSet districts) {
    var newest =
        select(REVISIONS.REVISION)
            .from(REVISIONS)
            .where(REVISIONS.DISTRICT.eq(DISTRICTS.DISTRICT), changed())
            .orderBy(REVISIONS.REVISION.desc())
            .limit(1);
    return changes(sql)
        .where(
            row(REVISIONS.DISTRICT, REVISIONS.REVISION)
                .in(
                    select(DISTRICTS.DISTRICT, field(newest))
                        .from(DISTRICTS)
                        .where(districts.matches(DISTRICTS.DISTRICT))))
        .fetchMap(
            row -> districts.key(row.value1().getDistrict()),
            row -> message(districts.key(row.value1().getDistrict()), row));
  }

  /** The change of the revision; empty if it changed nothing, or is no longer kept. */
  public static Optional<ShareChange> find(DSLContext sql, DistrictKey district, long revision) {
    return read(sql, district, REVISIONS.REVISION.eq(revision), 1).stream().findFirst();
  }

  private static List<ShareChange> read(
      DSLContext sql, DistrictKey district, Condition which, int limit) {
    return changes(sql)
        .where(REVISIONS.DISTRICT.eq(district.number()), which, changed())
        .orderBy(REVISIONS.REVISION.desc())
        .limit(limit)
        .fetch(row -> message(district, row));
  }

  private static SelectJoinStep<Record2<RevisionsRecord, Result<ShareChangesRecord>>> changes(
      DSLContext sql) {
    return sql.select(REVISIONS, multiset(selectFrom(SHARE_CHANGES).where(sameRevision())))
        .from(REVISIONS);
  }

  private static Condition changed() {
    return exists(selectOne().from(SHARE_CHANGES).where(sameRevision()));
  }

  private static Condition sameRevision() {
    return SHARE_CHANGES
        .DISTRICT
        .eq(REVISIONS.DISTRICT)
        .and(SHARE_CHANGES.REVISION.eq(REVISIONS.REVISION));
  }

  private static ShareChange message(
      DistrictKey district, Record2<RevisionsRecord, Result<ShareChangesRecord>> row) {
    var added = new EnumMap<ShareKind, Long>(ShareKind.class);
    var removed = new EnumMap<ShareKind, Long>(ShareKind.class);
    for (var change : row.value2()) {
      ShareKind.find(change.getKind())
          .ifPresent(kind -> {
            added.put(kind, change.getAdded());
            removed.put(kind, change.getRemoved());
          });
    }
    long revision = row.value1().getRevision();
    return ShareChange.newBuilder()
        .setName(ResourceNames.district(district.id()) + "/shareChanges/" + revision)
        .setRevision(revision)
        .setCreateTime(ProtoTimestamps.of(row.value1().getWrittenAt()))
        .setAdded(ShareKind.counts(added))
        .setRemoved(ShareKind.counts(removed))
        .build();
  }

  /**
   * A record that joined or left a share.
   *
   * @param added true if it joined, false if it left
   */
  public record Moved(ShareRecords.SharePosition record, boolean added) {
    /** The record as a message of the contract. */
    public ShareChangeRecord message(DistrictKey district) {
      return ShareChangeRecord.newBuilder()
          .setRecord(UncoveredRecordPage.name(district, record))
          .setType(record.type().wire())
          .setAdded(added)
          .build();
    }
  }

  /**
   * A page of the records of a change: those whose row begins with the revision and follows no row
   * that ended with it, and those that were archived with it. Only records that the caller may see.
   */
  public static List<Moved> records(
      DSLContext sql, Scope.InDistrict scope, long revision, ShareRecords page) {
    var district = scope.district();
    var readable = new ReadableRows(scope);
    return page.read((type, after, limit) -> {
      var live = type.live();
      var history = type.history();
      var seenFormer = readable.naming(type.wire(), TableKeys.id(history));
      var former = history.as("former");
      Field<Boolean> joined = inline(true);
      Field<Boolean> left = inline(false);
      return sql.select(TableKeys.id(live), joined)
          .from(live)
          .where(begins(live, former, district, revision, after))
          .and(readable.naming(type.wire(), TableKeys.id(live)))
          .unionAll(
              select(TableKeys.id(history), joined)
                  .from(history)
                  .where(begins(history, former, district, revision, after))
                  .and(TableKeys.untilRevision(history).gt(revision))
                  .and(seenFormer))
          .unionAll(
              select(TableKeys.id(history), left)
                  .from(history)
                  .where(TableKeys.district(history).eq(district.number()))
                  .and(TableKeys.untilRevision(history).eq(revision))
                  .and(TableKeys.ended(history).eq(RowEnding.ARCHIVED))
                  .and(behind(history, after))
                  .and(seenFormer))
          .orderBy(1)
          .limit(limit)
          .fetch(row ->
              new Moved(
                  new ShareRecords.SharePosition(type, CleverId.of(row.value1())), row.value2()));
    });
  }

  private static Condition begins(
      Table<?> rows,
      Table<?> former,
      DistrictKey district,
      long revision,
      Optional<CleverId> after) {
    return TableKeys.district(rows)
        .eq(district.number())
        .and(TableKeys.revision(rows).eq(revision))
        .and(behind(rows, after))
        .and(
            notExists(
                selectOne()
                    .from(former)
                    .where(TableKeys.district(former).eq(district.number()))
                    .and(TableKeys.id(former).eq(TableKeys.id(rows)))
                    .and(TableKeys.untilRevision(former).eq(revision))));
  }

  private static Condition behind(Table<?> rows, Optional<CleverId> after) {
    return after.map(last -> TableKeys.id(rows).gt(last.bytes())).orElseGet(DSL::noCondition);
  }
}
