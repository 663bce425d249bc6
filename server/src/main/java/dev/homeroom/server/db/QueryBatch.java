package dev.homeroom.server.db;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Queries that do not depend on each other's answers and go to Postgres in one message. All read
 * the same moment, because Postgres runs them as one transaction. Safe for any number of threads.
 */
public final class QueryBatch {
  /** Applies to the queries after it, until their transaction ends. */
  private static final String SETTINGS =
      "select set_config('statement_timeout', ?, true), set_config('plan_cache_mode', ?, true)";

  private final List<PreparedQuery<?>> queries;
  private final String text;

  private QueryBatch(List<? extends PreparedQuery<?>> queries) {
    this.queries = List.copyOf(queries);
    this.text =
        Stream.concat(Stream.of(SETTINGS), this.queries.stream().map(PreparedQuery::text))
            .collect(joining("; "));
  }

  /** Combines these queries, each a different one. */
  public static QueryBatch of(List<? extends PreparedQuery<?>> queries) {
    return new QueryBatch(queries);
  }

  /** The rows of each query. */
  public static final class BatchResult {
    private final IdentityHashMap<PreparedQuery<?>, List<?>> rows = new IdentityHashMap<>();

    private BatchResult() {}

    /** The rows of one of the queries. */
    public <T> List<T> of(PreparedQuery<T> query) {
      @SuppressWarnings("unchecked")
      var found = (List<T>) requireNonNull(rows.get(query), "a query of this round trip");
      return found;
    }
  }

  /**
   * Runs the queries with the plans that Postgres keeps: they use keys for all values, and planning
   * each time would cost more than running them.
   *
   * @param limit how long each may take
   * @param named a value for each named parameter of any of them
   */
  BatchResult run(Connection connection, Duration limit, Map<String, ?> named) throws SQLException {
    return run(connection, limit, "force_generic_plan", named);
  }

  /**
   * Runs the queries at the beginning of a transaction; the limit applies to each of its
   * statements.
   */
  BatchResult begin(Connection connection, Duration limit, Map<String, ?> named)
      throws SQLException {
    return run(connection, limit, "auto", named);
  }

  private BatchResult run(
      Connection connection, Duration limit, String planning, Map<String, ?> named)
      throws SQLException {
    try (var statement = connection.prepareStatement(text)) {
      statement.setString(1, Long.toString(Math.max(1, limit.toMillis())));
      statement.setString(2, planning);
      int place = 3;
      for (var query : queries) {
        place = query.bind(statement, place, named);
      }
      statement.execute();
      var answers = new BatchResult();
      for (var query : queries) {
        statement.getMoreResults();
        try (var rows = statement.getResultSet()) {
          // Unwrapped, because the pool's wrapper costs something for each column.
          answers.rows.put(query, query.read(rows.unwrap(ResultSet.class)));
        }
      }
      return answers;
    }
  }
}
