package dev.homeroom.bench.latency;

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

/** {@code bench latency}. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description =
        "How long after TriggerSync (incremental) somebody who watches the roster sees a change that"
            + " is at Clever.")
public final class LatencyCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--changes",
      defaultValue = "200",
      description = "How often, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int changes;

  @Option(
      names = "--students",
      defaultValue = "1004",
      description = "Students of the district, 10 to 100000 (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--percent",
      defaultValue = "0.1",
      description = "About so much of the district changes each time (default ${DEFAULT-VALUE}).")
  private double percent;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  @Option(names = "--json", description = "Also write the numbers to this file.")
  private @Nullable Path json;

  LatencyCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    require(changes >= 1 && changes <= 10_000, "--changes is 1 to 10000");
    require(students >= 10 && students <= 100_000, "--students is 10 to 100000");
    require(percent > 0 && percent <= 10, "--percent is above 0, at most 10");
    var out = command().getOut();
    var err = command().getErr();
    var work = Workplace.open("latency");
    var plan = new Plan(1, students, 1, 1, Duration.ofSeconds(15), serverHeap);
    var bench = new LatencyBench(work, plan, changes, percent, line -> say(err, line + "…"));
    Measurement measured;
    try {
      measured = bench.run(asTyped(), Clock.systemUTC());
    } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
      say(err, "it failed; logs and data stay in " + work.folder());
      throw failure;
    }
    out.printf(
        Locale.ROOT,
        "%d changes of about %s %% of %d students, %d by events%n"
            + "from TriggerSync to the watcher, ms: half %.0f, 95 %% %.0f, 99 %% %.0f, most %.0f%n",
        changes,
        percent,
        students,
        measured.incremental(),
        measured.at(0.5),
        measured.at(0.95),
        measured.at(0.99),
        measured.at(1));
    out.flush();
    if (json != null) {
      Workplace.write(json, measured);
    }
    work.delete();
    return 0;
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
    return "./homeroom bench latency --changes %d --students %d --percent %s --server-heap %s"
        .formatted(changes, students, percent, serverHeap);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
