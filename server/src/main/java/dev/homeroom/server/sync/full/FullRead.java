package dev.homeroom.server.sync.full;

import dev.homeroom.clever.record.District;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.stage.FeedPosition;
import dev.homeroom.server.sync.stage.ListTrust;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.Staging;
import dev.homeroom.v1.RecordType;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a whole district into staging, and checks by Clever's counts whether it is complete. */
final class FullRead {
  private static final Logger log = LoggerFactory.getLogger(FullRead.class);
  private static final int ATTEMPTS = 3;

  private final CleverDistrict clever;
  private final RunLease take;
  private final ProgressJournal journal;

  FullRead(CleverDistrict clever, RunLease take, ProgressJournal journal) {
    this.clever = clever;
    this.take = take;
    this.journal = journal;
  }

  /**
   * A district as it was read.
   *
   * @param district Clever's record of it
   * @param feed the position in its events that is covered
   * @param lists each list as it was read
   * @param moved true if Clever synced the district meanwhile, or the events do not show what
   *     happened
   */
  record Fetched(
      District district,
      FeedPosition feed,
      Staging staging,
      Map<RosterType, Listed> lists,
      boolean moved) {
    /** Converts this to what comparing and applying need to know. */
    RosterReading reading(DeclaredShare share) {
      var types = new EnumMap<RosterType, RosterReading.Extent>(RosterType.class);
      lists.forEach((type, list) ->
          types.put(
              type,
              new RosterReading.Extent(
                  list.staged(),
                  0,
                  list.proof(),
                  list.read().anomalies().quarantined(),
                  list.complete())));
      return new RosterReading(district, feed, staging, new ReadScope.Whole(), share, types);
    }
  }

  /**
   * A list as it was read.
   *
   * @param before how many records Clever counted before
   * @param after how many it counted afterwards
   * @param repeated how many rows repeated an id
   * @param moved true if Clever synced the district meanwhile, or the events do not show what
   *     happened
   * @param closing the effect of the events that came meanwhile
   */
  record Listed(
      ListWalk.Read read,
      long before,
      long after,
      long repeated,
      boolean moved,
      FeedCatchUp.TypeEvents closing) {
    /** Returns how many different records the list has. */
    long distinct() {
      return read.rows() - repeated;
    }

    /** Returns how many rows are staged, with the events that came during the walk applied. */
    long staged() {
      return distinct() + closing.added() - closing.removed();
    }

    /** Returns what can be concluded about a record that the list does not contain. */
    ListTrust proof() {
      if (read.anomalies().quarantined() > 0) {
        return ListTrust.BLOCKED;
      }
      return complete() && !closing.loses() ? ListTrust.PROVEN : ListTrust.DOUBTFUL;
    }

    /** Returns whether the list contained all that exists. */
    boolean complete() {
      return !moved
          && read.anomalies().quarantined() == 0
          && before == after
          && before == distinct();
    }

    /** Returns the largest difference between Clever's counts and what it listed. */
    long difference() {
      long listed = distinct() + read.anomalies().quarantined();
      return Math.max(Math.abs(before - listed), Math.abs(after - listed));
    }
  }

  /** Fetches the district, and again if Clever synced it meanwhile. */
  Fetched all(Connection connection) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      var fetched = once(connection);
      if (!fetched.moved() || attempt == ATTEMPTS) {
        return fetched;
      }
      log.atInfo().addKeyValue("run", take.run()).log("Clever synced meanwhile; fetching again");
    }
  }

  /** Asks for the newest event first, so that events show everything that changes from then on. */
  private Fetched once(Connection connection) throws InterruptedException {
    var begun = clever.clever().newestEventId(clever.token());
    var district = clever.fetch();
    var before = clever.fetchCounts();
    long total = before.values().stream().mapToLong(Long::longValue).sum();
    var staging = Staging.open(connection, take.stage(), total);
    journal.walking(totals(before));
    journal.fetched(RecordType.RECORD_TYPE_DISTRICT, 1);
    var read = new ListWalk(clever.clever(), clever.token(), staging, journal).all();
    var after = clever.fetchCounts();
    var repeated = new EnumMap<RosterType, Long>(RosterType.class);
    read.forEach(
        (type, list) -> repeated.put(type, list.ascending() ? 0 : staging.dropRepeated(type)));
    var closing = FeedCatchUp.of(clever, begun, district, staging, journal);
    var now = clever.fetch();
    var moved = closing.unsettled() || !Objects.equals(district.lastSync(), now.lastSync());
    var lists = new EnumMap<RosterType, Listed>(RosterType.class);
    read.forEach((type, list) ->
        lists.put(
            type,
            new Listed(
                list,
                before.getOrDefault(type, 0L),
                after.getOrDefault(type, 0L),
                repeated.getOrDefault(type, 0L),
                moved,
                closing.of(type))));
    return new Fetched(closing.district(), closing.feed(), staging, lists, moved);
  }

  private static Map<RecordType, Long> totals(Map<RosterType, Long> counts) {
    var totals = new HashMap<RecordType, Long>();
    totals.put(RecordType.RECORD_TYPE_DISTRICT, 1L);
    counts.forEach((type, count) -> totals.put(type.wire(), count));
    return totals;
  }
}
