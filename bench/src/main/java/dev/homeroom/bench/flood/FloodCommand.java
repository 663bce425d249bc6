package dev.homeroom.bench.flood;

import dev.homeroom.bench.BenchRun;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code bench flood}. Exit code 1: the server's process ended, health took longer than
 * a second, or memory still grew at the end.
 */
@Command(
    name = "flood",
    mixinStandardHelpOptions = true,
    description =
        "Whether a server lives through floods of connections, streams and frames from callers"
            + " without a token, and answers others meanwhile. Needs Linux: each flood comes from a"
            + " loopback address of its own.")
public final class FloodCommand implements Callable<Integer> {

  @Mixin private final BenchRun run = new BenchRun();

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Seconds to attack, 5 to 3600 (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--server-heap",
      defaultValue = "256m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  FloodCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--seconds", seconds, 5, 3600);
    return run.carryOut(
        "flood",
        (work, progress) ->
            new FloodBench(work, serverHeap, seconds, progress).run(asTyped(), Clock.systemUTC()),
        FloodMeasurement::text,
        FloodMeasurement::wrong);
  }

  private String asTyped() {
    return "./homeroom bench flood --seconds %d --server-heap %s".formatted(seconds, serverHeap);
  }
}
