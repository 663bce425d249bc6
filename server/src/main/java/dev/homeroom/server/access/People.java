package dev.homeroom.server.access;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.server.access.token.BearerTokens;
import dev.homeroom.server.access.token.TokenVerifier;
import java.text.ParseException;
import java.util.Optional;

/**
 * How people who sign in with Clever are let in.
 *
 * @param verifier of their id_tokens
 * @param bearers resolves their bearer tokens; empty: those are not accepted
 */
record People(TokenVerifier verifier, Optional<BearerTokens> bearers, UserRules rules) {
  /** Whether the token says that it is an id_token for our app; proves nothing yet. */
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
