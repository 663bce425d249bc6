package dev.homeroom.bench.share;

import dev.homeroom.bench.imports.ImportOptions;
import dev.homeroom.bench.process.Workplace;
import dev.homeroom.bench.share.Measurement.Passes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
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

/** {@code bench share}. */
@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    description =
        "Full passes without a change under each type of share, beside those of a whole district.")
public final class ShareCommand implements Callable<Integer> {
  private static final double GOAL = 0.15;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--students",
      defaultValue = "100000",
      description = "Students of the generated district (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same district (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "How often each share is declared, in turn (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--passes",
      defaultValue = "3",
      description = "Passes without a change each time (default ${DEFAULT-VALUE}).")
  private int passes;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  @Option(names = "--json", description = "Also write the numbers to this file.")
  private @Nullable Path json;

  ShareCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    if (rounds < 1 || passes < 1) {
      throw new ParameterException(command(), "--rounds and --passes are 1 or more");
    }
    var out = command().getOut();
    var err = command().getErr();
    var work = Workplace.open("share");
    var options = new ImportOptions(students, seed, rounds, serverHeap);
    var bench =
        new ShareBench(work.root(), work.folder(), options, passes, line -> say(err, line + "…"));
    Measurement measured;
    try {
      measured = bench.run(asTyped(), Clock.systemUTC());
    } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
      say(err, "it failed; logs and data stay in " + work.folder());
      throw e;
    }
    report(out, measured);
    if (json != null) {
      Workplace.write(json, measured);
    }
    work.delete();
    return 0;
  }

  private static void report(PrintWriter out, Measurement measured) {
    out.printf(
        Locale.ROOT,
        "%-16s %9s %9s %9s %9s %7s%n",
        "share",
        "records",
        "left out",
        "pass s",
        "compare s",
        "extra");
    line(out, measured.district());
    measured.shares().forEach(each -> line(out, each));
    out.printf(Locale.ROOT, "goal: at most %.0f %% more than a plain pass%n", 100 * GOAL);
    out.flush();
  }

  private static void line(PrintWriter out, Passes passes) {
    out.printf(
        Locale.ROOT,
        "%-16s %,9d %,9d %9.2f %9.2f %5.0f %%%n",
        passes.share(),
        passes.records(),
        passes.leftOut(),
        passes.median(),
        passes.comparing(),
        100 * passes.extra());
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private String asTyped() {
    return "./homeroom bench share --students %d --seed %d --rounds %d --passes %d --server-heap %s"
        .formatted(students, seed, rounds, passes, serverHeap);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
