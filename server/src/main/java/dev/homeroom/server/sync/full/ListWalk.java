package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.record.Anomalies;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.Staging;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Reads all lists of a district, each in its own thread, and stages what it reads. */
final class ListWalk {
  /** The number of records in one request: few enough that a page of sections stays small. */
  private static final int PAGE_SIZE = 1000;

  private final CleverClient clever;
  private final CleverToken token;
  private final Staging staging;
  private final ProgressJournal journal;

  ListWalk(CleverClient clever, CleverToken token, Staging staging, ProgressJournal journal) {
    this.clever = clever;
    this.token = token;
    this.staging = staging;
    this.journal = journal;
  }

  /**
   * The result of reading one type.
   *
   * @param rows how many rows were staged
   * @param ascending true if each id was above the one before, so that none is repeated
   */
  record Read(long rows, boolean ascending, Anomalies anomalies) {}

  /** Walks every list to its end. */
  Map<RosterType, Read> all() throws InterruptedException {
    var walks = new EnumMap<RosterType, Callable<Read>>(RosterType.class);
    for (var type : RosterType.values()) {
      walks.put(type, () -> one(type, type.clever()));
    }
    return TaskGroup.all("clever-walk-", walks);
  }

  private <T extends CleverRecord> Read one(
      RosterType type, dev.homeroom.clever.record.RecordType<T> listed)
      throws InterruptedException {
    var one = new One(type);
    clever.walk(token, listed, PAGE_SIZE, page -> one.take(page.records(), page.anomalies()));
    return one.read();
  }

  /** One list while it is read. */
  private final class One {
    private final RosterType type;
    private final CopyBuffer buffer = new CopyBuffer();
    private long rows;
    private boolean ascending = true;
    private @Nullable ObjectId last;
    private Anomalies anomalies = Anomalies.NONE;

    One(RosterType type) {
      this.type = type;
    }

    void take(Collection<? extends CleverRecord> records, Anomalies found)
        throws InterruptedException {
      buffer.clear();
      for (var record : records) {
        ascending = ascending && (last == null || last.compareTo(record.id()) < 0);
        last = record.id();
        buffer.add(staging.stage(), rows++, record);
      }
      buffer.finish();
      staging.copy(type, buffer);
      anomalies = anomalies.plus(found);
      journal.fetched(type.wire(), records.size() + found.quarantined());
    }

    Read read() {
      return new Read(rows, ascending, anomalies);
    }
  }
}
