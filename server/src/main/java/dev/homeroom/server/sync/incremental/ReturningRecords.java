package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.compare.UncoveredRecords;
import dev.homeroom.server.sync.full.CleverDistrict;
import dev.homeroom.server.sync.full.CleverDistrict.RecordKey;
import dev.homeroom.server.sync.share.CoverageConditions;
import dev.homeroom.server.sync.share.ShareCoverage;
import dev.homeroom.server.sync.stage.CopyBuffer;
import dev.homeroom.server.sync.stage.RosterReading;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Fetches uncovered records outside the roster that a covered section now names: of these records,
 * nothing is known but that they exist.
 */
final class ReturningRecords {
  private static final int MOST = 200;
  private static final List<RosterType> NAMED_BY_SECTIONS =
      List.of(RosterType.SCHOOL, RosterType.TERM, RosterType.COURSE, RosterType.USER);

  private final CleverDistrict clever;
  private final LastSync baseline;

  ReturningRecords(CleverDistrict clever, LastSync baseline) {
    this.clever = clever;
    this.baseline = baseline;
  }

  /**
   * Returns the reading with these records.
   *
   * @throws FullReadNeededException if too many would have to be read, or one does not exist
   */
  RosterReading stage(DSLContext sql, RosterReading reading, int district)
      throws InterruptedException {
    var covering = ShareCoverage.of(baseline.share());
    if (covering.isEmpty() || !reading.concernsAnything()) {
      return reading;
    }
    if (!baseline.setAside().isEmpty()) {
      // What unread records name stays in the roster, and no event shows what that is.
      throw new FullReadNeededException(FullReason.SHARE_UNDECIDED);
    }
    var returning = returning(sql, reading, district, covering.get());
    if (returning.size() > MOST) {
      throw new FullReadNeededException(FullReason.MANY_REFERENCES);
    }
    var records = clever.fetchEach(returning);
    var all = reading;
    for (var type : NAMED_BY_SECTIONS) {
      var rows = new CopyBuffer();
      long sequence = 0;
      for (var key : returning) {
        if (key.type() == type) {
          var record = records.getOrDefault(key, Optional.empty());
          rows.add(
              reading.staging().stage(),
              sequence++,
              record.orElseThrow(() -> new FullReadNeededException(FullReason.SHARE_UNDECIDED)));
        }
      }
      if (sequence > 0) {
        rows.finish();
        reading.staging().copy(type, rows);
        all = all.with(type, sequence);
      }
    }
    return all;
  }

  private static List<RecordKey> returning(
      DSLContext sql, RosterReading reading, int district, CoverageConditions share) {
    var returning = new ArrayList<RecordKey>();
    for (var type : NAMED_BY_SECTIONS) {
      UncoveredRecords.returning(sql, reading, district, type, share)
          .forEach(id -> returning.add(new RecordKey(type, ObjectId.from(ByteBuffer.wrap(id)))));
    }
    return returning;
  }
}
