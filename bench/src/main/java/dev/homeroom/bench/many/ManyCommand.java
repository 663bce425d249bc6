package dev.homeroom.bench.many;

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

/**
 * The command {@code bench many}. Exit code 1: a run was missing, late, doubled, failed, or
 * overlapped.
 */
@Command(
    name = "many",
    mixinStandardHelpOptions = true,
    description =
        "Checks that several servers sync many districts every minute: each in time, and none twice"
            + " at once.")
public final class ManyCommand implements Callable<Integer> {

  @Mixin private final BenchRun run = new BenchRun();

  @Option(
      names = "--districts",
      defaultValue = "200",
      description = "Number of districts, 1 to 500 (default ${DEFAULT-VALUE}).")
  private int districts;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "Minutes to measure, 1 to 60 (default ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--servers",
      defaultValue = "2",
      description = "Servers that share the work, 1 to 8 (default ${DEFAULT-VALUE}).")
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

  ManyCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--districts", districts, 1, 500);
    run.require("--minutes", minutes, 1, 60);
    run.require("--servers", servers, 1, 8);
    run.require("--students", students, 10, 10_000);
    var plan = new Plan(districts, students, 1, servers, Duration.ofSeconds(15), serverHeap);
    return run.carryOut(
        "many",
        (work, progress) ->
            new ManyBench(work, plan, minutes, progress).run(asTyped(), Clock.systemUTC()),
        ManyCommand::text,
        measured -> measured.holds() ? "" : "it does not hold");
  }

  private static String text(ManyMeasurement measured) {
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

  private static String text(Percentiles spread) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f / %.2f / %.2f",
        spread.half(),
        spread.p95(),
        spread.p99(),
        spread.most());
  }

  private String asTyped() {
    return "./homeroom bench many --districts %d --minutes %d --servers %d --students %d --server-heap %s"
        .formatted(districts, minutes, servers, students, serverHeap);
  }
}
