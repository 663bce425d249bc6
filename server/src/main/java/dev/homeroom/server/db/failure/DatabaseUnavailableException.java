package dev.homeroom.server.db.failure;

/** Postgres does not answer, or is not migrated yet; nothing was changed. Trying again may help. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what failed. */
  public DatabaseUnavailableException(String message) {
    super(message);
  }

  /** Says what failed, and why. */
  public DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
