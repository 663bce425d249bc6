package dev.homeroom.bench.flood;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.Member;
import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.flood.FloodMeasurement.Flood;
import dev.homeroom.bench.flood.FloodMeasurement.Second;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.JavaChild.Program;
import dev.homeroom.bench.process.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Attacks one server in every way at once, and asks for its health all the time as an honest caller
 * does.
 */
final class FloodBench {
  private static final int SECONDS_BETWEEN_LINES = 10;
  private static final int WARM_UPS = 20;
  private static final Pattern WARN_OR_WORSE = Pattern.compile("\\b(WARN|ERROR)\\b");

  private final BenchFolder work;
  private final String serverHeap;
  private final int seconds;
  private final Consumer<String> progress;

  FloodBench(BenchFolder work, String serverHeap, int seconds, Consumer<String> progress) {
    this.work = work;
    this.serverHeap = serverHeap;
    this.seconds = seconds;
    this.progress = progress;
  }

  FloodMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres and a server");
    try (var fleet = Fleet.start(work, new Plan(1, 10, 1, 1, Duration.ofSeconds(15), serverHeap))) {
      var member = fleet.members().getFirst();
      var parts = member.address().split(":", 2);
      var server = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
      var probe = new HealthProbe(server);
      for (int i = 0; i < WARM_UPS; i++) {
        second(member, probe);
      }
      long pid = member.process().pid();
      long linesBefore = logLines(member);
      var result = work.folder().resolve("floods.json");
      progress.accept("flooding it for " + seconds + " s");
      var attackers = attack(server, result);
      List<Second> measured;
      try {
        measured = follow(member, probe);
        attackers.waitFor();
      } finally {
        attackers.destroyForcibly();
      }
      return new FloodMeasurement(
          command,
          clock.instant().toString(),
          Machine.of(fleet.postgres(), load),
          serverHeap,
          pid,
          member.process().alive() ? member.process().pid() : 0,
          logLines(member) - linesBefore,
          measured,
          floods(result));
    }
  }

  /** They have the lowest priority, since outside of a benchmark they are on other machines. */
  private Process attack(InetSocketAddress server, Path result) throws IOException {
    var program =
        new Program(
            work.root(),
            "bench",
            "dev.homeroom.bench.flood.AttackMain",
            List.of("-Xmx256m"),
            List.of(
                server.getHostString(),
                Integer.toString(server.getPort()),
                Integer.toString(seconds),
                result.toString()));
    var command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.addAll(program.command());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(work.folder().resolve("attack.log").toFile())
        .start();
  }

  private static List<Flood> floods(Path result) throws IOException {
    if (!Files.exists(result)) {
      throw new BenchException("the attackers ended early; see " + result.getParent());
    }
    return List.of(new JsonMapper().readValue(Files.readString(result), Flood[].class));
  }

  private List<Second> follow(Member member, HealthProbe probe) throws InterruptedException {
    var measured = new ArrayList<Second>();
    long begun = System.nanoTime();
    for (int i = 0; i < seconds && member.process().alive(); i++) {
      long next = begun + TimeUnit.SECONDS.toNanos(i + 1);
      var second = second(member, probe);
      measured.add(second);
      if (i % SECONDS_BETWEEN_LINES == 0) {
        progress.accept(
            "second %d: health after %.0f and %.0f ms, %d MB resident"
                .formatted(
                    i + 1, second.openMillis(), second.newMillis(), second.residentMegabytes()));
      }
      TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
    }
    return List.copyOf(measured);
  }

  private static Second second(Member member, HealthProbe probe) throws InterruptedException {
    var open = HealthProbe.ask(member.channel());
    var fresh = probe.ask();
    return new Second(
        open.millis(),
        fresh.millis(),
        open.serving() && fresh.serving(),
        residentMegabytes(member.process().pid()));
  }

  /** Returns the resident memory from {@code /proc}; 0 where there is none. */
  private static long residentMegabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1024;
    } catch (IOException gone) {
      return 0;
    }
  }

  private long logLines(Member member) throws IOException {
    var log = work.folder().resolve(member.user() + "-0").resolve("server.log");
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> WARN_OR_WORSE.matcher(line).find()).count();
    }
  }
}
