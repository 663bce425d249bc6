package dev.homeroom.server.access.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whose tokens are believed.
 *
 * @param issuer the tokens' {@code iss}, exactly
 * @param audience what the tokens' {@code aud} has to hold
 * @param algorithms what the tokens may be signed with; asymmetric ones only
 * @param forOneParty whether the tokens are for the audience alone, as id_tokens are: {@code azp},
 *     where it is there or there are several audiences, has to be the audience
 * @param jwksUri where the keys are; empty: OIDC discovery below the issuer tells
 * @param caFile PEM certificates that the issuer's own may be signed by, watched; empty: the usual
 *     ones
 * @param tokenFile a bearer token to fetch the keys with, watched, which goes to the hosts of
 *     issuer and jwksUri alone; empty: none
 * @param longestLifetime how long after it was issued, or from now on where it does not say when, a
 *     token may expire at the latest
 */
public record TokenIssuer(
    String issuer,
    String audience,
    Set<JWSAlgorithm> algorithms,
    boolean forOneParty,
    Optional<URI> jwksUri,
    Optional<Path> caFile,
    Optional<Path> tokenFile,
    Duration longestLifetime) {
  /** Kubernetes extends tokens of service accounts to a year and a few seconds. */
  public static final Duration USUAL_LIFETIME = Duration.ofDays(366);

  /** Clever's id_tokens live an hour. */
  private static final Duration CLEVERS_LIFETIME = Duration.ofDays(1);

  /** Only asymmetric ones: with a shared secret, whoever checks a token could make one. */
  public static final Set<JWSAlgorithm> ASYMMETRIC =
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

  /** Keeps a copy of the algorithms. */
  public TokenIssuer {
    algorithms = Set.copyOf(algorithms);
    if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
      throw new IllegalArgumentException("only asymmetric algorithms prove who signed");
    }
  }

  /** An issuer whose tokens may live as long as usual. */
  public TokenIssuer(
      String issuer,
      String audience,
      Set<JWSAlgorithm> algorithms,
      boolean forOneParty,
      Optional<URI> jwksUri,
      Optional<Path> caFile,
      Optional<Path> tokenFile) {
    this(issuer, audience, algorithms, forOneParty, jwksUri, caFile, tokenFile, USUAL_LIFETIME);
  }

  /** Clever as an issuer of id_tokens for our app. */
  public static TokenIssuer clever(String issuer, String clientId) {
    return new TokenIssuer(
        issuer,
        clientId,
        Set.of(JWSAlgorithm.RS256),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CLEVERS_LIFETIME);
  }
}
