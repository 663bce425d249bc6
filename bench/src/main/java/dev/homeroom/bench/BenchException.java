package dev.homeroom.bench;

/** Thrown when a measurement failed; the message is one line for people. */
public final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BenchException(String message) {
    super(message);
  }
}
