package dev.homeroom.sandbox.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.homeroom.sandbox.oidc.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs id_tokens (sandbox/CLEVER.md 1.5) and publishes their keys, old ones as long as their
 * tokens are valid.
 */
final class IdTokens {
  private static final Duration LIFE = Duration.ofHours(1);

  private final String issuer;
  private final String audience;
  private final IdTokenKeys keys;
  private final Clock clock;
  private final List<Retired> retired = new ArrayList<>();
  private int rotations;

  IdTokens(String issuer, String audience, IdTokenKeys keys, Clock clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.keys = keys;
    this.clock = clock;
  }

  private record Retired(SigningKey key, Instant until) {}

  /** The claim {@code iss}. */
  String issuer() {
    return issuer;
  }

  /** Returns a signed token about a person, valid for an hour. */
  synchronized String sign(Identity identity, Optional<String> nonce) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)));
    identity.addTo(claims);
    nonce.ifPresent(value -> claims.claim("nonce", value));
    return keys.key(rotations).sign(claims.build());
  }

  /** Signs with another key from now on. */
  synchronized void rotate() {
    retired.add(new Retired(keys.key(rotations), clock.instant().plus(LIFE)));
    rotations++;
  }

  /** The JSON Web Key Set: the current key, and those whose tokens may still be valid. */
  synchronized Map<String, Object> keys() {
    var now = clock.instant();
    retired.removeIf(old -> !now.isBefore(old.until()));
    List<JWK> published = new ArrayList<>();
    published.add(keys.key(rotations).publicKey());
    retired.forEach(old -> published.add(old.key().publicKey()));
    return new JWKSet(published).toJSONObject(true);
  }
}
