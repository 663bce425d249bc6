package dev.homeroom.bench.process;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;

/**
 * The machine of a measurement.
 *
 * @param loadBefore the load average before anything was started, which shows how busy other
 *     programs kept the cores; below zero where unknown
 */
public record Machine(
    int cores,
    long memoryMegabytes,
    String system,
    String java,
    String postgres,
    double loadBefore) {

  /** Describes this machine. */
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

  /** Returns the load average of the last minute; below zero where unknown. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
