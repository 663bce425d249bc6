package dev.homeroom.sandbox.http;

/** A request that gets a status and a message instead of what it asked for. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** A refusal with a sentence for a person. */
  public Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The answer that says so. */
  public Answer answer() {
    return Answer.message(status, String.valueOf(getMessage()));
  }
}
