package dev.homeroom.server.db;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jooq.Record;

/** Queries that are written when they are first asked for. Safe for any number of threads. */
public final class WrittenQueries {
  private final Map<String, WrittenQuery<?>> known = new ConcurrentHashMap<>();

  /** Has none yet. */
  public WrittenQueries() {}

  /**
   * The query of a name.
   *
   * @param name always of the same query; one of few
   * @param writing writes it
   */
  public <R extends Record> WrittenQuery<R> get(String name, Supplier<WrittenQuery<R>> writing) {
    @SuppressWarnings("unchecked")
    var query = (WrittenQuery<R>) known.computeIfAbsent(name, _ -> writing.get());
    return query;
  }
}
