package dev.homeroom.clever;

/**
 * What Clever says about somebody who signed in, as a signed JSON Web Token. Proves nothing before
 * it is verified. Tells itself only to {@link #compact}.
 *
 * @param compact the token's text
 */
public record IdToken(String compact) {
  @Override
  public String toString() {
    return "***";
  }
}
