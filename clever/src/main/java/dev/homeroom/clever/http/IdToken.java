package dev.homeroom.clever.http;

/**
 * Clever's statement about a person who signed in, as a signed JSON Web Token. It proves nothing
 * before it is verified. Only {@link #compact} gives its text.
 *
 * @param compact the token's text
 */
public record IdToken(String compact) {
  @Override
  public String toString() {
    return "***";
  }
}
