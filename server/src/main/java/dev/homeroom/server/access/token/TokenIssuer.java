package dev.homeroom.server.access.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer whose tokens are accepted.
 *
 * @param issuer the tokens' {@code iss}, exactly
 * @param audience a value that the tokens' {@code aud} must contain
 * @param algorithms the accepted signature algorithms; asymmetric ones only
 * @param forOneParty true if the tokens are for the audience alone, as id_tokens are: {@code azp}
 *     must be the audience if it is present or there are several audiences
 * @param jwksUri the address of the keys; empty: OIDC discovery below the issuer gives it
 * @param caFile PEM certificates that may sign the issuer's own, watched; empty: the JDK's usual
 *     ones
 * @param tokenFile a bearer token for fetching the keys, watched, sent only to the hosts of issuer
 *     and jwksUri; empty: none
 * @param longestLifetime the longest time from a token's issue to its expiry; counted from now if
 *     the token does not say when it was issued
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
  /**
   * One year and a day: Kubernetes extends tokens of service accounts to a year and a few seconds.
   */
  public static final Duration USUAL_LIFETIME = Duration.ofDays(366);

  /** Clever's id_tokens are valid for an hour. */
  private static final Duration CLEVERS_LIFETIME = Duration.ofDays(1);

  /**
   * Only asymmetric algorithms: with a shared secret, anybody who can check a token could forge
   * one.
   */
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

  /** Copies the algorithms. */
  public TokenIssuer {
    algorithms = Set.copyOf(algorithms);
    if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
      throw new IllegalArgumentException("only asymmetric algorithms prove who signed");
    }
  }

  /** An issuer whose tokens may have the default lifetime. */
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
