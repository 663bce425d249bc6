package dev.homeroom.server.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import dev.homeroom.server.TestIssuer;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.access.token.SignedTokenReader;
import dev.homeroom.server.access.token.TokenIssuer;
import dev.homeroom.server.access.token.TokenVerifier;
import dev.homeroom.server.rpc.RefusedException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens that their issuer's key has signed, and that must not be believed for their form. */
final class CraftedTokensTest {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final TestIssuer issuer = TestIssuer.start();
  private final long now = Instant.now().getEpochSecond();
  private final TokenVerifier verifier =
      new TokenVerifier(
          new TokenIssuer(
              issuer.name(),
              "homeroom",
              TokenIssuer.ASYMMETRIC,
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          KeyCaching.USUAL,
          Clock.systemUTC());

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void the_usual_tokens_of_clever_and_kubernetes_are_believed() {
    believed(signed(header(""), claims("\"iat\":%d,\"exp\":%d".formatted(now, now + 3600))));
    believed(signed(header(""), claims("\"iat\":%d,\"exp\":%d".formatted(now, now + 31_536_007L))));
    believed(signed(header(""), claims("\"exp\":%d.5".formatted(now + 60))));
  }

  @Test
  void a_header_that_changes_how_a_token_is_read_is_refused() {
    var good = claims("\"iat\":%d,\"exp\":%d".formatted(now, now + 3600));
    Stream.of(
            ",\"crit\":[]",
            ",\"crit\":[\"exp\"]",
            ",\"crit\":null",
            ",\"zip\":\"DEF\"",
            ",\"b64\":false",
            ",\"b64\":true",
            ",\"cty\":\"JWT\"",
            ",\"enc\":\"A128GCM\"",
            ",\"alg\":\"RS256\"",
            ",\"jwk\":{}",
            ",\"jku\":\"https://id.test\"",
            ",\"x5c\":[]")
        .forEach(more -> refused(more, signed(header(more), good)));
    refused("text behind it", signed(header("") + " {}", good));
    refused("an array", signed("[" + header("") + "]", good));
    refused("UTF-16", signed(header("").getBytes(UTF_16BE), good.getBytes(UTF_8)));
  }

  @Test
  void a_time_that_is_none_or_too_far_away_is_refused() {
    Stream.of(
            "\"exp\":1e300",
            "\"exp\":99999999999999999999",
            "\"exp\":253402300800",
            "\"exp\":-1",
            "\"exp\":\"%d\"".formatted(now + 60),
            "\"exp\":[%d]".formatted(now + 60),
            "\"exp\":null",
            "\"exp\":%d".formatted(now + 367 * 86_400L),
            "\"iat\":%d,\"exp\":%d".formatted(now - 400 * 86_400L, now + 60),
            "\"iat\":%d,\"exp\":%d".formatted(now + 3600, now + 7200),
            "\"nbf\":%d,\"exp\":%d".formatted(now + 3600, now + 7200),
            "\"nbf\":1e300,\"exp\":%d".formatted(now + 60),
            "\"exp\":%d,\"exp\":%d".formatted(now + 60, now + 60))
        .forEach(times -> refused(times, signed(header(""), claims(times))));
  }

  @Test
  void a_token_has_one_spelling() {
    var good = signed(header(""), claims("\"iat\":%d,\"exp\":%d".formatted(now, now + 3600)));
    believed(good);
    var parts = good.split("\\.", -1);
    refused("padding", good + "=");
    refused("padding", parts[0] + "=." + parts[1] + "." + parts[2]);
    refused("whitespace", good + " ");
    refused("whitespace", parts[0] + ". " + parts[1] + "." + parts[2]);
    refused("a line break", parts[0] + "." + parts[1] + ".\n" + parts[2]);
    refused("a line break behind it", good + "\n");
    refused("the other alphabet", good.replace('-', '+').replace('_', '/') + "+/");
    refused("a fourth part", good + ".");
    refused("no signature", parts[0] + "." + parts[1] + ".");
    assertThat(parts[2].length() % 4).as("the signature has spare bits").isEqualTo(2);
    int last = ALPHABET.indexOf(good.charAt(good.length() - 1));
    refused("spare bits", good.substring(0, good.length() - 1) + ALPHABET.charAt(last ^ 1));
  }

  private String header(String more) {
    return "{\"alg\":\"RS256\",\"kid\":\"%s\"%s}".formatted(issuer.key().getKeyID(), more);
  }

  private String claims(String times) {
    return "{\"iss\":\"%s\",\"aud\":\"homeroom\",\"sub\":\"somebody\",%s}"
        .formatted(issuer.name(), times);
  }

  private String signed(String header, String claims) {
    return signed(header.getBytes(UTF_8), claims.getBytes(UTF_8));
  }

  private String signed(byte[] header, byte[] claims) {
    var text = URL.encodeToString(header) + "." + URL.encodeToString(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(issuer.key().toPrivateKey());
      signature.update(text.getBytes(US_ASCII));
      return text + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException | JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void believed(String token) {
    assertThat(verifier.verify(SignedTokenReader.read(token)).subject()).isEqualTo("somebody");
  }

  private void refused(String why, String token) {
    assertThatThrownBy(() -> verifier.verify(SignedTokenReader.read(token)))
        .as(why)
        .isInstanceOf(RefusedException.class);
  }
}
