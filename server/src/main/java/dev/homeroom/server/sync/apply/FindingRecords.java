package dev.homeroom.server.sync.apply;

import static dev.homeroom.server.db.generated.Tables.FINDING_RECORDS;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.FindingRecordsRecord;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.server.sync.stage.DroppedValueKind;
import dev.homeroom.server.sync.stage.DroppedValues;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.Staging;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;

/** Stores which records of a roster have values that were not taken, and in which fields. */
public final class FindingRecords {
  /** The largest number of records that are kept of a kind and type. */
  public static final int MOST = 1000;

  private static final String DISTRICT = "DISTRICT";
  private static final int AT_ONCE = 1000;

  private final DSLContext transaction;
  private final DistrictKey district;

  FindingRecords(DSLContext transaction, DistrictKey district) {
    this.transaction = transaction;
    this.district = district;
  }

  /**
   * Replaces the entries of records that were read, and deletes those of removed records. Call it
   * after the live rows are written.
   */
  void replace(RosterReading reading, Collection<DroppedValues.FlawedRecord> found) {
    if (reading.coverage() instanceof ReadScope.Whole) {
      transaction
          .deleteFrom(FINDING_RECORDS)
          .where(FINDING_RECORDS.DISTRICT.eq(district.number()))
          .execute();
    } else {
      forgetRead(reading.staging());
    }
    for (var kind : DroppedValueKind.values()) {
      insert(rows(kind, DISTRICT, district.id().bytes(), reading.district().flaws()));
      for (var type : RosterType.values()) {
        var such =
            found.stream()
                .filter(each -> each.type() == type && !kind.fields(each.flaws()).isEmpty())
                .toList();
        if (!such.isEmpty()) {
          insert(kind, type, such);
        }
      }
    }
  }

  private void forgetRead(Staging staging) {
    transaction
        .deleteFrom(FINDING_RECORDS)
        .where(FINDING_RECORDS.DISTRICT.eq(district.number()), FINDING_RECORDS.TYPE.eq(DISTRICT))
        .execute();
    for (var type : RosterType.values()) {
      var staged = staging.table(type);
      var live = type.live();
      transaction
          .deleteFrom(FINDING_RECORDS)
          .where(
              FINDING_RECORDS.DISTRICT.eq(district.number()), FINDING_RECORDS.TYPE.eq(type.name()))
          .and(
              FINDING_RECORDS
                  .ID
                  .in(
                      select(TableKeys.id(staged))
                          .from(staged)
                          .where(TableKeys.stage(staged).eq(staging.stage())))
                  .or(
                      notExists(
                          selectOne()
                              .from(live)
                              .where(TableKeys.district(live).eq(district.number()))
                              .and(TableKeys.id(live).eq(FINDING_RECORDS.ID)))))
          .execute();
    }
  }

  private void insert(
      DroppedValueKind kind, RosterType type, List<DroppedValues.FlawedRecord> found) {
    int room = MOST - kept(kind, type);
    var rows = new ArrayList<FindingRecordsRecord>();
    for (int from = 0; from < found.size() && room > 0; from += AT_ONCE) {
      var some = found.subList(from, Math.min(found.size(), from + AT_ONCE));
      var live = live(type, some);
      for (var each : some) {
        if (room > 0 && live.contains(each.id())) {
          rows.addAll(rows(kind, type.name(), each.id().toBytes(), each.flaws()));
          room--;
        }
      }
    }
    insert(rows);
  }

  private int kept(DroppedValueKind kind, RosterType type) {
    return transaction
        .select(countDistinct(FINDING_RECORDS.ID))
        .from(FINDING_RECORDS)
        .where(
            FINDING_RECORDS.DISTRICT.eq(district.number()),
            FINDING_RECORDS.KIND.eq(kind.name()),
            FINDING_RECORDS.TYPE.eq(type.name()))
        .fetchSingle()
        .value1();
  }

  /**
   * Returns those of the records that are live: a record that stays out of the roster because it is
   * uncovered, or because its addition is held, is not.
   */
  private Set<ObjectId> live(RosterType type, List<DroppedValues.FlawedRecord> some) {
    var live = type.live();
    return new HashSet<>(
        transaction
            .select(TableKeys.id(live))
            .from(live)
            .where(TableKeys.district(live).eq(district.number()))
            .and(TableKeys.id(live).in(some.stream().map(each -> each.id().toBytes()).toList()))
            .fetch(row -> ObjectId.from(ByteBuffer.wrap(row.value1()))));
  }

  private List<FindingRecordsRecord> rows(
      DroppedValueKind kind, String type, byte[] id, Flaws flaws) {
    return kind.fields(flaws).stream()
        .map(field ->
            new FindingRecordsRecord(district.number(), kind.name(), type, id, field.key()))
        .toList();
  }

  private void insert(List<FindingRecordsRecord> rows) {
    if (!rows.isEmpty()) {
      transaction.batchInsert(rows).execute();
    }
  }
}
