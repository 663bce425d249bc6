package dev.homeroom.server.identity;

import dev.homeroom.clever.http.IdToken;
import dev.homeroom.server.access.Access;
import dev.homeroom.server.access.token.SignedTokenReader;
import dev.homeroom.server.access.token.TokenVerifier;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies that an id_token of Clever proves one login. */
final class IdTokens {
  private static final Logger log = LoggerFactory.getLogger(IdTokens.class);

  private final Access access;

  IdTokens(Access access) {
    this.access = access;
  }

  /** The person who signed in, and the expiry of the token. */
  record IdentifiedUser(CleverId district, CleverId user, Instant expires) {}

  /** The verifier of id_tokens; refuses if access.yaml lets nobody sign in. */
  TokenVerifier requireVerifier() {
    return access.idTokens().orElseThrow(() -> LoginRefusals.notConfigured());
  }

  /**
   * Refuses every token that Clever did not issue for this login. OpenID Connect Core 1.0, section
   * 3.1.3.7.
   *
   * @param nonce the nonce of the login
   */
  IdentifiedUser verify(IdToken token, String nonce) {
    var proven = proven(token);
    try {
      var claims = proven.claims();
      if (!nonce.equals(claims.getStringClaim("nonce"))) {
        throw unproven("its nonce is not that of the login");
      }
      return new IdentifiedUser(
          id(claims.getStringClaim("district")), id(proven.subject()), proven.expires());
    } catch (ParseException noText) {
      throw unproven("a claim is no text");
    }
  }

  private TokenVerifier.Proven proven(IdToken token) {
    try {
      return requireVerifier().verify(SignedTokenReader.read(token.compact()));
    } catch (RefusedException refused) {
      if (refused.refusal().reason() == ErrorReason.ERROR_REASON_TOKEN_REJECTED) {
        throw unproven(refused.refusal().sentence());
      }
      throw refused;
    }
  }

  private static CleverId id(@Nullable String claim) {
    return Optional.ofNullable(claim)
        .flatMap(CleverId::parse)
        .orElseThrow(() -> unproven("its subject or district is no id"));
  }

  private static RefusedException unproven(String why) {
    log.atWarn().addKeyValue("cause", why).log("an id_token of Clever's does not prove a login");
    return LoginRefusals.unproven();
  }
}
