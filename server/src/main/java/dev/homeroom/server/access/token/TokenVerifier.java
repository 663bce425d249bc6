package dev.homeroom.server.access.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Verifies the tokens of one issuer. RFC 7519, RFC 8725. Thread-safe. */
public final class TokenVerifier {
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final int MOST_BELIEVED = 10_000;

  private final TokenIssuer issuer;
  private final KeyFetch fetch;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * The claims of verified tokens by the whole text of the token: callers send the same one with
   * each call.
   */
  private final Cache<String, JWTClaimsSet> believed;

  /**
   * Fetches no key before the first token comes.
   *
   * @throws UnusableFileException if a file that the issuer names cannot be used
   */
  public TokenVerifier(TokenIssuer issuer, KeyCaching caching, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
    this.believed =
        Caffeine.newBuilder()
            .maximumSize(MOST_BELIEVED)
            .expireAfterWrite(caching.belief())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
    this.fetch = new KeyFetch(issuer, clock);
    var keys = new IssuerKeys(fetch, caching, clock);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(issuer.algorithms(), keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> verify(claims));
  }

  /** The issuer of the verified tokens. */
  public TokenIssuer issuer() {
    return issuer;
  }

  /** Returns the files that the issuer names; the caller must watch them. */
  public List<WatchedFile<?>> files() {
    return fetch.files();
  }

  /** The content of a valid token. */
  public record Proven(String subject, Instant expires, JWTClaimsSet claims) {
    @Override
    public String toString() {
      return "Proven[subject=***, expires=" + expires + "]";
    }
  }

  /** Verifies a token; refuses it unless all of it is valid. */
  public Proven verify(SignedJWT token) {
    try {
      var claims = claims(token);
      return new Proven(claims.getSubject(), claims.getExpirationTime().toInstant(), claims);
    } catch (ClaimRejectedException bad) {
      throw TokenRefusals.rejected(bad.sentence);
    } catch (BadJOSEException bad) {
      throw TokenRefusals.rejected(
          "its signature is not by a key of its issuer with an accepted algorithm.");
    } catch (KeySourceException away) {
      throw TokenRefusals.issuerUnavailable(issuer.issuer());
    } catch (JOSEException unusable) {
      throw TokenRefusals.rejected("its signature cannot be checked.");
    }
  }

  private JWTClaimsSet claims(SignedJWT token) throws BadJOSEException, JOSEException {
    var text = token.serialize();
    var known = believed.getIfPresent(text);
    if (known != null) {
      verify(known);
      return known;
    }
    var claims = processor.process(token, null);
    believed.put(text, claims);
    return claims;
  }

  /** Returns whether a token with this expiry is no longer accepted. */
  public static boolean expired(Instant expires, Instant now) {
    return !now.isBefore(expires.plus(SKEW));
  }

  private void verify(JWTClaimsSet claims) throws ClaimRejectedException {
    var now = clock.instant();
    if (!issuer.issuer().equals(claims.getIssuer())) {
      throw new ClaimRejectedException("its issuer is not configured.");
    }
    if (!claims.getAudience().contains(issuer.audience())) {
      throw new ClaimRejectedException("its audience must hold " + issuer.audience() + ".");
    }
    if (issuer.forOneParty()) {
      verifyParty(claims);
    }
    var expires = claims.getExpirationTime();
    if (expires == null) {
      throw new ClaimRejectedException("it never expires; ask for one with an exp claim.");
    }
    if (expired(expires.toInstant(), now)) {
      throw new ClaimRejectedException("it has expired; ask its issuer for a new one.");
    }
    var begins = claims.getNotBeforeTime();
    var issued = claims.getIssueTime();
    if ((begins != null && now.isBefore(begins.toInstant().minus(SKEW)))
        || (issued != null && now.isBefore(issued.toInstant().minus(SKEW)))) {
      throw new ClaimRejectedException("it is not valid yet; compare the clocks.");
    }
    var from = issued == null ? now : issued.toInstant();
    if (expires.toInstant().isAfter(from.plus(issuer.longestLifetime()).plus(SKEW))) {
      throw new ClaimRejectedException(
          "it lives longer than " + issuer.longestLifetime() + "; ask for a shorter one.");
    }
    var subject = claims.getSubject();
    if (subject == null || subject.isEmpty()) {
      throw new ClaimRejectedException("it has no subject.");
    }
  }

  /** OpenID Connect Core 1.0, section 3.1.3.7, steps 4 and 5. */
  private void verifyParty(JWTClaimsSet claims) throws ClaimRejectedException {
    var party = claims.getClaim("azp");
    boolean ours =
        party == null ? claims.getAudience().size() == 1 : party.equals(issuer.audience());
    if (!ours) {
      throw new ClaimRejectedException("it was issued for another party.");
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
