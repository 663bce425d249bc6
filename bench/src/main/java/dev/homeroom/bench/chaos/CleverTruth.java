package dev.homeroom.bench.chaos;

import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverConfig;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.RecordType;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Reads Clever's records, by its API alone. */
final class CleverTruth implements AutoCloseable {

  private static final int PAGE = 1000;

  private final CleverClient clever;
  private final District district;

  CleverTruth(String url, District district) {
    var base = URI.create(url);
    this.clever = new CleverClient(CleverConfig.of(base, base, CleverVersion.V3_1, null));
    this.district = district;
  }

  /** Returns the compared values of every record, by its resource name in Homeroom. */
  Map<String, String> read() throws InterruptedException {
    var records = new HashMap<String, String>();
    for (var type : RecordType.ALL) {
      read(type, records);
    }
    return records;
  }

  private <T extends CleverRecord> void read(RecordType<T> type, Map<String, String> records)
      throws InterruptedException {
    clever.walk(
        CleverToken.of(district.cleverToken()),
        type,
        PAGE,
        page -> {
          for (var record : page.records()) {
            records.put(
                district.name() + "/" + type.path() + "/" + record.id().hex(),
                ComparableRecord.of(record));
          }
        });
  }

  @Override
  public void close() {
    clever.close();
  }
}
