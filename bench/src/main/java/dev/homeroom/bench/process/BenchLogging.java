package dev.homeroom.bench.process;

/**
 * The logging of bench's own processes.
 *
 * <p>The server on the class path brings a {@code logback.xml}. A second one of that name would
 * make logback print its start-up lines, so the file of bench has a name of its own.
 */
public final class BenchLogging {

  private static final String FILE = "logback.configurationFile";

  private BenchLogging() {}

  /**
   * Selects the file of bench, unless the process was started with another one. A program calls
   * this before anything logs.
   */
  public static void select() {
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, "logback-bench.xml");
    }
  }
}
