package dev.homeroom.cli.runtime;

import java.io.IOException;

/** A program that is kept running. After a restart it has the same address. */
public interface Program {
  /** Returns its name for people. */
  String name();

  /**
   * Returns the command to start; called before each start. Removes files of an earlier start that
   * would make {@link #isReady} true too early.
   */
  ProcessBuilder command() throws IOException;

  /** Returns whether this process serves now. */
  boolean isReady(Process process) throws IOException;

  /** Ends a process of this program; returns when it has ended. */
  default void end(ProcessHandle process) {
    ProcessEnd.end(process);
  }
}
