package dev.homeroom.server.sync;

import dev.homeroom.v1.SyncFailure;

/** How a run, or one server's hold of it, comes to its end. */
sealed interface RunEnd {
  /** The roster is what Clever said. */
  record Succeeded() implements RunEnd {}

  /**
   * The run cannot succeed.
   *
   * @param message what happened and what to do next, for people
   */
  record Failed(SyncFailure failure, String message) implements RunEnd {}

  /** This server goes down; another one takes the run at once. */
  record Released() implements RunEnd {}

  /** The run was cancelled, is in other hands, or will be: nothing is written any more. */
  record Lost(String why) implements RunEnd {}
}
