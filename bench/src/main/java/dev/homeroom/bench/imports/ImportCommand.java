package dev.homeroom.bench.imports;

import dev.homeroom.bench.process.Workplace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "A district's first import through the server, beside a raw binary COPY of the same rows.")
public final class ImportCommand implements Callable<Integer> {

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
      names = "--runs",
      defaultValue = "3",
      description = "How often each thing is measured, in turn (default ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  @Option(names = "--json", description = "Also write the numbers to this file.")
  private @Nullable Path json;

  ImportCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    if (runs < 1) {
      throw new ParameterException(command(), "--runs is 1 or more");
    }
    var out = command().getOut();
    var err = command().getErr();
    var work = Workplace.open("import");
    var options = new ImportOptions(students, seed, runs, serverHeap);
    var bench = new ImportBench(work.root(), work.folder(), options, line -> say(err, line + "…"));
    Measurement measurement;
    try {
      measurement = bench.run(asTyped(), Clock.systemUTC());
    } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
      say(err, "it failed; logs and data stay in " + work.folder());
      throw e;
    }
    out.print(new Report(measurement).text());
    out.flush();
    if (json != null) {
      Workplace.write(json, measurement);
    }
    work.delete();
    return 0;
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private String asTyped() {
    return "./homeroom bench import --students %d --seed %d --runs %d --server-heap %s"
        .formatted(students, seed, runs, serverHeap);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
