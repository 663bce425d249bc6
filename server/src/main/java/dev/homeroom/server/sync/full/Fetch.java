package dev.homeroom.server.sync.full;

import dev.homeroom.clever.CleverClient;
import dev.homeroom.clever.CleverToken;
import dev.homeroom.clever.District;
import dev.homeroom.clever.ObjectId;
import dev.homeroom.server.sync.change.Coverage;
import dev.homeroom.server.sync.change.Journal;
import dev.homeroom.server.sync.change.Proof;
import dev.homeroom.server.sync.change.Reading;
import dev.homeroom.server.sync.change.RosterType;
import dev.homeroom.server.sync.change.Staging;
import dev.homeroom.server.sync.change.SyncFailedException;
import dev.homeroom.server.sync.change.Take;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncFailure;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a district whole into staging, and counts whether it is whole. */
final class Fetch {
  private static final Logger log = LoggerFactory.getLogger(Fetch.class);
  private static final int ATTEMPTS = 3;

  private final CleverClient clever;
  private final CleverToken token;
  private final Take take;
  private final Journal journal;

  Fetch(CleverClient clever, CleverToken token, Take take, Journal journal) {
    this.clever = clever;
    this.token = token;
    this.take = take;
    this.journal = journal;
  }

  /**
   * A district as read.
   *
   * @param district Clever's record of it
   * @param cursor the newest event before the reading began
   * @param lists what each list held
   * @param moved whether Clever synced the district in the middle of it
   */
  record Fetched(
      District district,
      Optional<ObjectId> cursor,
      Staging staging,
      Map<RosterType, Listed> lists,
      boolean moved) {
    /** What comparing and applying need to know of it. */
    Reading reading() {
      var types = new EnumMap<RosterType, Reading.Extent>(RosterType.class);
      lists.forEach(
          (type, list) -> types.put(type, new Reading.Extent(list.distinct(), 0, list.proof())));
      return new Reading(district, cursor, staging, new Coverage.Whole(), types);
    }
  }

  /**
   * A list as read.
   *
   * @param before how many records Clever counted before
   * @param after how many after
   * @param repeated how many rows repeated an id
   * @param moved whether Clever synced the district in the middle of it
   */
  record Listed(Walk.Read read, long before, long after, long repeated, boolean moved) {
    /** How many records with an id of their own there are. */
    long distinct() {
      return read.rows() - repeated;
    }

    /** What the list says of that which it does not hold. */
    Proof proof() {
      if (read.anomalies().quarantined() > 0) {
        return Proof.BLOCKED;
      }
      return !moved && before == after && before == distinct() ? Proof.PROVEN : Proof.DOUBTFUL;
    }

    /** By how many Clever's count differs from what it listed. */
    long difference() {
      long listed = distinct() + read.anomalies().quarantined();
      return Math.max(Math.abs(before - listed), Math.abs(after - listed));
    }
  }

  /** Fetches, again where Clever changed in the middle. */
  Fetched all(Connection connection) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      var fetched = once(connection);
      if (!fetched.moved() || attempt == ATTEMPTS) {
        return fetched;
      }
      log.atInfo().addKeyValue("run", take.run()).log("Clever synced meanwhile; fetching again");
    }
  }

  private Fetched once(Connection connection) throws InterruptedException {
    var district = district();
    var cursor = clever.newestEventId(token);
    var before = counts();
    long total = before.values().stream().mapToLong(Long::longValue).sum();
    var staging = Staging.open(connection, take.stage(), total);
    journal.walking(totals(before));
    journal.fetched(RecordType.RECORD_TYPE_DISTRICT, 1);
    var read = new Walk(clever, token, staging, journal).all();
    var after = counts();
    var moved = !Objects.equals(district.lastSync(), district().lastSync());
    var lists = new EnumMap<RosterType, Listed>(RosterType.class);
    read.forEach((type, list) -> {
      long repeated = list.ascending() ? 0 : staging.dropRepeated(type);
      lists.put(
          type,
          new Listed(
              list, before.getOrDefault(type, 0L), after.getOrDefault(type, 0L), repeated, moved));
    });
    return new Fetched(district, cursor, staging, lists, moved);
  }

  private District district() throws InterruptedException {
    var district = clever.district(token);
    if (!district.id().hex().equals(take.district().id().toString())) {
      throw new SyncFailedException(
          SyncFailure.SYNC_FAILURE_WRONG_DISTRICT,
          "The token belongs to district "
              + district.id().hex()
              + ", not to "
              + take.district().id()
              + ". Declare the token of this district, or correct the district's id.");
    }
    return district;
  }

  private Map<RosterType, Long> counts() throws InterruptedException {
    var counts = new EnumMap<RosterType, Long>(RosterType.class);
    for (var type : RosterType.values()) {
      counts.put(type, clever.count(token, type.clever()));
    }
    return counts;
  }

  private static Map<RecordType, Long> totals(Map<RosterType, Long> counts) {
    var totals = new HashMap<RecordType, Long>();
    totals.put(RecordType.RECORD_TYPE_DISTRICT, 1L);
    counts.forEach((type, count) -> totals.put(type.wire(), count));
    return totals;
  }
}
