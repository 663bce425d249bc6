package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pages of records of several types, ordered by type and id.
 *
 * @param types which are asked for
 * @param after where the page before ended; empty for the first one
 * @param limit how many at most
 */
public record ShareRecords(List<SharedType> types, Optional<Position> after, int limit) {
  /** A record's place in the order. */
  public record Position(SharedType type, CleverId id) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byType = type.compareTo(other.type);
      return byType == 0 ? id.compareTo(other.id) : byType;
    }
  }

  /** Reads records of one type, ordered by id. */
  @FunctionalInterface
  interface OfType<T> {
    /**
     * Reads some.
     *
     * @param after the id that they come behind; empty for the first ones
     */
    List<T> read(SharedType type, Optional<CleverId> after, int limit);
  }

  <T> List<T> read(OfType<T> reader) {
    var records = new ArrayList<T>();
    for (var type : types) {
      int order = after.map(last -> type.compareTo(last.type())).orElse(1);
      if (order >= 0 && records.size() < limit) {
        var behind = order == 0 ? after.map(Position::id) : Optional.<CleverId>empty();
        records.addAll(reader.read(type, behind, limit - records.size()));
      }
    }
    return records;
  }
}
