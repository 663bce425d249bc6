package dev.homeroom.bench.many;

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

/** {@code bench many}. Exit code 1: a run was missing, late, doubled, failed, or overlapped. */
@Command(
    name = "many",
    mixinStandardHelpOptions = true,
    description =
        "Many districts, each due every minute, shared by several servers: are all in time, and"
            + " never two at once?")
public final class ManyCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--districts",
      defaultValue = "200",
      description = "How many, 1 to 500 (default ${DEFAULT-VALUE}).")
  private int districts;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long, 1 to 60 (default ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--servers",
      defaultValue = "2",
      description = "How many share the work, 1 to 8 (default ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--students",
      defaultValue = "50",
      description = "Students of each district, 10 to 10000 (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "A server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  @Option(names = "--json", description = "Also write the numbers to this file.")
  private @Nullable Path json;

  ManyCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    require("--districts", districts, 1, 500);
    require("--minutes", minutes, 1, 60);
    require("--servers", servers, 1, 8);
    require("--students", students, 10, 10_000);
    var out = command().getOut();
    var err = command().getErr();
    var work = Workplace.open("many");
    var plan = new Plan(districts, students, 1, servers, Duration.ofSeconds(15), serverHeap);
    var bench = new ManyBench(work, plan, minutes, line -> say(err, line + "…"));
    Measurement measured;
    try {
      measured = bench.run(asTyped(), Clock.systemUTC());
    } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
      say(err, "it failed; logs and data stay in " + work.folder());
      throw failure;
    }
    out.print(text(measured));
    out.flush();
    if (json != null) {
      Workplace.write(json, measured);
    }
    if (!measured.holds()) {
      say(err, "it does not hold; logs and data stay in " + work.folder());
      return 1;
    }
    work.delete();
    return 0;
  }

  private static String text(Measurement measured) {
    var tally = measured.tally();
    return String.format(
        Locale.ROOT,
        """
        %d districts of %d students, %d servers, every minute for %d minutes
        %d of %d runs; %d failed, %d missing, %d doubled, %d overlapping, %d outside their minute, \
        %d taken more than once
        seconds, half / 95 %% / 99 %% / most
          late     %s
          waiting  %s
          running  %s
        at most %d starts in one second; CPU seconds: servers %s, Postgres %.1f, Clever %.1f
        """,
        measured.plan().districts(),
        measured.plan().students(),
        measured.plan().servers(),
        measured.minutes(),
        tally.runs(),
        tally.expected(),
        tally.failed(),
        tally.missing(),
        tally.doubled(),
        tally.overlaps(),
        tally.outsideTheirMinute(),
        tally.takenAgain(),
        text(tally.lateSeconds()),
        text(tally.waitSeconds()),
        text(tally.runSeconds()),
        tally.mostStartsInOneSecond(),
        measured.serverCpuSeconds(),
        measured.postgresCpuSeconds(),
        measured.townCpuSeconds());
  }

  private static String text(Spread spread) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f / %.2f / %.2f",
        spread.half(),
        spread.p95(),
        spread.p99(),
        spread.most());
  }

  private void require(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(command(), "%s is %d to %d".formatted(flag, least, most));
    }
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private String asTyped() {
    return "./homeroom bench many --districts %d --minutes %d --servers %d --students %d --server-heap %s"
        .formatted(districts, minutes, servers, students, serverHeap);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
