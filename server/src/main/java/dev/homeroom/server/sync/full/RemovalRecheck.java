package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.ListTrust;
import dev.homeroom.server.sync.stage.RosterReading;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Reads again, by id, every record that an unproven list would remove something from. What Clever
 * returns replaces the staged row; a record that Clever does not know is gone.
 */
final class RemovalRecheck {
  /** Higher than the sequence of any row of a walk, so that these rows count. */
  private static final long BEHIND_THE_WALK = Long.MAX_VALUE / 2;

  private final CleverClient clever;
  private final CleverToken token;

  RemovalRecheck(CleverClient clever, CleverToken token) {
    this.clever = clever;
    this.token = token;
  }

  /** Returns the reading with its doubts resolved; empty if there are none, or too many. */
  Optional<RosterReading> of(DSLContext sql, Changes changes) throws InterruptedException {
    if (changes.doubts() == 0 || changes.doubts() > Changes.MOST_DOUBTS) {
      return Optional.empty();
    }
    var reading = changes.reading();
    for (var type : RosterType.values()) {
      var extent = reading.types().get(type);
      if (extent != null && extent.proof() == ListTrust.DOUBTFUL) {
        reading = confirmed(reading, type, type.clever(), changes.losing(sql, type));
      }
    }
    return Optional.of(reading);
  }

  private <T extends CleverRecord> RosterReading confirmed(
      RosterReading reading, RosterType type, RecordType<T> listed, List<ObjectId> losing)
      throws InterruptedException {
    var rows = new CopyBuffer();
    long sequence = BEHIND_THE_WALK;
    for (var id : losing) {
      var record = clever.record(token, listed, id);
      if (record.isPresent()) {
        rows.add(reading.staging().stage(), sequence++, record.get());
      }
    }
    rows.finish();
    reading.staging().copy(type, rows);
    reading.staging().dropRepeated(type);
    return reading.confirmed(type, reading.staging().count(type));
  }
}
