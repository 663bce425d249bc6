package dev.homeroom.server.roster.record;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.PreparedQuery;
import dev.homeroom.server.db.QueryBatch;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The answers of one round trip about a current roster.
 *
 * @param scope the tables of the district that the caller may see
 * @param revision the district's newest revision, at which all rows were read
 */
public record CurrentRead(Scope.InDistrict scope, long revision, QueryBatch.BatchResult answers) {
  /**
   * Queries to read together.
   *
   * @param queries queries of the scope, independent of each other
   * @param values the values of their parameters
   */
  public record Question(
      Function<Scope.InDistrict, List<PreparedQuery<?>>> queries, Map<String, ?> values) {}

  /** The rows of one of the question's queries. */
  public <T> List<T> rows(Function<Scope.InDistrict, PreparedQuery<T>> query) {
    return answers.of(query.apply(scope));
  }
}
