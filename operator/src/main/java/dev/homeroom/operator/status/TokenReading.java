package dev.homeroom.operator.status;

/** The token of the Secret that a resource refers to, or the reason why there is none. */
public sealed interface TokenReading {
  /** The resource refers to no Secret: the server looks the token up. */
  record NotDeclared() implements TokenReading {}

  /** The token; {@code toString} hides it. */
  record Token(String value) implements TokenReading {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * There is no usable token.
   *
   * @param reason a constant of {@link Reasons}
   * @param message says what to create or correct
   */
  record Problem(String reason, String message) implements TokenReading {}
}
