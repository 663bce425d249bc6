package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.record.RosterType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads pages of records of several types, ordered by type and id.
 *
 * @param types the types to read
 * @param after the place at which the previous page ended; empty for the first page
 * @param limit the largest number of records
 */
public record ShareRecords(List<RosterType> types, Optional<SharePosition> after, int limit) {
  /** A record's place in the order. */
  public record SharePosition(RosterType type, CleverId id) implements Comparable<SharePosition> {
    @Override
    public int compareTo(SharePosition other) {
      int byType = type.compareTo(other.type);
      return byType == 0 ? id.compareTo(other.id) : byType;
    }
  }

  /** Reads records of one type, ordered by id. */
  @FunctionalInterface
  interface OfType<T> {
    /**
     * Reads some records.
     *
     * @param after only records after this id; empty: from the first on
     */
    List<T> read(RosterType type, Optional<CleverId> after, int limit);
  }

  <T> List<T> read(OfType<T> reader) {
    var records = new ArrayList<T>();
    for (var type : types) {
      int order = after.map(last -> type.compareTo(last.type())).orElse(1);
      if (order >= 0 && records.size() < limit) {
        var behind = order == 0 ? after.map(SharePosition::id) : Optional.<CleverId>empty();
        records.addAll(reader.read(type, behind, limit - records.size()));
      }
    }
    return records;
  }
}
