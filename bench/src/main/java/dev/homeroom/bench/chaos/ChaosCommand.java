package dev.homeroom.bench.chaos;

import dev.homeroom.bench.BenchRun;
import dev.homeroom.bench.fleet.Fleet.Plan;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code bench chaos}. Exit code 1: something was found; or, with {@code --plant},
 * nothing was.
 */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Kills and pauses servers in the middle of syncs, and looks by gRPC alone for what was lost,"
            + " doubled or half-visible.")
public final class ChaosCommand implements Callable<Integer> {

  private static final Duration LEASE = Duration.ofSeconds(3);

  @Mixin private final BenchRun run = new BenchRun();

  @Option(
      names = "--rounds",
      defaultValue = "200",
      description = "Blows, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--students",
      defaultValue = "1000",
      description = "Students of the district, 10 to 10000 (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same blows (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--plant",
      paramLabel = "FAULT",
      description =
          "Put a fault into the servers of this run, and stop when it is found:"
              + " ${COMPLETION-CANDIDATES}.")
  private @Nullable PlantedFault planted;

  ChaosCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    run.require("--rounds", rounds, 1, 10_000);
    run.require("--students", students, 10, 10_000);
    var plan = new Plan(1, students, seed, 2, LEASE, "512m");
    return run.carryOut(
        "chaos",
        (work, progress) ->
            new Chaos(work, plan, seed, rounds, planted, progress)
                .run(asTyped(), Clock.systemUTC()),
        ChaosCommand::text,
        this::wrong);
  }

  private String wrong(ChaosMeasurement seen) {
    if (seen.clean() == (planted == null)) {
      return "";
    }
    return planted == null ? "something is wrong" : "the planted fault was not found";
  }

  private static String text(ChaosMeasurement seen) {
    var findings = seen.findings();
    var lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            """
            %d rounds: %d kills, %d pauses of twice the lease, of both %d inside the open apply \
            transaction and %d between reading and applying
            %d revisions, %d runs taken again, %d given up, %d pauses without rest, %d lists read
            lost %d, doubled %d, mixed %d, revisions gone back %d, broken replays %d
            """,
            seen.rounds(),
            seen.blows().kills(),
            seen.blows().pauses(),
            seen.blows().insideApply(),
            seen.blows().whileComparing(),
            seen.revisions(),
            seen.takenAgain(),
            seen.givenUp(),
            seen.unrest(),
            findings.reads(),
            findings.lostRosters(),
            findings.doubledReads(),
            findings.mixedReads(),
            findings.revisionsGoneBack(),
            findings.brokenReplays()));
    findings.faults().forEach(line -> lines.append("  ").append(line).append('\n'));
    return lines.toString();
  }

  private String asTyped() {
    return "./homeroom bench chaos --rounds %d --students %d --seed %d%s"
        .formatted(rounds, students, seed, planted == null ? "" : " --plant " + planted);
  }
}
