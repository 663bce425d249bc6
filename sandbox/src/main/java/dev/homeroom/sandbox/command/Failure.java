package dev.homeroom.sandbox.command;

/** A command that did not happen, with a sentence for a person and the exit code of the process. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Nobody answered. */
  static final int UNANSWERED = 1;

  /** It was asked for what cannot be. */
  static final int REFUSED = 2;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
