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
 * @param token what a token costs of that
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
    TokenCheck token) {

  /**
   * Answers per second of each.
   *
   * @param server GetSectionRoster, with tokens
   * @param sql the same rows by prepared statements, one after the other
   * @param trip the same by one round trip, as the server reads them
   * @param echo the same bytes by gRPC alone, without tokens
   */
  record Round(double server, double sql, double trip, double echo) {}

  /** The middle one of the rounds' ratios of the server to the SQL. */
  double ofSql() {
    return middle(rounds.stream().map(round -> round.server() / round.sql()).toList());
  }

  /** The same to the SQL in one round trip. */
  double ofTrip() {
    return middle(rounds.stream().map(round -> round.server() / round.trip()).toList());
  }

  /** The same to the echo. */
  double ofEcho() {
    return middle(rounds.stream().map(round -> round.server() / round.echo()).toList());
  }

  /** What part of the server's CPU goes into tokens. */
  double ofTokens() {
    return token.call() / serverMicros;
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
