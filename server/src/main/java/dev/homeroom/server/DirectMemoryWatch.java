package dev.homeroom.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process when direct memory has run out, as {@code -XX:+ExitOnOutOfMemoryError} does for
 * the heap. The option does not see it: Java's library counts direct memory by itself, so that
 * connections would fail one after the other in a process that lives on.
 */
final class DirectMemoryWatch implements AutoCloseable {
  /** The exit code of the option. */
  private static final int EXIT_CODE = 3;

  /** Netty's pools grow by this much. */
  private static final int PIECE = 2 << 20;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The number of failed tries that end the process; a short peak does not. */
  private static final int TRIES = 3;

  private final BufferPoolMXBean taken =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .findFirst()
          .orElseThrow();

  private final long limit = limit();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("direct-memory").unstarted(this::watch);

  private DirectMemoryWatch() {}

  /** Starts to watch. */
  static DirectMemoryWatch start() {
    var watch = new DirectMemoryWatch();
    watch.thread.start();
    return watch;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static long limit() {
    var set =
        Long.parseLong(
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
    return set == 0 ? Runtime.getRuntime().maxMemory() : set;
  }

  private void watch() {
    int missed = 0;
    while (missed < TRIES) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      } catch (InterruptedException closed) {
        return;
      }
      missed = hasRoom() ? 0 : missed + 1;
    }
    System.err.println(
        "Terminating due to java.lang.OutOfMemoryError: direct memory, "
            + taken.getTotalCapacity()
            + " of "
            + limit
            + " bytes of it are taken");
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  /** Tries to take a piece only near the limit, as the piece goes back with the next collection. */
  private boolean hasRoom() {
    if (taken.getTotalCapacity() + PIECE <= limit) {
      return true;
    }
    try {
      return ByteBuffer.allocateDirect(PIECE).capacity() == PIECE;
    } catch (OutOfMemoryError full) {
      return false;
    }
  }
}
