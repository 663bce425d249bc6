package dev.homeroom.bench.latency;

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

/** The command {@code bench latency}. Exit code 1: some of the syncs read everything. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description =
        "Measures the time from TriggerSync (incremental) until a watcher of the roster sees a change"
            + " that Clever has.")
public final class LatencyCommand implements Callable<Integer> {

  @Mixin private final BenchRun run = new BenchRun();

  @Option(
      names = "--changes",
      defaultValue = "200",
      description = "Number of measured changes, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int changes;

  @Option(
      names = "--students",
      defaultValue = "1004",
      description = "Students of the district, 10 to 100000 (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--renamed",
      defaultValue = "1",
      description = "Students who are renamed in each change (default ${DEFAULT-VALUE}).")
  private int renamed;

  @Option(
      names = "--server-heap",
      defaultValue = "512m",
      description = "The server's largest heap (default ${DEFAULT-VALUE}).")
  private String serverHeap = "";

  LatencyCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--changes", changes, 1, 10_000);
    run.require("--students", students, 10, 100_000);
    run.require("--renamed", renamed, 1, students);
    var plan = new Plan(1, students, 1, 1, Duration.ofSeconds(15), serverHeap);
    return run.carryOut(
        "latency",
        (work, progress) ->
            new LatencyBench(work, plan, changes, renamed, progress)
                .run(asTyped(), Clock.systemUTC()),
        this::text,
        measured -> measured.allByEvents() ? "" : "not all went by events");
  }

  private String text(LatencyMeasurement measured) {
    return String.format(
        Locale.ROOT,
        """
        %d times %d of %d students got another name; %d of the syncs by events
        from TriggerSync to the watcher, ms: half %.0f, 95 %% %.0f, 99 %% %.0f, most %.0f
        """,
        changes,
        renamed,
        students,
        measured.incremental(),
        measured.at(0.5),
        measured.at(0.95),
        measured.at(0.99),
        measured.at(1));
  }

  private String asTyped() {
    return "./homeroom bench latency --changes %d --students %d --renamed %d --server-heap %s"
        .formatted(changes, students, renamed, serverHeap);
  }
}
