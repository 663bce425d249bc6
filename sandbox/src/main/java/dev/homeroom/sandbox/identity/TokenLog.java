package dev.homeroom.sandbox.identity;

import java.time.Instant;

/** Keeps the access tokens of people before they are valid. */
@FunctionalInterface
public interface TokenLog {
  /** An access token of somebody, which ends at this time. */
  record IssuedToken(String token, Login login, Instant until) {}

  /**
   * Keeps a token, then makes it valid; no command happens between the two.
   *
   * @param makeValid to be run once
   */
  void keep(IssuedToken token, Runnable makeValid);
}
