package dev.homeroom.sandbox.command;

/** Thrown when a command fails, with a sentence for people and the exit code of the process. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The exit code when nobody answers. */
  static final int UNANSWERED = 1;

  /** The exit code when the command is refused. */
  static final int REFUSED = 2;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
