package dev.homeroom.server.db;

/** Postgres has no room left on its disk; what was under way was undone. */
public final class DatabaseFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DatabaseFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
