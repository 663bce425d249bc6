package dev.homeroom.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The cost so far of a process and its children. Read from {@code /proc}, so that children that
 * ended count too; elsewhere from the running ones alone, and without memory.
 *
 * @param cpu user and system time
 * @param peakMegabytes the largest resident memory, of the process alone; 0 where unknown
 */
public record ProcessCost(Duration cpu, long peakMegabytes) {

  /**
   * The length of a tick in {@code /proc/<pid>/stat}: 100 a second on every Linux that Java runs
   * on.
   */
  private static final long TICK_MILLIS = 10;

  /** Returns the cost of a process so far. */
  public static ProcessCost of(ProcessHandle process) {
    var cpu = cpu(process, true);
    for (var child : process.descendants().toList()) {
      cpu = cpu.plus(cpu(child, false));
    }
    return new ProcessCost(cpu, peakMegabytes(process.pid()));
  }

  /** Returns the cost since an earlier one; the peak of memory is still that of the whole life. */
  public ProcessCost since(ProcessCost before) {
    return new ProcessCost(cpu.minus(before.cpu), peakMegabytes);
  }

  /** Returns the CPU time in seconds. */
  public double cpuSeconds() {
    return cpu.toMillis() / 1000.0;
  }

  private static Duration cpu(ProcessHandle process, boolean withEndedChildren) {
    try {
      var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The name, in parentheses, may contain any character; the 14th to 17th field come after it.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks =
          Stream.of(fields)
              .skip(11)
              .limit(withEndedChildren ? 4 : 2)
              .mapToLong(Long::parseLong)
              .sum();
      return Duration.ofMillis(ticks * TICK_MILLIS);
    } catch (IOException noProc) {
      return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
  }

  private static long peakMegabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1024;
    } catch (IOException noProc) {
      return 0;
    }
  }
}
