package dev.homeroom.server.credential;

/** A stored token was encrypted with a key that the keyset no longer has, or was tampered with. */
public final class UnreadableTokenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableTokenException() {
    super("the stored token cannot be decrypted with the server's keyset");
  }
}
