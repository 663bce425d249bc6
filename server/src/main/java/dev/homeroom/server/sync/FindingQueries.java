package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.FINDINGS;
import static dev.homeroom.server.db.generated.Tables.FINDING_RECORDS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.homeroom.clever.record.RosterField;
import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.sync.apply.FindingRecords;
import dev.homeroom.server.sync.stage.DroppedValueKind;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.FindingRecord;
import dev.homeroom.v1.RecordType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** Reads the findings of a district's data, and the records that they concern. */
final class FindingQueries {
  private static final HexFormat HEX = HexFormat.of();
  private static final String REFERENCE =
      EnumWords.word(FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED);
  private static final String REUSED = EnumWords.word(FindingKind.FINDING_KIND_SECTION_REUSED);
  private static final List<String> NAMING =
      DroppedValueKind.findings().stream().map(EnumWords::word).toList();

  private FindingQueries() {}

  /** An item of an answer, with the key that a page ends at. */
  record ListedFinding<T>(T wire, String key) {}

  /** Returns the findings after a key, ordered by kind and type; null starts with the first. */
  static List<ListedFinding<Finding>> findings(
      DSLContext sql, DistrictKey district, @Nullable String after) {
    var counts = new TreeMap<String, Long>();
    sql.select(FINDING_RECORDS.KIND, FINDING_RECORDS.TYPE, countDistinct(FINDING_RECORDS.ID))
        .from(FINDING_RECORDS)
        .where(FINDING_RECORDS.DISTRICT.eq(district.number()))
        .groupBy(FINDING_RECORDS.KIND, FINDING_RECORDS.TYPE)
        .forEach(row -> counts.put(row.value1() + " " + row.value2(), (long) row.value3()));
    var full = latest(district, SYNC_RUNS.MODE.eq("FULL"));
    put(sql, FINDINGS.RUN.eq(full).and(FINDINGS.KIND.notIn(REFERENCE, REUSED)), counts);
    var any = latest(district, noCondition());
    put(sql, FINDINGS.RUN.eq(any).and(FINDINGS.KIND.eq(REFERENCE)), counts);
    put(sql, FINDINGS.RUN.in(since(district, full)).and(FINDINGS.KIND.eq(REUSED)), counts);
    return counts.entrySet().stream()
        .filter(each -> after == null || each.getKey().compareTo(after) > 0)
        .map(each -> new ListedFinding<>(finding(each.getKey(), each.getValue()), each.getKey()))
        .toList();
  }

  /** Selects the latest successful run that meets the condition. */
  private static Select<Record1<UUID>> latest(DistrictKey district, Condition such) {
    return select(SYNC_RUNS.RUN)
        .from(SYNC_RUNS)
        .where(succeeded(district), such)
        .orderBy(SYNC_RUNS.CREATED_AT.desc())
        .limit(1);
  }

  /** Selects the latest full run and the runs by events after it. */
  private static Select<Record1<UUID>> since(DistrictKey district, Select<Record1<UUID>> full) {
    var first = SYNC_RUNS.as("first");
    return select(SYNC_RUNS.RUN)
        .from(SYNC_RUNS)
        .where(succeeded(district))
        .and(
            SYNC_RUNS.CREATED_AT.ge(
                select(first.CREATED_AT).from(first).where(first.RUN.eq(full))));
  }

  private static Condition succeeded(DistrictKey district) {
    return SYNC_RUNS
        .DISTRICT
        .eq(district.number())
        .and(SYNC_RUNS.STATE.like("SUCCEEDED%"))
        .andNot(SYNC_RUNS.DRY_RUN);
  }

  /** Adds the sums of what runs counted, unless the records are stored one by one. */
  private static void put(DSLContext sql, Condition which, Map<String, Long> counts) {
    sql.select(FINDINGS.KIND, FINDINGS.TYPE, sum(FINDINGS.COUNT))
        .from(FINDINGS)
        .where(which)
        .groupBy(FINDINGS.KIND, FINDINGS.TYPE)
        .forEach(row -> {
          long count = row.value3().longValueExact();
          if (count > FindingRecords.MOST || !NAMING.contains(row.value1())) {
            counts.put(row.value1() + " " + row.value2(), count);
          }
        });
  }

  private static Finding finding(String key, long count) {
    var parts = key.split(" ", -1);
    var kind = EnumWords.of(FindingKind.class, parts[0]);
    return Finding.newBuilder()
        .setKind(kind)
        .setType(EnumWords.of(RecordType.class, parts[1]))
        .setCount(count)
        .setExplanation(Explanations.of(kind))
        .build();
  }

