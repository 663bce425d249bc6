package dev.homeroom.server.db;

/** A transaction was given a time and did not end within it; nothing was changed. */
public final class StatementTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Tells what took too long. */
  public StatementTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
