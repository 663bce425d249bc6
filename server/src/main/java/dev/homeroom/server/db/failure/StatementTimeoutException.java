package dev.homeroom.server.db.failure;

/** A statement did not end within its time limit, or its call ended first; nothing was changed. */
public final class StatementTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what took too long. */
  public StatementTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
