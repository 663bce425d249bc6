package dev.homeroom.bench.query;

import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.Machine;
import java.util.List;

/**
 * The result of a query benchmark; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 * @param sections the number of sections that the callers asked about
 * @param users in an answer, on average
 * @param bytes of an answer, on average
 * @param rounds in order
 * @param serverMicros the server's CPU time for an answer, in the last round
 * @param token the part of that for checking a token
 */
record QueryMeasurement(
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
   * The answers per second of each way.
   *
   * @param server GetSectionRoster, with tokens
   * @param sql the same rows by prepared statements, one after the other
   * @param trip the same rows in one round trip, as the server reads them
   * @param echo the same bytes by gRPC alone, without tokens
   */
  record Round(double server, double sql, double trip, double echo) {}

  /** Returns the median of the rounds' ratios of the server to the prepared statements. */
  double ofSql() {
    return middle(rounds.stream().map(round -> round.server() / round.sql()).toList());
  }

  /** Returns the median of the rounds' ratios of the server to the statements in one round trip. */
  double ofTrip() {
    return middle(rounds.stream().map(round -> round.server() / round.trip()).toList());
  }

  /** Returns the median of the rounds' ratios of the server to the echo. */
  double ofEcho() {
    return middle(rounds.stream().map(round -> round.server() / round.echo()).toList());
  }

  /** Returns the part of the server's CPU time that checking tokens takes. */
  double ofTokens() {
    return token.call() / serverMicros;
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
