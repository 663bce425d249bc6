package dev.homeroom.server.access.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import dev.homeroom.server.file.SecretFile;
import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches an issuer's keys from its jwksUri, or from the address in its OIDC discovery document.
 */
final class KeyFetch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 1 << 20;
  private static final int FEWEST_RSA_BITS = 2048;
  private static final JsonMapper JSON = new JsonMapper();

  private final TokenIssuer issuer;
  private final Optional<WatchedFile<SSLContext>> trusted;
  private final Optional<WatchedFile<String>> token;

  /**
   * Reads the files that the issuer names.
   *
   * @throws UnusableFileException where one cannot be used, with the key of access.yaml
   */
  KeyFetch(TokenIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.trusted =
        issuer
            .caFile()
            .map(file -> read("issuers.caFile", file, name -> trusted(name, file, clock)));
    this.token =
        issuer
            .tokenFile()
            .map(file ->
                read("issuers.tokenFile", file, name -> SecretFile.token(name, file, clock)));
  }

  private static <T> WatchedFile<T> read(
      String key, Path file, Function<String, WatchedFile<T>> read) {
    var name = key + " " + file;
    try {
      return read.apply(name);
    } catch (UnusableFileException unusable) {
      throw new UnusableFileException(name + ": " + unusable.getMessage(), unusable);
    }
  }

  private static WatchedFile<SSLContext> trusted(String name, Path file, Clock clock) {
    return WatchedFile.read(
        name, List.of(file), (contents, _) -> trusting(contents.getFirst()), clock);
  }

  /** The issuer's files. */
  List<WatchedFile<?>> files() {
    return Stream.of(trusted, token)
        .flatMap(Optional::stream)
        .<WatchedFile<?>>map(file -> file)
        .toList();
  }

  String issuer() {
    return issuer.issuer();
  }

  /** Fetches the current keys, without those that are too weak. Uses the network. */
  JWKSet keys() throws KeySourceException {
    try (var http = client()) {
      var uri = issuer.jwksUri().isPresent() ? issuer.jwksUri().get() : discover(http);
      var keys = JWKSet.parse(fetch(http, uri));
      return new JWKSet(keys.getKeys().stream().filter(KeyFetch::strong).toList());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new KeySourceException("interrupted", stopped);
    } catch (IOException | ParseException | JacksonException failure) {
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
    if (token.isPresent() && knows(uri)) {
      request.header("authorization", "Bearer " + token.get().current());
    }
    var response =
        http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answers " + response.statusCode());
    }
    return response.body();
  }

  /**
   * Returns whether access.yaml names the host, as that of the issuer or of its jwksUri. The
   * discovery document may name any other host, which must not receive the server's own token; no
   * redirect is followed for the same reason.
   */
  private boolean knows(URI uri) {
    return Stream.concat(KeyUris.parse(issuer.issuer()).stream(), issuer.jwksUri().stream())
        .anyMatch(known -> KeyUris.sameOrigin(known, uri));
  }

  private HttpClient client() {
    var client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(Redirect.NEVER);
    trusted.map(WatchedFile::current).ifPresent(client::sslContext);
    return client.build();
  }

  private static SSLContext trusting(byte[] pem) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    int number = 0;
    for (var certificate : certificates(pem)) {
      trusted.setCertificateEntry("ca-" + number++, certificate);
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static Collection<? extends Certificate> certificates(byte[] pem) {
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException malformed) {
      // Refused below.
    }
    throw new UnusableFileException("it must hold PEM certificates");
  }
}
