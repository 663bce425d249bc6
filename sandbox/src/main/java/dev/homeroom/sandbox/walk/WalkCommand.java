package dev.homeroom.sandbox.walk;

import dev.homeroom.sandbox.wire.ApiVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code sandbox walk}. Exit code 1 when two runs of one district differ. */
@Command(
    name = "walk",
    description =
        "Reads everything that a sandbox serves, page by page, and prints records per second, the"
            + " sandbox's memory and CPU, and a hash of all pages. Starts a sandbox for it, or"
            + " several in turn, unless --running names one that runs.",
    sortOptions = false)
public final class WalkCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;
  private static final int LARGEST_PAGE = 10_000;

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
  private String version = "";

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write the numbers to this file, as JSON.")
  private @Nullable Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli needs this field and reads it itself
  private boolean help;

  /** Called by picocli. */
  public WalkCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    var out = System.out;
    List<WalkReport> reports = new ArrayList<>();
    for (var run = 1; run <= (readyFile == null ? runs : 1); run++) {
      try (var host = host()) {
        reports.add(walk(host));
      }
      out.print(reports.getLast().text());
    }
    var same = reports.stream().map(report -> report.read().sha256()).distinct().count() == 1;
    if (reports.size() > 1) {
      compare(out, reports.size(), same);
    }
    if (json != null) {
      write(json, reports);
    }
    return same ? 0 : DIFFERENT;
  }

  private void check() {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException("--page-size is 1 to 10000, not " + limit);
    }
    if (runs < 1) {
      throw new IllegalArgumentException("--runs is 1 or more, not " + runs);
    }
    if (ApiVersion.ofPath(version).isEmpty()) {
      throw new IllegalArgumentException("--api is v3.0 or v3.1, not " + version);
    }
  }

  private SandboxProcess host() throws IOException, InterruptedException {
    return readyFile != null
        ? SandboxProcess.running(readyFile)
        : SandboxProcess.start(heap, arguments());
  }

  private List<String> arguments() {
    return List.of(
        "--students", String.valueOf(students),
        "--seed", String.valueOf(seed),
        "--profile", profile);
  }

  private WalkReport walk(SandboxProcess host) throws IOException, InterruptedException {
    var before = host.cpuSeconds();
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var read = new Walk(http, host.url(), host.token(), version, limit).run();
      var used = host.cpuSeconds().flatMap(after -> before.map(then -> after - then));
      return new WalkReport(host.secondsToStart(), read, used, host.peakMegabytes());
    }
  }

  private static void compare(PrintStream out, int runs, boolean same) {
    out.println(
        same
            ? "the pages of all %d runs are identical, byte for byte".formatted(runs)
            : "the pages of the %d runs differ".formatted(runs));
  }

  private void write(Path file, List<WalkReport> reports) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put(
        "command",
        "./homeroom sandbox walk --students %d --seed %d --profile %s --heap %s --runs %d --page-size %d --api %s"
            .formatted(students, seed, profile, heap, runs, limit, version));
    content.put("date", Clock.systemUTC().instant().toString());
    content.put("cores", Runtime.getRuntime().availableProcessors());
    content.put("java", Runtime.version().toString());
    content.put("runs", reports.stream().map(WalkReport::json).toList());
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(file, mapper.writeValueAsString(content) + "\n");
  }
}
