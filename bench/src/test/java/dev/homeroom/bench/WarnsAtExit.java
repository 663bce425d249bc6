package dev.homeroom.bench;

import org.slf4j.LoggerFactory;

/** Runs the bench command and logs a warning while its process ends. */
final class WarnsAtExit {

  private WarnsAtExit() {}

  /** Runs the command with the arguments. */
  public static void main(String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> LoggerFactory.getLogger("bench.Probe").warn("a warning"), "warn"));
    BenchMain.main(args);
  }
}
