package dev.homeroom.cli.runtime;

import java.io.IOException;

/** A program that is kept running. Started anew, it comes back at the same address. */
public interface Program {
  /** What it is called before people. */
  String name();

  /**
   * What to start, called before each start; takes away what an earlier start left behind that
   * would make {@link #isReady} answer for it.
   */
  ProcessBuilder command() throws IOException;

  /** Whether this process now serves. */
  boolean isReady(Process process) throws IOException;

  /** Ends a process of this program; returns when it is gone. */
  default void end(ProcessHandle process) {
    Endings.end(process);
  }
}
