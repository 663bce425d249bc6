package dev.homeroom.bench.query;

import com.nimbusds.jose.JWSAlgorithm;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.access.token.SignedTokenReader;
import dev.homeroom.server.access.token.TokenIssuer;
import dev.homeroom.server.access.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The CPU time of checking a token, with the server's own code; microseconds of one core.
 *
 * @param call for each call: read the token, look it up among those with a valid signature, check
 *     its claims
 * @param signature for the first call of a minute: check the signature, too
 */
record TokenCheck(double call, double signature) {
  private static final int ROUNDS = 20_000;

  /** Measures repeated checks of the token, with the JIT warm. */
  static TokenCheck of(String issuer, String token) {
    var usual = KeyCaching.USUAL;
    var never =
        new KeyCaching(
            usual.lifetime(), usual.pause(), usual.retry(), usual.outage(), Duration.ZERO);
    return new TokenCheck(
        micros(verifier(issuer, usual), token), micros(verifier(issuer, never), token));
  }

  private static TokenVerifier verifier(String issuer, KeyCaching caching) {
    return new TokenVerifier(
        new TokenIssuer(
            issuer,
            "homeroom",
            Set.of(JWSAlgorithm.RS256),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        caching,
        Clock.systemUTC());
  }

  private static double micros(TokenVerifier verifier, String token) {
    check(verifier, token);
    long begun = System.nanoTime();
    check(verifier, token);
    return (System.nanoTime() - begun) / 1e3 / ROUNDS;
  }

  private static void check(TokenVerifier verifier, String token) {
    for (int i = 0; i < ROUNDS; i++) {
      var _ = verifier.verify(SignedTokenReader.read(token));
    }
  }
}
