package dev.homeroom.server.access.token;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;

/** Refuses calls because of their bearer token. */
public final class TokenRefusals {
  private TokenRefusals() {}

  /** Refuses a call without a bearer token. */
  public static RefusedException missing() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_TOKEN_MISSING,
            "This call needs a token: send the metadata `authorization: Bearer <token>`.")
        .exception();
  }

  /**
   * Refuses a token that is not accepted.
   *
   * @param why a sentence that repeats nothing of the token
   */
  public static RefusedException rejected(String why) {
    return Refusal.of(ErrorReason.ERROR_REASON_TOKEN_REJECTED, "The token is not accepted: " + why)
        .exception();
  }

  /**
   * Refuses a token because the keys of its issuer cannot be fetched and none are known.
   *
   * @param issuer as access.yaml names it
   */
  public static RefusedException issuerUnavailable(String issuer) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ISSUER_UNAVAILABLE,
            "The keys of the token's issuer cannot be fetched; retry with back-off.")
        .with("issuer", issuer)
        .exception();
  }
}
