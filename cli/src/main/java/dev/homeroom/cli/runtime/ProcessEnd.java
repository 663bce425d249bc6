package dev.homeroom.cli.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: first by a signal, then by force. */
public final class ProcessEnd {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private ProcessEnd() {}

  /** Ends a process with SIGTERM, and kills it after 15 seconds. Returns when it has ended. */
  public static void end(ProcessHandle process) {
    process.destroy();
    insist(process);
  }

  /**
   * Does the same as {@link #end}, with SIGINT: Postgres then ends without waiting for its clients.
   */
  public static void interrupt(ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    insist(process);
  }

  private static void insist(ProcessHandle process) {
    if (!goneWithin(process, PATIENCE)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      goneWithin(process, PATIENCE);
    }
  }

  private static boolean goneWithin(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
