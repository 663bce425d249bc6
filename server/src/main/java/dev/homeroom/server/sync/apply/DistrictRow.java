package dev.homeroom.server.sync.apply;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.RECORDS_SET_ASIDE;

import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.DistrictsRecord;
import dev.homeroom.server.sync.stage.LeaseLostException;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The district's row, either locked by the transaction that applies a run or only read. */
public final class DistrictRow {
  private final DistrictsRecord row;

  private DistrictRow(DistrictsRecord row) {
    this.row = row;
  }

  /**
   * Locks the row and checks that the lease may still write.
   *
   * @throws LeaseLostException if a later lease exists
   * @throws SyncFailedException if the district is suspended or no longer declared
   */
  static DistrictRow lock(DSLContext transaction, RunLease take) {
    int district = take.district().number();
    var row =
        transaction
            .selectFrom(DISTRICTS)
            .where(DISTRICTS.DISTRICT.eq(district))
            .forNoKeyUpdate()
            .fetchSingle();
    if (row.getEpoch() != take.epoch()) {
      throw new LeaseLostException("the district's epoch is past that of the take");
    }
    requireDeclared(transaction, take);
    return new DistrictRow(row);
  }

  /** Reads the row without locking it; it must not be stored. */
  static DistrictRow read(DSLContext sql, RunLease take) {
    return new DistrictRow(
        sql.selectFrom(DISTRICTS)
            .where(DISTRICTS.DISTRICT.eq(take.district().number()))
            .fetchSingle());
  }

  /**
   * Checks that the district is declared and not suspended.
   *
   * @throws SyncFailedException if it is suspended or no longer declared
   */
  public static void requireDeclared(DSLContext sql, RunLease take) {
    var suspended = suspended(sql, take.district());
    if (suspended.orElse(true)) {
      throw new SyncFailedException(
          SyncFailure.SYNC_FAILURE_DISTRICT_STOPPED,
          "District "
              + take.district().id()
              + (suspended.isEmpty()
                  ? " is declared no more, so nothing was applied."
                  : " was suspended, so nothing was applied; it syncs again when suspend is false."));
    }
  }

  /** Returns whether the declaration suspends the district; empty if there is no declaration. */
  public static Optional<Boolean> suspended(DSLContext sql, DistrictKey district) {
    return sql.select(DISTRICT_DECLARATIONS.SUSPEND)
        .from(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .fetchOptional(DISTRICT_DECLARATIONS.SUSPEND);
  }

  /** Returns the current revision of the district's roster. */
  static long revision(DSLContext sql, int district) {
    return sql.select(DISTRICTS.REVISION)
        .from(DISTRICTS)
        .where(DISTRICTS.DISTRICT.eq(district))
        .fetchSingle()
        .value1();
  }

  long revision() {
    return row.getRevision();
  }

  /**
   * Takes over Clever's record of the district; returns what changed in the fields that readers
   * see.
   */
  ChangeCounts take(District district) {
    boolean first = row.getRevision() == 0;
    var before = visible();
    var lastSync = district.lastSync();
    var methods = district.loginMethods().stream().sorted().distinct().toArray(String[]::new);
    take(district, RosterField.DISTRICT_NAME, DISTRICTS.NAME, district.name());
    take(district, RosterField.DISTRICT_SIS_TYPE, DISTRICTS.SIS_TYPE, district.sisType());
    take(district, RosterField.DISTRICT_PORTAL_URL, DISTRICTS.PORTAL_URL, district.portalUrl());
    take(district, RosterField.DISTRICT_LAUNCH_DATE, DISTRICTS.LAUNCH_DATE, district.launchDate());
    take(district, RosterField.DISTRICT_LOGIN_METHODS, DISTRICTS.LOGIN_METHODS, methods);
    take(district, RosterField.DISTRICT_NCES_ID, DISTRICTS.NCES_ID, district.ncesId());
    take(district, RosterField.DISTRICT_MDR_NUMBER, DISTRICTS.MDR_NUMBER, district.mdrNumber());
    take(district, RosterField.DISTRICT_STATE, DISTRICTS.CLEVER_STATE, district.state());
    take(district, RosterField.DISTRICT_PAUSE_END, DISTRICTS.CLEVER_PAUSE_END, district.pauseEnd());
    take(
        district,
        RosterField.DISTRICT_LAST_SYNC,
        DISTRICTS.CLEVER_LAST_SYNC,
        lastSync == null ? null : lastSync.atOffset(ZoneOffset.UTC));
    var changes = ChangeCounts.newBuilder().setType(RecordType.RECORD_TYPE_DISTRICT);
    if (first) {
      changes.setCreated(1);
    } else if (before.equals(visible())) {
      changes.setUnchanged(1);
    } else {
      changes.setUpdated(1);
    }
    return changes.build();
  }

  /** Takes over a field; if its value in Clever could not be read, the former one stays. */
  private <T> void take(District district, RosterField field, Field<T> column, @Nullable T value) {
    if (!district.flaws().dropped().contains(field)) {
      row.set(column, value);
    }
  }

  /** Counts how many runs in a row could only add and change. */
  void believed(boolean removals) {
    row.setIncompleteRuns(removals ? 0 : row.getIncompleteRuns() + 1);
  }

  /**
   * Writes the row and the extent of the reading.
   *
   * @param now the start of the transaction
   * @param read the time of the reading, by Postgres' clock or the one that a test sets
   */
  void store(
      DSLContext transaction,
      long revision,
      RosterReading reading,
      OffsetDateTime now,
      Instant read) {
    row.setRevision(revision);
    row.setFeedReadable(reading.feed().readable());
    row.setEventCursor(reading.feed().cursor().map(ObjectId::toBytes).orElse(null));
    row.setLastSyncTime(now);
    if (reading.coverage() instanceof ReadScope.Whole) {
      row.setLastFullTime(read.atOffset(ZoneOffset.UTC));
      row.setLastFullSharing(reading.share().fingerprint());
      keepSetAside(transaction, reading);
    }
    row.store();
  }

  private void keepSetAside(DSLContext transaction, RosterReading reading) {
    transaction
        .deleteFrom(RECORDS_SET_ASIDE)
        .where(RECORDS_SET_ASIDE.DISTRICT.eq(row.getDistrict()))
        .execute();
    reading
        .types()
        .forEach((type, extent) -> {
          if (extent.setAside() > 0) {
            transaction
                .insertInto(RECORDS_SET_ASIDE)
                .set(RECORDS_SET_ASIDE.DISTRICT, row.getDistrict())
                .set(RECORDS_SET_ASIDE.TYPE, type.name())
                .set(RECORDS_SET_ASIDE.RECORDS, extent.setAside())
                .execute();
          }
        });
  }

  private List<@Nullable Object> visible() {
    return Arrays.asList(
        row.getName(),
        row.getSisType(),
        row.getPortalUrl(),
        row.getLaunchDate(),
        row.getLoginMethods() == null ? null : List.of(row.getLoginMethods()),
        row.getNcesId(),
        row.getMdrNumber());
  }
}
