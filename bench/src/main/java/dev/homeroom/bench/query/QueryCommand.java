package dev.homeroom.bench.query;

import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.Workplace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description =
        "How many class lists (GetSectionRoster) a second a server gives to callers with tokens,"
            + " beside prepared statements that read the same rows and a gRPC server that sends"
            + " the same bytes.")
public final class QueryCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

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
      defaultValue = "3",
      description = "Rounds after the one that warms up, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of each part of a round, 1 to 600 (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  @Option(names = "--json", description = "Also write the numbers to this file.")
  private @Nullable Path json;

  QueryCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    require(students >= 10 && students <= 100_000, "--students is 10 to 100000");
    require(callers >= 1 && callers <= 90, "--callers is 1 to 90");
    require(rounds >= 1 && rounds <= 100, "--rounds is 1 to 100");
    require(seconds >= 1 && seconds <= 600, "--seconds is 1 to 600");
    var out = command().getOut();
    var err = command().getErr();
    var work = Workplace.open("query");
    var plan = new Plan(1, students, 1, 1, Duration.ofSeconds(15), serverHeap);
    var bench =
        new QueryBench(
            work, plan, callers, rounds, Duration.ofSeconds(seconds), line -> say(err, line + "…"));
    Measurement measured;
    try {
      measured = bench.run(asTyped(), Clock.systemUTC());
    } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
      say(err, "it failed; logs and data stay in " + work.folder());
      throw failure;
    }
    tell(out, measured);
    if (json != null) {
      Workplace.write(json, measured);
    }
    work.delete();
    return 0;
  }

  private static void tell(PrintWriter out, Measurement measured) {
    out.printf(
        Locale.ROOT,
        "%d callers, %d sections, %.1f users and %.0f bytes in an answer; answers a second:%n",
        measured.callers(),
        measured.sections(),
        measured.users(),
        measured.bytes());
    for (var round : measured.rounds()) {
      out.printf(
          Locale.ROOT,
          "  server %.0f, prepared statements %.0f, echo %.0f%n",
          round.server(),
          round.sql(),
          round.echo());
    }
    out.printf(
        Locale.ROOT,
        "the server gives %.2f of the statements' and %.2f of the echo's rate; checking a token"
            + " takes %.0f of the %.0f µs of the server's CPU for an answer, %.1f %%%n",
        measured.ofSql(),
        measured.ofEcho(),
        measured.tokenMicros(),
        measured.serverMicros(),
        100 * measured.ofTokens());
    out.flush();
  }

  private void require(boolean fits, String sentence) {
    if (!fits) {
      throw new ParameterException(command(), sentence);
    }
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private String asTyped() {
    return "./homeroom bench query --students %d --callers %d --rounds %d --seconds %d --server-heap %s"
        .formatted(students, callers, rounds, seconds, serverHeap);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
