package dev.homeroom.sandbox.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signs tokens for anybody who asks, so it must never be trusted outside tests and local
 * development.
 */
public final class TestIssuer {
  /** The lifetime of a token unless one is given. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

  private final String issuer;
  private final SigningKey key;
  private final Clock clock;

  /** Creates an issuer with this identifier, a URL without a trailing slash. */
  public TestIssuer(String issuer, SigningKey key, Clock clock) {
    this.issuer = issuer;
    this.key = key;
    this.clock = clock;
  }

  /** The issuer's identifier, the claim {@code iss}. */
  public String identifier() {
    return issuer;
  }

  /** Returns a signed token; {@code lifetime} may be negative, for an expired one. */
  public String mint(String subject, String audience, Duration lifetime) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    return key.sign(claims);
  }

  /** The discovery document of OpenID Connect. */
  Map<String, Object> discovery() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer);
    document.put("jwks_uri", issuer + "/certs");
    document.put("token_endpoint", issuer + "/token");
    document.put("authorization_endpoint", issuer + "/authorize");
    document.put("response_types_supported", List.of("id_token"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    return document;
  }

  /** The public key as a JSON Web Key Set. */
  Map<String, Object> keys() {
    return new JWKSet(key.publicKey()).toJSONObject(true);
  }
}
