package dev.homeroom.server.credential;

/**
 * A district-app token of Clever. A secret: it is written nowhere but encrypted.
 *
 * @param value the token itself, for the request to Clever alone
 */
public record CleverToken(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
