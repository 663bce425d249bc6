package dev.homeroom.sandbox.http;

/** Thrown to answer a request with an error status and a message. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** Creates a refusal with a sentence for people. */
  public Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The answer with this status and message. */
  public Answer answer() {
    return Answer.message(status, String.valueOf(getMessage()));
  }
}
