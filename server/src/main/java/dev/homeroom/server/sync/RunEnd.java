package dev.homeroom.server.sync;

/** The end of one server's lease of a run. */
sealed interface RunEnd {
  /**
   * The run has ended.
   *
   * @param from the state that it was in
   */
  record AtEnd(RunState.Held from, RunState.Ended ended) implements RunEnd {}

  /** This server shuts down, or is too old for the run; another one takes the run at once. */
  record Released(RunState.Held from) implements RunEnd {}

  /**
   * The run was cancelled, or another server has its lease or will: nothing is written any more.
   */
  record Lost(String why) implements RunEnd {}
}
