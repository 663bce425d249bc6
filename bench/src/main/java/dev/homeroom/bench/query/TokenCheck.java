package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What it costs to check the signature of a token. */
final class TokenCheck {
  private static final int ROUNDS = 5000;

  private TokenCheck() {}

  /** Microseconds of one core for each check, the JIT warm. */
  static double micros(String issuer, String token) throws IOException, InterruptedException {
    try {
      var parts = token.split("\\.", -1);
      var decoder = Base64.getUrlDecoder();
      var header = new JsonMapper().readTree(decoder.decode(parts[0]));
      if (!header.path("alg").stringValue().equals("RS256")) {
        throw new BenchException("the issuer signs with " + header.path("alg"));
      }
      var key = key(issuer, header.path("kid").stringValue());
      var signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
      var signature = decoder.decode(parts[2]);
      check(key, signed, signature);
      long begun = System.nanoTime();
      check(key, signed, signature);
      return (System.nanoTime() - begun) / 1e3 / ROUNDS;
    } catch (GeneralSecurityException unusable) {
      throw new BenchException("the token cannot be checked: " + unusable);
    }
  }

  private static void check(RSAPublicKey key, byte[] signed, byte[] signature)
      throws GeneralSecurityException {
    for (int i = 0; i < ROUNDS; i++) {
      var check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(signed);
      if (!check.verify(signature)) {
        throw new BenchException("the token is not of its issuer");
      }
    }
  }

  private static RSAPublicKey key(String issuer, String id)
      throws IOException, InterruptedException, GeneralSecurityException {
    var keys =
        json(json(issuer + "/.well-known/openid-configuration").path("jwks_uri").stringValue());
    for (var key : keys.path("keys")) {
      if (key.path("kid").stringValue().equals(id)) {
        return (RSAPublicKey)
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
      }
    }
    throw new BenchException("the issuer does not publish the token's key");
  }

  private static BigInteger number(JsonNode key, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(field).stringValue()));
  }

  private static JsonNode json(String url) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      return new JsonMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    }
  }
}
