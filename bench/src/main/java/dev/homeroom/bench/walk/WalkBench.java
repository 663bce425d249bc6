package dev.homeroom.bench.walk;

import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.JavaChild;
import dev.homeroom.bench.process.JavaChild.Program;
import dev.homeroom.bench.process.ProcessCost;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks through sandboxes: several that it starts one after another, or one that already runs.
 *
 * @param version {@code v3.0} or {@code v3.1}
 * @param limit records on a page
 */
record WalkBench(String version, int limit) {

  /**
   * Starts a sandbox in a process of its own and walks through it, several times.
   *
   * @param heap the sandbox's largest heap, in the form of Java's {@code -Xmx}
   * @param arguments of the sandbox, without port, rate limit and ready file
   */
  List<WalkMeasurement.Run> starting(
      BenchFolder work, int runs, String heap, List<String> arguments)
      throws IOException, InterruptedException {
    List<WalkMeasurement.Run> walked = new ArrayList<>();
    for (var run = 1; run <= runs; run++) {
      var ready = work.folder().resolve("sandbox-%d.json".formatted(run));
      List<String> all = new ArrayList<>(arguments);
      all.addAll(
          List.of("--sandbox-port", "0", "--rate-limit", "0", "--ready-file", ready.toString()));
      var program =
          new Program(
              work.root(),
              "sandbox",
              "dev.homeroom.sandbox.SandboxMain",
              List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"),
              all);
      var start = System.nanoTime();
      try (var sandbox = JavaChild.start(program, Map.of(), work.folder(), ready)) {
        walked.add(
            walk(
                seconds(System.nanoTime() - start),
                sandbox.readyValue("url"),
                sandbox.readyValue("token"),
                sandbox::cost));
      }
    }
    return walked;
  }

  /** Walks through the running sandbox that wrote this ready file. */
  List<WalkMeasurement.Run> running(Path readyFile) throws IOException, InterruptedException {
    var ready = JsonMapper.shared().readTree(Files.readAllBytes(readyFile));
    var process = ProcessHandle.of(ready.path("pid").asLong());
    return List.of(
        walk(
            0,
            ready.path("url").asString(),
            ready.path("token").asString(),
            () -> ProcessCost.of(process.orElseThrow())));
  }

  private WalkMeasurement.Run walk(
      double startSeconds, String url, String token, Supplier<ProcessCost> cost)
      throws IOException, InterruptedException {
    var before = cost.get();
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var start = System.nanoTime();
      var read = new PageWalk(http, url, token, version, limit).run();
      var seconds = seconds(System.nanoTime() - start);
      var total = read.records().values().stream().mapToLong(Long::longValue).sum();
      var used = cost.get().since(before);
      return new WalkMeasurement.Run(
          startSeconds,
          read.records(),
          total,
          read.pages(),
          read.bytes(),
          seconds,
          Math.round(total / seconds),
          used.cpuSeconds(),
          used.peakMegabytes(),
          read.sha256());
    }
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1000.0;
  }
}
