package dev.homeroom.bench;

/** A measurement that could not be made; the message is one line for people. */
public final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BenchException(String message) {
    super(message);
  }
}
