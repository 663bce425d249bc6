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

/**
 * One child process with its log file. It can be restarted; {@link #close} asks it to end and kills
 * it after ten seconds. Thread-safe.
 */
final class Daemon implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final String name;
  private final Path directory;
  private final List<String> command;
  private final Path log;
  private volatile Process process;
  private boolean closed;

  private Daemon(String name, Path directory, List<String> command) {
    this.name = name;
    this.directory = directory;
    this.command = List.copyOf(command);
    this.log = directory.resolve(name + ".log");
    this.process = launch(ProcessBuilder.Redirect.to(log.toFile()));
  }

  static Daemon start(String name, Path directory, List<String> command) {
    return new Daemon(name, directory, command);
  }

  /** Restarts the process with the same command. */
  synchronized void restart() {
    if (closed) {
      throw new ControlPlaneException(name + " is closed");
    }
    process = launch(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private Process launch(ProcessBuilder.Redirect output) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(output)
          .start();
    } catch (IOException e) {
      throw new ControlPlaneException(name + " does not start: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until {@code ready} returns true.
   *
   * @throws ControlPlaneException when the process ends before, or the limit passes
   */
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
  public synchronized void close() {
    closed = true;
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
