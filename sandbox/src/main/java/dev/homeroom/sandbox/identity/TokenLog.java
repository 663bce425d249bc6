package dev.homeroom.sandbox.identity;

import java.time.Instant;

/** Keeps the access tokens of people before they become valid. */
@FunctionalInterface
public interface TokenLog {
  /** A person's access token, which ends at this time. */
  record IssuedToken(String token, Login login, Instant until) {}

  /**
   * Keeps a token, then makes it valid; no command runs between the two.
   *
   * @param makeValid makes the token valid; to be run once
   */
  void keep(IssuedToken token, Runnable makeValid);
}
