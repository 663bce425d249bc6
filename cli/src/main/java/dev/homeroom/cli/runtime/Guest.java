package dev.homeroom.cli.runtime;

import java.util.List;

/** Something that runs processes of its own and ends them itself. */
public interface Guest extends AutoCloseable {
  /** Its processes. */
  List<ProcessId> processes();

  /** Ends them; returns when they are gone. */
  @Override
  void close();
}
