package dev.homeroom.server.db.failure;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Postgres's error codes: https://www.postgresql.org/docs/18/errcodes-appendix.html. */
public final class SqlStates {
  private SqlStates() {}

  /**
   * Returns whether the failure says that Postgres is away, starting, shutting down or out of
   * connections, or has ended a session that was idle inside a transaction.
   */
  public static boolean unavailable(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        var state = sql.getSQLState();
        return state.startsWith("08")
            || state.startsWith("57P")
            || state.equals("53300")
            || state.equals("25P03");
      }
    }
    return false;
  }

  /** Returns whether the failure says that Postgres has no room left on its disk. */
  public static boolean full(Throwable failure) {
    return first(failure).filter("53100"::equals).isPresent();
  }

  /** Returns whether the failure says that a statement was ended by its timeout or by a cancel. */
  public static boolean cancelled(Throwable failure) {
    return first(failure).filter("57014"::equals).isPresent();
  }

  private static Optional<String> first(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}
