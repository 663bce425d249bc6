package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Takes what this process writes while it is open: what Homeroom logs at every level, and what
 * libraries log at the levels that the programs ship with.
 */
public final class Logs implements AutoCloseable {
  private static final Map<String, Level> LEVELS =
      Map.of(
          "dev.homeroom",
          Level.ALL,
          "ROOT",
          Level.INFO,
          "org.flywaydb",
          Level.WARN,
          "com.zaxxer.hikari",
          Level.WARN,
          "org.jooq",
          Level.WARN,
          "io.grpc",
          Level.WARN,
          "io.javaoperatorsdk",
          Level.WARN,
          "io.fabric8",
          Level.WARN);

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Map<String, @Nullable Level> before = new HashMap<>();

  private Logs() {
    LEVELS.forEach((logger, level) -> {
      before.put(logger, context.getLogger(logger).getLevel());
      context.getLogger(logger).setLevel(level);
    });
    var both = new PrintStream(written, true, UTF_8);
    System.setOut(both);
    System.setErr(both);
    SLF4JBridgeHandler.install();
  }

  /** Takes everything until it is closed. */
  public static Logs listen() {
    return new Logs();
  }

  /** The lines so far. */
  public List<String> heard() {
    return written.toString(UTF_8).lines().toList();
  }

  @Override
  public void close() {
    SLF4JBridgeHandler.uninstall();
    System.setOut(out);
    System.setErr(err);
    before.forEach((logger, level) -> context.getLogger(logger).setLevel(level));
  }
}
