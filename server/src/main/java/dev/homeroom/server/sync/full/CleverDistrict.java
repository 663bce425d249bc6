package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.SyncFailure;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** One district at Clever, read with its token. */
public final class CleverDistrict {
  private static final int AT_ONCE = 8;

  private final CleverClient clever;
  private final CleverToken token;
  private final DistrictKey district;
  private final Runnable accepted;
  private boolean known;

  /**
   * Reads the district with the token.
   *
   * @param accepted run once Clever has accepted the token, and it is the district's
   */
  public CleverDistrict(
      CleverClient clever, CleverToken token, DistrictKey district, Runnable accepted) {
    this.clever = clever;
    this.token = token;
    this.district = district;
    this.accepted = accepted;
  }

  /** The type and id of a record. */
  public record RecordKey(RosterType type, ObjectId id) {}

  /** Returns the client that asks Clever. */
  public CleverClient clever() {
    return clever;
  }

  /** Returns the token that the district is read with. */
  public CleverToken token() {
    return token;
  }

  /**
   * Fetches Clever's record of the district.
   *
   * @throws SyncFailedException if the token belongs to another district
   */
  public District fetch() throws InterruptedException {
    var found = clever.district(token);
    if (!found.id().hex().equals(district.id().toString())) {
      throw new SyncFailedException(
          SyncFailure.SYNC_FAILURE_WRONG_DISTRICT,
          "The token belongs to district "
              + found.id().hex()
              + ", not to "
              + district.id()
              + ". Declare the token of this district, or correct the district's id.");
    }
    if (!known) {
      known = true;
      accepted.run();
    }
    return found;
  }

  /** Fetches how many records of each type Clever counts. */
  public Map<RosterType, Long> fetchCounts() throws InterruptedException {
    var counts = new EnumMap<RosterType, Long>(RosterType.class);
    for (var type : RosterType.values()) {
      counts.put(type, clever.count(token, type.clever()));
    }
    return counts;
  }

  /** Fetches records one by one, several at once; a record that does not exist is empty. */
  public Map<RecordKey, Optional<? extends CleverRecord>> fetchEach(Collection<RecordKey> keys)
      throws InterruptedException {
    var free = new Semaphore(AT_ONCE);
    var reads = new LinkedHashMap<RecordKey, Callable<Optional<? extends CleverRecord>>>();
    keys.forEach(key -> reads.put(key, () -> one(free, key)));
    return TaskGroup.all("clever-read-", reads);
  }

  private Optional<? extends CleverRecord> one(Semaphore free, RecordKey key)
      throws InterruptedException {
    free.acquire();
    try {
      return clever.record(token, key.type().clever(), key.id());
    } finally {
      free.release();
    }
  }
}
