package dev.homeroom.server.access;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.server.access.token.BearerTokens;
import dev.homeroom.server.access.token.TokenVerifier;
import java.text.ParseException;
import java.util.Optional;

/**
 * The verification and rights of people who sign in with Clever.
 *
 * @param verifier verifies their id_tokens
 * @param bearers resolves their bearer tokens; empty: bearer tokens are not accepted
 */
record People(TokenVerifier verifier, Optional<BearerTokens> bearers, UserRules rules) {
  /** Returns whether the token claims to be an id_token for our app; proves nothing yet. */
  boolean issued(SignedJWT token) {
    try {
      var claims = token.getJWTClaimsSet();
      return verifier.issuer().issuer().equals(claims.getIssuer())
          && claims.getAudience().contains(verifier.issuer().audience());
    } catch (ParseException malformed) {
      return false;
    }
  }
}
