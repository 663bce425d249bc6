package dev.homeroom.clever;

/** A call that Clever did not answer; carries why. The message is safe to log and to show. */
public final class CleverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient CleverFailure failure;
  private final String operation;

  CleverException(String operation, CleverFailure failure) {
    super(operation + ": " + failure.sentence());
    this.operation = operation;
    this.failure = failure;
  }

  /** Why. */
  public CleverFailure failure() {
    return failure;
  }

  /** What was asked, without ids: {@code GET /users}. */
  public String operation() {
    return operation;
  }
}
