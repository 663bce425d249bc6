package dev.homeroom.server.sync.change;

import java.sql.Connection;

/** The step that follows once a run has compared what it read. */
@FunctionalInterface
public interface Outcome {
  /** Continues on the lease's own session. */
  void with(Connection session, Changes changes);
}
