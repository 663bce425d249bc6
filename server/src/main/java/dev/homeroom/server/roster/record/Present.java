package dev.homeroom.server.roster.record;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.RoundTrip;
import dev.homeroom.server.db.WrittenQuery;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What was read of a roster as it is, in one round trip.
 *
 * @param scope what the caller may see of the district
 * @param revision the district's newest, of which all the rows are
 */
public record Present(Scope.InDistrict scope, long revision, RoundTrip.Answers answers) {
  /**
   * What to read.
   *
   * @param queries of the scope's own, which need no answer of each other
   * @param values of their parameters
   */
  public record Question(
      Function<Scope.InDistrict, List<WrittenQuery<?>>> queries, Map<String, ?> values) {}

  /** The rows of one of the question's queries. */
  public <T> List<T> rows(Function<Scope.InDistrict, WrittenQuery<T>> query) {
    return answers.of(query.apply(scope));
  }
}
