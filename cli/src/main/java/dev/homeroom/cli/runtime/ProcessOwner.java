package dev.homeroom.cli.runtime;

import java.util.List;

/** A component that starts and ends its own processes. */
public interface ProcessOwner extends AutoCloseable {
  /** Returns its processes. */
  List<ProcessId> processes();

  /** Ends them; returns when they have ended. */
  @Override
  void close();
}
