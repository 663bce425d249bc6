package dev.homeroom.bench.process;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;

/**
 * Where something was measured.
 *
 * @param loadBefore the load average before anything was started: what others did with the cores at
 *     the same time; below zero where unknown
 */
public record Machine(
    int cores,
    long memoryMegabytes,
    String system,
    String java,
    String postgres,
    double loadBefore) {

  /** This one. */
  public static Machine of(DurablePostgres postgres, double loadBefore) throws SQLException {
    long memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize() >> 20
            : 0;
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        memory,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.version"),
        postgres.version(),
        loadBefore);
  }

  /** The load average of the last minute; below zero where unknown. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
