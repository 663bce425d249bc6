package dev.homeroom.server.sync.full;

import dev.homeroom.server.sync.full.Fetch.Fetched;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Collects findings by kind and type; those without a record are left out. */
final class Findings {
  private final Map<FindingKind, Map<RecordType, Long>> counts = new EnumMap<>(FindingKind.class);

  void add(FindingKind kind, RecordType type, long count) {
    if (count > 0) {
      counts.computeIfAbsent(kind, _ -> new HashMap<>()).merge(type, count, Long::sum);
    }
  }

  Map<FindingKind, Map<RecordType, Long>> counts() {
    return counts;
  }

  /** What reading the district showed. */
  static Findings of(Fetched fetched) {
    var findings = new Findings();
    fetched
        .lists()
        .forEach((type, list) -> {
          var found = list.read().anomalies();
          findings.add(FindingKind.FINDING_KIND_NUL_DROPPED, type.wire(), found.nulDropped());
          findings.add(FindingKind.FINDING_KIND_VALUE_DROPPED, type.wire(), found.valueDropped());
          findings.add(FindingKind.FINDING_KIND_QUARANTINED, type.wire(), found.quarantined());
          findings.add(FindingKind.FINDING_KIND_REPEATED_RECORD, type.wire(), list.repeated());
          findings.add(FindingKind.FINDING_KIND_COUNT_DIFFERS, type.wire(), list.difference());
        });
    if (fetched.moved()) {
      findings.add(FindingKind.FINDING_KIND_COUNT_DIFFERS, RecordType.RECORD_TYPE_DISTRICT, 1);
    }
    return findings;
  }
}
