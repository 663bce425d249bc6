package dev.homeroom.clever.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A bearer token of Clever. Only {@link #reveal} gives its text. */
public final class CleverToken {

  private final String value;

  private CleverToken(String value) {
    this.value = value;
  }

  /**
   * Returns the token with this text, as the district's app page or Clever's token list shows it.
   *
   * @throws IllegalArgumentException if it is empty, or contains anything but visible ASCII
   *     characters; the message does not repeat it
   */
  public static CleverToken of(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "A Clever token is one word of visible ASCII characters; this is not.");
    }
    return new CleverToken(value);
  }

  /** The token's text, for encrypting or sending it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CleverToken token
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            token.value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
