package dev.homeroom.server.db.failure;

/** Postgres has no room left on its disk; the transaction was rolled back. */
public final class DatabaseFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DatabaseFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
