package dev.homeroom.bench.share;

import dev.homeroom.bench.BenchRun;
import dev.homeroom.bench.imports.ImportOptions;
import dev.homeroom.bench.share.ShareMeasurement.Passes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench share}. */
@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    description =
        "Compares full passes without a change under each type of share with those of a whole district.")
public final class ShareCommand implements Callable<Integer> {
  private static final double GOAL = 0.15;

  @Mixin private final BenchRun run = new BenchRun();

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
      description = "Times each share is declared, in turn, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--passes",
      defaultValue = "3",
      description = "Passes without a change per declaration, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int passes;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  ShareCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--rounds", rounds, 1, 100);
    run.require("--passes", passes, 1, 100);
    var options = new ImportOptions(students, seed, rounds, serverHeap);
    return run.carryOut(
        "share",
        (work, progress) ->
            new ShareBench(work, options, passes, progress).run(asTyped(), Clock.systemUTC()),
        ShareCommand::text,
        _ -> "");
  }

  private static String text(ShareMeasurement measured) {
    var lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            "%-16s %9s %9s %9s %9s %7s%n",
            "share",
            "records",
            "left out",
            "pass s",
            "compare s",
            "extra"));
    lines.append(line(measured.district()));
    measured.shares().forEach(each -> lines.append(line(each)));
    return lines
        .append(
            String.format(
                Locale.ROOT, "goal: at most %.0f %% more than a plain pass%n", 100 * GOAL))
        .toString();
  }

  private static String line(Passes passes) {
    return String.format(
        Locale.ROOT,
        "%-16s %,9d %,9d %9.2f %9.2f %5.0f %%%n",
        passes.share(),
        passes.records(),
        passes.leftOut(),
        passes.median(),
        passes.comparing(),
        100 * passes.extra());
  }

  private String asTyped() {
    return "./homeroom bench share --students %d --seed %d --rounds %d --passes %d --server-heap %s"
        .formatted(students, seed, rounds, passes, serverHeap);
  }
}
