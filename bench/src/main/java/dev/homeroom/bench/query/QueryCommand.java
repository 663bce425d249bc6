package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchRun;
import dev.homeroom.bench.fleet.Fleet.Plan;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description =
        "Measures how many class lists (GetSectionRoster) per second a server returns to callers"
            + " with tokens, compared with prepared statements that read the same rows and with a gRPC"
            + " server that sends the same bytes.")
public final class QueryCommand implements Callable<Integer> {

  @Mixin private final BenchRun run = new BenchRun();

  @Option(
      names = "--students",
      defaultValue = "10000",
      description = "Students of the district, 10 to 100000 (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--callers",
      defaultValue = "32",
      description = "Callers at the same time, 1 to 90 (default ${DEFAULT-VALUE}).")
  private int callers;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "Measured rounds after a warm-up round, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Length of each part of a round, 1 to 600 (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  QueryCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--students", students, 10, 100_000);
    run.require("--callers", callers, 1, 90);
    run.require("--rounds", rounds, 1, 100);
    run.require("--seconds", seconds, 1, 600);
    var plan = new Plan(1, students, 1, 1, Duration.ofSeconds(15), serverHeap);
    var length = Duration.ofSeconds(seconds);
    return run.carryOut(
        "query",
        (work, progress) ->
            new QueryBench(work, plan, callers, rounds, length, progress)
                .run(asTyped(), Clock.systemUTC()),
        QueryCommand::text,
        _ -> "");
  }

  private static String text(QueryMeasurement measured) {
    var lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            "%d callers, %d sections, %.1f users and %.0f bytes in an answer; answers a second:%n",
            measured.callers(),
            measured.sections(),
            measured.users(),
            measured.bytes()));
    for (var round : measured.rounds()) {
      lines.append(
          String.format(
              Locale.ROOT,
              "  server %.0f, prepared statements %.0f, in one round trip %.0f, echo %.0f%n",
              round.server(),
              round.sql(),
              round.trip(),
              round.echo()));
    }
    return lines
        .append(
            String.format(
                Locale.ROOT,
                "the server gives %.2f of the statements' rate, %.2f of that in one round trip and"
                    + " %.2f of the echo's; a token takes %.0f of the %.0f µs of the server's CPU"
                    + " for an answer, %.1f %%, and %.0f µs once a minute%n",
                measured.ofSql(),
                measured.ofTrip(),
                measured.ofEcho(),
                measured.token().call(),
                measured.serverMicros(),
                100 * measured.ofTokens(),
                measured.token().signature()))
        .toString();
  }

  private String asTyped() {
    return "./homeroom bench query --students %d --callers %d --rounds %d --seconds %d --server-heap %s"
        .formatted(students, callers, rounds, seconds, serverHeap);
  }
}
