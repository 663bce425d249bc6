package dev.homeroom.server.db;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A cache of queries, each written when it is first used. Safe for any number of threads. */
public final class QueryCache {
  private final Map<String, PreparedQuery<?>> known = new ConcurrentHashMap<>();
  private final Map<List<PreparedQuery<?>>, QueryBatch> together = new ConcurrentHashMap<>();

  /** Creates an empty cache. */
  public QueryCache() {}

  /**
   * Returns the query of a name.
   *
   * @param name always names the same query; there are few names
   * @param writing writes the query
   */
  public <T> PreparedQuery<T> get(String name, Supplier<PreparedQuery<T>> writing) {
    @SuppressWarnings("unchecked")
    var query = (PreparedQuery<T>) known.computeIfAbsent(name, _ -> writing.get());
    return query;
  }

  /** Returns these queries, which come from this cache, as one round trip. */
  public QueryBatch together(List<PreparedQuery<?>> queries) {
    return together.computeIfAbsent(queries, QueryBatch::of);
  }
}
