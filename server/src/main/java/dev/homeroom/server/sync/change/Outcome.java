package dev.homeroom.server.sync.change;

import java.sql.Connection;

/** What follows once a run has compared what it read. */
@FunctionalInterface
public interface Outcome {
  /** Goes on, on the take's own session. */
  void with(Connection session, Changes changes);
}
