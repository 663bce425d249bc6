package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One child process with its log file; {@link #close} asks it to end and then makes it end. */
final class Daemon implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final String name;
  private final Process process;
  private final Path log;

  private Daemon(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static Daemon start(String name, Path directory, List<String> command) {
    var log = directory.resolve(name + ".log");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Daemon(name, process, log);
    } catch (IOException e) {
      throw new ControlPlaneException(name + " does not start: " + e.getMessage(), e);
    }
  }

  /** Waits until {@code ready} says so; ends with an exception when the process ends before. */
  void await(BooleanSupplier ready, Duration limit) throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new ControlPlaneException.EndedAtStart(
            name + " ended at its start; it said: " + lastWords());
      }
      if (System.nanoTime() > deadline) {
        throw new ControlPlaneException(
            name + " is not ready after " + limit.toSeconds() + " s; it said: " + lastWords());
      }
      Thread.sleep(POLL);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    process.onExit().join();
  }

  private String lastWords() {
    try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines.filter(line -> !line.isBlank()).reduce("nothing", (_, line) -> line);
    } catch (IOException | UncheckedIOException e) {
      return "(" + log + " cannot be read)";
    }
  }
}
