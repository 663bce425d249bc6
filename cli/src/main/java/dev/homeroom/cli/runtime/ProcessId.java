package dev.homeroom.cli.runtime;

import java.time.Instant;
import java.util.Optional;

/**
 * The identity of a process, which differs from that of a later one with the same process id.
 *
 * @param name its name, for people
 * @param pid its process id
 * @param startMillis its start time as the system reports it; 0 where it does not
 */
public record ProcessId(String name, long pid, long startMillis) {
  /** The system counts from its boot, and two readers may see different times for it. */
  private static final long CLOCK_JITTER_MILLIS = 2000;

  /** Returns the identity of a running process. */
  public static ProcessId of(String name, ProcessHandle process) {
    return new ProcessId(name, process.pid(), startOf(process));
  }

  /** Returns the process, if it still runs and is the same one. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(p -> Math.abs(startOf(p) - startMillis) <= CLOCK_JITTER_MILLIS);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
