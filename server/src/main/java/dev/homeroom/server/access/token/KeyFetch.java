package dev.homeroom.server.access.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Fetches an issuer's keys: from its jwksUri, or from where its OIDC discovery says. */
final class KeyFetch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 1 << 20;
  private static final int FEWEST_RSA_BITS = 2048;
  private static final JsonMapper JSON = new JsonMapper();

  private final TokenIssuer issuer;

  KeyFetch(TokenIssuer issuer) {
    this.issuer = issuer;
  }

  String issuer() {
    return issuer.issuer();
  }

  /** The keys that it tells now, without those that are too weak. Goes to the network. */
  JWKSet keys() throws KeySourceException {
    try (var http = client()) {
      var uri = issuer.jwksUri().isPresent() ? issuer.jwksUri().get() : discover(http);
      var told = JWKSet.parse(fetch(http, uri));
      return new JWKSet(told.getKeys().stream().filter(KeyFetch::strong).toList());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new KeySourceException("interrupted", stopped);
    } catch (IOException | GeneralSecurityException | ParseException | JacksonException failure) {
      throw new KeySourceException(
          "the keys of " + issuer.issuer() + " cannot be fetched: " + failure.getMessage(),
          failure);
    }
  }

  private static boolean strong(JWK key) {
    return key.getKeyType().equals(KeyType.EC)
        || (key.getKeyType().equals(KeyType.RSA) && key.size() >= FEWEST_RSA_BITS);
  }

  /** OpenID Connect Discovery 1.0, sections 4.1 and 4.3. */
  private URI discover(HttpClient http) throws IOException, InterruptedException {
    var base = issuer.issuer().replaceFirst("/$", "");
    var document =
        JSON.readTree(fetch(http, URI.create(base + "/.well-known/openid-configuration")));
    if (!document.path("issuer").asString("").equals(issuer.issuer())) {
      throw new IOException("its discovery document names another issuer");
    }
    return KeyUris.parse(document.path("jwks_uri").asString(""))
        .orElseThrow(() -> new IOException("its jwks_uri " + KeyUris.FORM));
  }

  private String fetch(HttpClient http, URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("accept", "*/*");
    if (issuer.tokenFile().isPresent() && knows(uri)) {
      var token = Files.readString(issuer.tokenFile().get()).strip();
      request.header("authorization", "Bearer " + token);
    }
    var response =
        http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answers " + response.statusCode());
    }
    return response.body();
  }

  /**
   * Whether access.yaml names the host: as that of the issuer, or of its jwksUri. The discovery
   * document may name any other, which must not be given the server's own token; and no redirect is
   * followed.
   */
  private boolean knows(URI uri) {
    return Stream.concat(KeyUris.parse(issuer.issuer()).stream(), issuer.jwksUri().stream())
        .anyMatch(known -> KeyUris.sameOrigin(known, uri));
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    var client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(Redirect.NEVER);
    if (issuer.caFile().isPresent()) {
      client.sslContext(trusting(issuer.caFile().get()));
    }
    return client.build();
  }

  private static SSLContext trusting(Path caFile) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var pem = Files.newInputStream(caFile)) {
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("ca-" + number++, certificate);
      }
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
