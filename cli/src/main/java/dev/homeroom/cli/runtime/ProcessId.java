package dev.homeroom.cli.runtime;

import java.time.Instant;
import java.util.Optional;

/**
 * A process told apart from a later one with the same number.
 *
 * @param name what it is to us, for people
 * @param pid its number
 * @param startMillis when it started, as the system tells it; 0 where it does not
 */
public record ProcessId(String name, long pid, long startMillis) {
  /** The system counts from its boot, whose time two readers may see a moment apart. */
  private static final long CLOCK_JITTER_MILLIS = 2000;

  /** The identity of a process that runs. */
  public static ProcessId of(String name, ProcessHandle process) {
    return new ProcessId(name, process.pid(), startOf(process));
  }

  /** The process, if it still runs and is the same one. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(p -> Math.abs(startOf(p) - startMillis) <= CLOCK_JITTER_MILLIS);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
