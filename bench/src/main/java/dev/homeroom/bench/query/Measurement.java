package dev.homeroom.bench.query;

import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.Machine;
import java.util.List;

/**
 * All that was measured; its JSON form is what is kept.
 *
 * @param command the command line
 * @param date when, ISO 8601
 * @param sections about how many the callers asked
 * @param users in an answer, on average
 * @param bytes of an answer, on average
 * @param rounds in turn
 * @param serverMicros of the server's CPU for an answer, in the last round
 * @param tokenMicros of CPU for checking a token's signature
 */
record Measurement(
    String command,
    String date,
    Machine machine,
    Plan plan,
    int callers,
    int sections,
    double users,
    double bytes,
    List<Round> rounds,
    double serverMicros,
    double tokenMicros) {

  /**
   * Answers per second of each.
   *
   * @param server GetSectionRoster, with tokens
   * @param sql the same rows by prepared statements
   * @param echo the same bytes by gRPC alone, without tokens
   */
  record Round(double server, double sql, double echo) {}

  /** The middle one of the rounds' ratios of the server to the SQL. */
  double ofSql() {
    return middle(rounds.stream().map(round -> round.server() / round.sql()).toList());
  }

  /** The same to the echo. */
  double ofEcho() {
    return middle(rounds.stream().map(round -> round.server() / round.echo()).toList());
  }

  /** What part of the server's CPU goes into tokens. */
  double ofTokens() {
    return tokenMicros / serverMicros;
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
