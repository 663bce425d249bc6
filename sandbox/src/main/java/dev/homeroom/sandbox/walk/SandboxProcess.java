package dev.homeroom.sandbox.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox in a process: one that already runs, or one that is started here and ends on close. */
final class SandboxProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;
  private static final int MILLIS_BETWEEN_LOOKS = 20;

  private final JsonNode told;
  private final double secondsToStart;
  private final Optional<Process> own;

  private SandboxProcess(JsonNode told, double secondsToStart, Optional<Process> own) {
    this.told = told;
    this.secondsToStart = secondsToStart;
    this.own = own;
  }

  /** Returns the running sandbox that wrote this ready file. */
  static SandboxProcess running(Path readyFile) throws IOException {
    return new SandboxProcess(
        JsonMapper.shared().readTree(Files.readAllBytes(readyFile)), 0, Optional.empty());
  }

  /**
   * Starts a sandbox in a process of its own and waits until it answers.
   *
   * @param heap its largest heap, in the form of Java's {@code -Xmx}
   * @param arguments of the sandbox, without port, rate limit and ready file
   */
  static SandboxProcess start(String heap, List<String> arguments)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("sandbox-walk");
    var ready = folder.resolve("ready.json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.homeroom.sandbox.SandboxMain");
    command.addAll(
        List.of("--sandbox-port", "0", "--rate-limit", "0", "--ready-file", ready.toString()));
    command.addAll(arguments);
    var start = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      while (!Files.exists(ready)) {
        if (process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "the sandbox does not start (exit code %d)".formatted(process.exitValue()));
        }
      }
      var seconds = (System.nanoTime() - start) / 1e9;
      return new SandboxProcess(
          JsonMapper.shared().readTree(Files.readAllBytes(ready)), seconds, Optional.of(process));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    } finally {
      Files.deleteIfExists(ready);
      Files.delete(folder);
    }
  }

  String url() {
    return told.path("url").asString();
  }

  String token() {
    return told.path("token").asString();
  }

  /** The seconds from the start of the process to its first answer; 0 if it already ran. */
  double secondsToStart() {
    return secondsToStart;
  }

  /** The CPU time that the process has used so far; empty if the system does not report it. */
  Optional<Double> cpuSeconds() {
    return ProcessHandle.of(told.path("pid").asLong())
        .flatMap(process -> process.info().totalCpuDuration())
        .map(duration -> duration.toMillis() / 1000.0);
  }

  /** The largest resident memory so far, from {@code /proc}; empty on other systems. */
  Optional<Long> peakMegabytes() {
    var status = Path.of("/proc", told.path("pid").asString(), "status");
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException noProc) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    own.ifPresent(process -> {
      process.destroy();
      try {
        if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    });
  }
}
