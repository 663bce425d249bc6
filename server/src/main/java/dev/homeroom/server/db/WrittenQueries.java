package dev.homeroom.server.db;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Queries that are written when they are first asked for. Safe for any number of threads. */
public final class WrittenQueries {
  private final Map<String, WrittenQuery<?>> known = new ConcurrentHashMap<>();
  private final Map<List<WrittenQuery<?>>, RoundTrip> together = new ConcurrentHashMap<>();

  /** Has none yet. */
  public WrittenQueries() {}

  /**
   * The query of a name.
   *
   * @param name always of the same query; one of few
   * @param writing writes it
   */
  public <T> WrittenQuery<T> get(String name, Supplier<WrittenQuery<T>> writing) {
    @SuppressWarnings("unchecked")
    var query = (WrittenQuery<T>) known.computeIfAbsent(name, _ -> writing.get());
    return query;
  }

  /** These queries, which are of this object, in one round trip. */
  public RoundTrip together(List<WrittenQuery<?>> queries) {
    return together.computeIfAbsent(queries, RoundTrip::of);
  }
}
