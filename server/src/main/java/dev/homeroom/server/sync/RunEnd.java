package dev.homeroom.server.sync;

/** How one server's hold of a run comes to its end. */
sealed interface RunEnd {
  /**
   * The run is at its end.
   *
   * @param from where it stood
   */
  record AtEnd(RunState.Held from, RunState.Ended ended) implements RunEnd {}

  /** This server goes down, or knows too little: another one takes the run at once. */
  record Released(RunState.Held from) implements RunEnd {}

  /** The run was cancelled, is in other hands, or will be: nothing is written any more. */
  record Lost(String why) implements RunEnd {}
}
