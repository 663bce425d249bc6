package dev.homeroom.server.rpc;

import dev.homeroom.v1.ErrorReason;

/** Refuses calls because of the state of this server. */
public final class ServerRefusals {
  private ServerRefusals() {}

  /** Refuses calls while the server shuts down. */
  public static RefusedException shuttingDown() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHUTTING_DOWN,
            "This server is going down; call again and another one answers.")
        .exception();
  }

  /** Refuses a call because Postgres does not answer. */
  public static RefusedException databaseUnavailable() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_DATABASE_UNAVAILABLE,
            "The database does not answer; nothing was changed. Retry with back-off.")
        .exception();
  }

  /**
   * Refuses a call because of a failure that Homeroom cannot explain.
   *
   * @param errorId stands in the log with the cause
   */
  public static RefusedException unexpected(String errorId) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_UNEXPECTED,
            "Homeroom failed; the server's log has the cause under error id " + errorId + ".")
        .with("errorId", errorId)
        .exception();
  }
}
