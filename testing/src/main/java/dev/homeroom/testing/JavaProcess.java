package dev.homeroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that a test started; to close it kills it. */
public final class JavaProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  JavaProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Returns true until it has ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns its standard output so far. */
  public String out() {
    return read(out);
  }

  /** Returns its standard error so far. */
  public String err() {
    return read(err);
  }

  /** Returns the content of its ready file once it has written it; fails if it ends instead. */
  public String awaitFile(Path file) {
    Eventually.see(
        file + " written", () -> Files.exists(file) || !isAlive(), Boolean::booleanValue);
    if (!Files.exists(file)) {
      throw new AssertionError("it ended without " + file + ": " + err());
    }
    return read(file);
  }

  /** Asks it to end, as Kubernetes does. */
  public void stop() {
    process.destroy();
  }

  /** Kills it and waits for its end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end; returns its exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it still runs after " + LONGEST + ": " + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
