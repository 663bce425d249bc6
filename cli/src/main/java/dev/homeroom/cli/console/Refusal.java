package dev.homeroom.cli.console;

/** Ends a command with a clear line for its caller, or a few, and no stack trace. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Refusal(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  /** The caller asked for what cannot be: exit code 2. */
  public static Refusal usage(String line) {
    return new Refusal(2, line);
  }

  /** What was asked for was tried and failed: exit code 1. */
  public static Refusal failed(String line) {
    return new Refusal(1, line);
  }

  /** The line. */
  public String line() {
    return String.valueOf(getMessage());
  }

  /** 1 or 2. */
  public int exitCode() {
    return exitCode;
  }
}
