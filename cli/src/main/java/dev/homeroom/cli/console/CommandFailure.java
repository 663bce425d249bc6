package dev.homeroom.cli.console;

/** Ends a command with one or a few clear lines for its caller and no stack trace. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  /** Returns a refusal of an invalid request: exit code 2. */
  public static CommandFailure usage(String line) {
    return new CommandFailure(2, line);
  }

  /** Returns a refusal for work that was tried and failed: exit code 1. */
  public static CommandFailure failed(String line) {
    return new CommandFailure(1, line);
  }

  /** Returns the text for the caller. */
  public String line() {
    return String.valueOf(getMessage());
  }

  /** Returns 1 or 2. */
  public int exitCode() {
    return exitCode;
  }
}
