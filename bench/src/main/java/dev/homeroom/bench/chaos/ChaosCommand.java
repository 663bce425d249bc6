package dev.homeroom.bench.chaos;

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

/** {@code bench chaos}. Exit code 1: something was found; or, with {@code --plant}, nothing was. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Kills and pauses servers in the middle of syncs, and looks by gRPC alone for what was lost,"
            + " doubled or half-visible.")
public final class ChaosCommand implements Callable<Integer> {

  private static final Duration LEASE = Duration.ofSeconds(3);

  @Spec private @Nullable CommandSpec spec;

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

  @Option(names = "--json", description = "Also write what was seen to this file.")
  private @Nullable Path json;

  ChaosCommand() {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    require("--rounds", rounds, 1, 10_000);
    require("--students", students, 10, 10_000);
    var out = command().getOut();
    var err = command().getErr();
    var work = Workplace.open("chaos");
    var plan = new Plan(1, students, seed, 2, LEASE, "512m");
    var chaos = new Chaos(work, plan, seed, rounds, planted, line -> say(err, line + "…"));
    Measurement seen;
    try {
      seen = chaos.run(asTyped(), Clock.systemUTC());
    } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
      say(err, "it failed; logs and data stay in " + work.folder());
      throw failure;
    }
    out.print(text(seen));
    out.flush();
    if (json != null) {
      Workplace.write(json, seen);
    }
    boolean asWanted = seen.clean() == (planted == null);
    if (!asWanted) {
      say(
          err,
          (planted == null ? "something is wrong" : "the planted fault was not found")
              + "; logs and data stay in "
              + work.folder());
      return 1;
    }
    work.delete();
    return 0;
  }

  private static String text(Measurement seen) {
    var findings = seen.findings();
    var lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            """
            %d rounds: %d kills, %d pauses of twice the lease, %d of them inside the open apply \
            transaction; %d revisions, %d runs taken again, %d lists read
            lost %d, doubled %d, mixed %d, revisions gone back %d, broken replays %d
            """,
            seen.rounds(),
            seen.kills(),
            seen.pauses(),
            seen.insideApply(),
            seen.revisions(),
            seen.takenAgain(),
            findings.reads(),
            findings.lostRosters(),
            findings.doubledReads(),
            findings.mixedReads(),
            findings.revisionsGoneBack(),
            findings.brokenReplays()));
    findings.told().forEach(line -> lines.append("  ").append(line).append('\n'));
    return lines.toString();
  }

  private void require(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(command(), "%s is %d to %d".formatted(flag, least, most));
    }
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private String asTyped() {
    return "./homeroom bench chaos --rounds %d --students %d --seed %d%s"
        .formatted(rounds, students, seed, planted == null ? "" : " --plant " + planted);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