  /**
   * Selects the records of findings.
   *
   * @param kind a kind that names records
   * @param type unspecified selects all types
   */
  record FindingFilter(FindingKind kind, RecordType type) {
    /** Reads a filter; refuses invalid fields. */
    static FindingFilter of(FindingKind kind, RecordType type) {
      if (!DroppedValueKind.findings().contains(kind)) {
        throw RequestRefusals.invalidField(
            "kind", "must be " + String.join(" or ", NAMING) + "; the other kinds name no records");
      }
      if (type == RecordType.UNRECOGNIZED) {
        throw RequestRefusals.invalidField(
            "type", "must be DISTRICT, SCHOOL, TERM, COURSE, SECTION or USER");
      }
      return new FindingFilter(kind, type);
    }

    private Condition condition() {
      return FINDING_RECORDS
          .KIND
          .eq(EnumWords.word(kind))
          .and(
              type == RecordType.RECORD_TYPE_UNSPECIFIED
                  ? noCondition()
                  : FINDING_RECORDS.TYPE.eq(EnumWords.word(type)));
    }
  }

  /**
   * Returns the records after a key that the caller sees, with the fields that the caller may read.
   */
  static List<ListedFinding<FindingRecord>> records(
      DSLContext sql,
      Scope.InDistrict scope,
      FindingFilter filter,
      @Nullable String after,
      int size) {
    var type = FINDING_RECORDS.TYPE.collate("C");
    // Everyone who may read the district may also see the findings of the district itself.
    var readable =
        FINDING_RECORDS
            .TYPE
            .eq(EnumWords.word(RecordType.RECORD_TYPE_DISTRICT))
            .or(
                new ReadableRows(scope)
                    .naming(FINDING_RECORDS.TYPE, FINDING_RECORDS.ID, FINDING_RECORDS.PART));
    return sql.select(FINDING_RECORDS.TYPE, FINDING_RECORDS.ID, arrayAgg(FINDING_RECORDS.PART))
        .from(FINDING_RECORDS)
        .where(FINDING_RECORDS.DISTRICT.eq(scope.district().number()))
        .and(filter.condition())
        .and(readable)
        .and(after == null ? noCondition() : behind(after))
        .groupBy(FINDING_RECORDS.TYPE, FINDING_RECORDS.ID)
        .orderBy(type, FINDING_RECORDS.ID)
        .limit(size)
        .fetch(found ->
            new ListedFinding<>(
                record(scope.district(), found.value1(), found.value2(), found.value3()),
                found.value1() + " " + HEX.formatHex(found.value2())));
  }

  private static Condition behind(String key) {
    var parts = key.split(" ", -1);
    return row(FINDING_RECORDS.TYPE.collate("C"), FINDING_RECORDS.ID)
        .gt(val(parts[0]), val(HEX.parseHex(parts[1])));
  }

  private static FindingRecord record(
      DistrictKey district, String type, byte[] id, String[] columns) {
    var wire = EnumWords.of(RecordType.class, type);
    return FindingRecord.newBuilder()
        .setType(wire)
        .setRecord(name(district, wire, id))
        .addAllFields(Arrays.stream(columns).map(column -> field(type, column)).sorted().toList())
        .build();
  }

  /** Returns an empty name for a type that only a newer release knows. */
  private static String name(DistrictKey district, RecordType type, byte[] id) {
    return switch (type) {
      case RECORD_TYPE_DISTRICT -> ResourceNames.district(district.id());
      case RECORD_TYPE_SCHOOL -> Collection.SCHOOLS.name(district.id(), CleverId.of(id));
      case RECORD_TYPE_TERM -> Collection.TERMS.name(district.id(), CleverId.of(id));
      case RECORD_TYPE_COURSE -> Collection.COURSES.name(district.id(), CleverId.of(id));
      case RECORD_TYPE_SECTION -> Collection.SECTIONS.name(district.id(), CleverId.of(id));
      case RECORD_TYPE_USER -> Collection.USERS.name(district.id(), CleverId.of(id));
      case RECORD_TYPE_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  /** Returns Clever's name of the field, or the column if this release does not know it. */
  private static String field(String type, String column) {
    var constant = type + "_" + column.toUpperCase(Locale.ROOT);
    return Stream.of(RosterField.values())
        .filter(field -> field.name().equals(constant))
        .findFirst()
        .map(RosterField::path)
        .orElse(column);
  }
}
