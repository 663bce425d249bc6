package dev.homeroom.server.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Reads Postgres's error codes: https://www.postgresql.org/docs/18/errcodes-appendix.html. */
final class SqlStates {
  private SqlStates() {}

  /** Whether the failure says that Postgres is away, starting, going down or full. */
  static boolean unavailable(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        var state = sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
      }
    }
    return false;
  }

  /** Whether the failure is a statement's end by its timeout or by a cancel. */
  static boolean cancelled(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().equals("57014");
      }
    }
    return false;
  }
}
