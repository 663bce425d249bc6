package dev.homeroom.server.db;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A cache of queries, each written when it is first used. Safe for any number of threads. */
public final class WrittenQueries {
  private final Map<String, WrittenQuery<?>> known = new ConcurrentHashMap<>();
  private final Map<List<WrittenQuery<?>>, RoundTrip> together = new ConcurrentHashMap<>();

  /** Creates an empty cache. */
  public WrittenQueries() {}

  /**
   * Returns the query of a name.
   *
   * @param name always names the same query; there are few names
   * @param writing writes the query
   */
  public <T> WrittenQuery<T> get(String name, Supplier<WrittenQuery<T>> writing) {
    @SuppressWarnings("unchecked")
    var query = (WrittenQuery<T>) known.computeIfAbsent(name, _ -> writing.get());
    return query;
  }

  /** Returns these queries, which come from this cache, as one round trip. */
  public RoundTrip together(List<WrittenQuery<?>> queries) {
    return together.computeIfAbsent(queries, RoundTrip::of);
  }
}
