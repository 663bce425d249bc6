package dev.homeroom.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CPU time that processes and their children have used since they started.
 *
 * @param seconds user and system time, by the processes' names
 */
public record CpuCosts(SequencedMap<String, Double> seconds) {
  /**
   * The length of a tick in {@code /proc/<pid>/stat}: 100 a second on every Linux that Java runs
   * on.
   */
  private static final long TICK_MILLIS = 10;

  /**
   * The index of the 14th field in that file, counted from the field after the name. The 14th to
   * 17th are times.
   */
  private static final int FIRST_TIME = 11;

  /** Copies the map. */
  public CpuCosts {
    seconds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(seconds));
  }

  /** Returns the CPU time used so far; a process that has ended is left out. */
  public static CpuCosts of(List<ProcessId> processes) {
    SequencedMap<String, Double> seconds = new LinkedHashMap<>();
    for (var process : processes) {
      process.find().ifPresent(found -> seconds.put(process.name(), secondsOf(found)));
    }
    return new CpuCosts(seconds);
  }

  /** Returns one line for people, with the part of each process. */
  public String line() {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return "CPU seconds: "
        + seconds.entrySet().stream()
            .map(each ->
                "%s %.1f (%.0f %%)"
                    .formatted(
                        each.getKey(), each.getValue(), all == 0 ? 0 : 100 * each.getValue() / all))
            .collect(Collectors.joining(", "));
  }

  private static double secondsOf(ProcessHandle process) {
    var cpu = cpu(process, true);
    for (var child : process.descendants().toList()) {
      cpu = cpu.plus(cpu(child, false));
    }
    return cpu.toMillis() / 1000.0;
  }

  /**
   * Returns the CPU time of one process. Without {@code /proc}, children that have ended are not
   * counted.
   */
  private static Duration cpu(ProcessHandle process, boolean withEndedChildren) {
    try {
      var stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      // The name, in parentheses, may contain any character.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks =
          Stream.of(fields)
              .skip(FIRST_TIME)
              .limit(withEndedChildren ? 4 : 2)
              .mapToLong(Long::parseLong)
              .sum();
      return Duration.ofMillis(ticks * TICK_MILLIS);
    } catch (IOException noProc) {
      return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
  }
}
