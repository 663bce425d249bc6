package dev.homeroom.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.homeroom.server.rpc.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Believes the tokens of one issuer, or refuses them. RFC 7519, RFC 8725. Safe for any threads. */
final class TokenVerifier {
  private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(15);

  /** Only asymmetric ones: with a shared secret, whoever checks a token could make one. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final String WRONG_SIGNATURE =
      "its signature is not by a key of its issuer with an accepted algorithm.";

  private final AccessConfig.Issuer issuer;
  private final IssuerKeys keys;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  TokenVerifier(AccessConfig.Issuer issuer, KeyCaching caching, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
    this.keys = new IssuerKeys(issuer);
    var source =
        JWKSourceBuilder.create(keys)
            .cache(caching.lifetime().toMillis(), REFRESH_PATIENCE.toMillis())
            .refreshAheadCache(false)
            .rateLimited(caching.shortestInterval().toMillis())
            .outageTolerantForever()
            .build();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
    processor.setJWTClaimsSetVerifier((claims, context) -> verify(claims));
  }

  AccessConfig.Issuer issuer() {
    return issuer;
  }

  /** What a good token proves: whose it is, and until when. */
  record Proven(String subject, Instant expires) {}

  /** Refuses the token unless all of it is good. */
  Proven verify(SignedJWT token) {
    try {
      var claims = processor.process(token, null);
      return new Proven(claims.getSubject(), claims.getExpirationTime().toInstant());
    } catch (ClaimRejectedException bad) {
      throw new Refusal.TokenRejected(bad.sentence).exception();
    } catch (BadJOSEException bad) {
      throw new Refusal.TokenRejected(WRONG_SIGNATURE).exception();
    } catch (RateLimitReachedException unknownKeyAgain) {
      throw keys.known()
          ? new Refusal.TokenRejected(WRONG_SIGNATURE).exception()
          : unavailable(unknownKeyAgain);
    } catch (KeySourceException failure) {
      throw unavailable(failure);
    } catch (JOSEException unusable) {
      throw new Refusal.TokenRejected("its signature cannot be checked.").exception();
    }
  }

  static boolean expired(Instant expires, Instant now) {
    return !now.isBefore(expires.plus(SKEW));
  }

  private RuntimeException unavailable(KeySourceException failure) {
    log.atWarn()
        .addKeyValue("issuer", issuer.issuer())
        .addKeyValue("cause", failure.getMessage())
        .log("the keys of an issuer cannot be fetched");
    return new Refusal.IssuerUnavailable(issuer.issuer()).exception();
  }

  private void verify(JWTClaimsSet claims) throws ClaimRejectedException {
    var now = clock.instant();
    if (!issuer.issuer().equals(claims.getIssuer())) {
      throw new ClaimRejectedException("its issuer is not configured.");
    }
    if (!claims.getAudience().contains(issuer.audience())) {
      throw new ClaimRejectedException("its audience must hold " + issuer.audience() + ".");
    }
    var expires = claims.getExpirationTime();
    if (expires == null) {
      throw new ClaimRejectedException("it never expires; ask for one with an exp claim.");
    }
    if (expired(expires.toInstant(), now)) {
      throw new ClaimRejectedException("it has expired; ask its issuer for a new one.");
    }
    var begins = claims.getNotBeforeTime();
    if (begins != null && now.isBefore(begins.toInstant().minus(SKEW))) {
      throw new ClaimRejectedException("it is not valid yet; compare the clocks.");
    }
    var subject = claims.getSubject();
    if (subject == null || subject.isEmpty()) {
      throw new ClaimRejectedException("it has no subject.");
    }
  }

  private static final class ClaimRejectedException extends BadJWTException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    ClaimRejectedException(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  }
}
