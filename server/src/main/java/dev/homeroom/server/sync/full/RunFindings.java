package dev.homeroom.server.sync.full;

import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.server.sync.full.FullRead.Fetched;
import dev.homeroom.server.sync.stage.DroppedValueKind;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Collects findings by kind and type; findings that concern no record are omitted. */
public final class RunFindings {
  private final Map<FindingKind, Map<RecordType, Long>> counts = new EnumMap<>(FindingKind.class);

  void add(FindingKind kind, RecordType type, long count) {
    if (count > 0) {
      counts.computeIfAbsent(kind, _ -> new HashMap<>()).merge(type, count, Long::sum);
    }
  }

  /** Returns how many records each finding concerns. */
  public Map<FindingKind, Map<RecordType, Long>> counts() {
    return counts;
  }

  /** Collects the findings on values of the district and its staged records that were not taken. */
  public static RunFindings of(District district, Staging staging) {
    var findings = new RunFindings();
    findings.add(RecordType.RECORD_TYPE_DISTRICT, district.flaws());
    for (var each : staging.untaken()) {
      findings.add(each.type().wire(), each.flaws());
    }
    return findings;
  }

  private void add(RecordType type, Flaws flaws) {
    for (var kind : DroppedValueKind.values()) {
      add(kind.finding(), type, kind.fields(flaws).isEmpty() ? 0 : 1);
    }
  }

  /** Collects the findings of reading the whole district. */
  static RunFindings of(Fetched fetched) {
    var findings = of(fetched.district(), fetched.staging());
    fetched
        .lists()
        .forEach((type, list) -> {
          findings.add(
              FindingKind.FINDING_KIND_QUARANTINED,
              type.wire(),
              list.read().anomalies().quarantined());
          findings.add(FindingKind.FINDING_KIND_REPEATED_RECORD, type.wire(), list.repeated());
          findings.add(FindingKind.FINDING_KIND_COUNT_DIFFERS, type.wire(), list.difference());
        });
    if (fetched.moved()) {
      findings.add(FindingKind.FINDING_KIND_COUNT_DIFFERS, RecordType.RECORD_TYPE_DISTRICT, 1);
    }
    return findings;
  }
}
