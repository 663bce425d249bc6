package dev.homeroom.bench.walk;

import dev.homeroom.bench.BenchRun;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench walk}. Exit code 1 when two runs of one district differ. */
@Command(
    name = "walk",
    mixinStandardHelpOptions = true,
    description =
        "Everything that a sandbox serves, read page by page: records per second, the sandbox's"
            + " memory and CPU, and a hash of all pages. Starts a sandbox for it, or several in"
            + " turn, unless --running names one that runs.")
public final class WalkCommand implements Callable<Integer> {
  private static final int LARGEST_PAGE = 10_000;

  /** The versions of Clever's API that a sandbox serves. */
  enum Api {
    V3_0("v3.0"),
    V3_1("v3.1");

    private final String path;

    Api(String path) {
      this.path = path;
    }

    @Override
    public String toString() {
      return path;
    }
  }

  @Mixin private final BenchRun run = new BenchRun();

  @Option(
      names = "--students",
      defaultValue = "1004",
      description = "Students of the sandbox to start (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Its seed (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--profile",
      defaultValue = "defects",
      description = "Its profile: clean, defects or odd (default ${DEFAULT-VALUE}).")
  private String profile = "";

  @Option(
      names = "--heap",
      defaultValue = "3g",
      description = "Its largest heap, as Java's -Xmx takes it (default ${DEFAULT-VALUE}).")
  private String heap = "";

  @Option(
      names = "--runs",
      defaultValue = "1",
      description = "How many sandboxes to start and walk in turn (default ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--running",
      paramLabel = "FILE",
      description =
          "Walk the running sandbox that wrote this ready file; its rate limit must be 0.")
  private @Nullable Path readyFile;

  @Option(
      names = "--page-size",
      defaultValue = "1000",
      description = "Records on a page, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--api",
      defaultValue = "v3.1",
      description = "v3.0 or v3.1 (default ${DEFAULT-VALUE}).")
  private Api version = Api.V3_1;

  WalkCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--page-size", limit, 1, LARGEST_PAGE);
    run.require("--runs", runs, 1, 100);
    var bench = new WalkBench(version.toString(), limit);
    var arguments = List.of("--students", "" + students, "--seed", "" + seed, "--profile", profile);
    return run.carryOut(
        "walk",
        (work, progress) ->
            new WalkMeasurement(
                asTyped(),
                Clock.systemUTC().instant().toString(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                readyFile == null
                    ? bench.starting(work, runs, heap, arguments)
                    : bench.running(readyFile)),
        WalkMeasurement::text,
        WalkMeasurement::wrong);
  }

  private String asTyped() {
    return "./homeroom bench walk --students %d --seed %d --profile %s --heap %s --runs %d --page-size %d --api %s"
        .formatted(students, seed, profile, heap, runs, limit, version);
  }
}
