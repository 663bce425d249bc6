package dev.homeroom.bench.imports;

import dev.homeroom.bench.BenchRun;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Compares a district's first import through the server with a raw binary COPY of the same rows.")
public final class ImportCommand implements Callable<Integer> {

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
      names = "--runs",
      defaultValue = "3",
      description = "Times each part is measured, in turn (default ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  ImportCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--runs", runs, 1, 100);
    var options = new ImportOptions(students, seed, runs, serverHeap);
    return run.carryOut(
        "import",
        (work, progress) ->
            new ImportBench(work, options, progress).run(asTyped(), Clock.systemUTC()),
        measured -> new ImportReport(measured).text(),
        _ -> "");
  }

  private String asTyped() {
    return "./homeroom bench import --students %d --seed %d --runs %d --server-heap %s"
        .formatted(students, seed, runs, serverHeap);
  }
}
