package dev.homeroom.cli.console;

/** Ends a command with one or a few clear lines for its caller and no stack trace. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Refusal(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  /** Returns a refusal of an invalid request: exit code 2. */
  public static Refusal usage(String line) {
    return new Refusal(2, line);
  }

  /** Returns a refusal for work that was tried and failed: exit code 1. */
  public static Refusal failed(String line) {
    return new Refusal(1, line);
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
