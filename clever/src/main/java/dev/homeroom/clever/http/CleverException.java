package dev.homeroom.clever.http;

/**
 * Thrown when Clever does not answer a call; carries the reason. The message is safe to log and to
 * show.
 */
public final class CleverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient CleverFailure failure;
  private final String operation;

  CleverException(String operation, CleverFailure failure) {
    super(operation + ": " + failure.sentence());
    this.operation = operation;
    this.failure = failure;
  }

  /** The reason. */
  public CleverFailure failure() {
    return failure;
  }

  /** The request without ids: {@code GET /users}. */
  public String operation() {
    return operation;
  }
}
