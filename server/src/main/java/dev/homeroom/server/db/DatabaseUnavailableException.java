package dev.homeroom.server.db;

/** Postgres does not answer, or is not migrated yet; nothing was changed. Worth trying again. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Tells what was tried in vain. */
  public DatabaseUnavailableException(String message) {
    super(message);
  }

  /** Tells what was tried in vain, and why. */
  public DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
