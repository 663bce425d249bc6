package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.homeroom.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An OIDC issuer on this machine that signs whatever a test wants. */
public final class TestIssuer implements AutoCloseable {
  /** Of every issuer until it changes it: making one takes long. */
  private static final RSAKey FIRST = newKey();

  private final HttpServer http;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile RSAKey key = FIRST;
  private volatile boolean broken;
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final Map<Issued, String> issued = new ConcurrentHashMap<>();
  private volatile String keysAt;
  private volatile Optional<String> redirect = Optional.empty();

  private TestIssuer(HttpServer http) {
    this.http = http;
    this.keysAt = name() + "/keys";
  }

  /** A token that can be used again, by what makes it differ from others. */
  private record Issued(String subject, String keyId, Instant until) {}

  /** Starts on any free port. */
  public static TestIssuer start() {
    try {
      return start(HttpServer.create(anyPort(), 0));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Starts on any free port, behind TLS with this certificate. */
  static TestIssuer start(TestCertificate certificate) throws Exception {
    var https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    return start(https);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static TestIssuer start(HttpServer http) {
    var issuer = new TestIssuer(http);
    http.createContext(
        "/.well-known/openid-configuration",
        exchange -> {
          issuer.fetches.incrementAndGet();
          issuer.answer(
              exchange,
              "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer.name(), issuer.keysAt));
        });
    http.createContext(
        "/keys",
        exchange -> {
          issuer.redirect.ifPresent(to -> exchange.getResponseHeaders().add("location", to));
          issuer.answer(exchange, new JWKSet(issuer.key.toPublicJWK()).toString());
        });
    http.start();
    return issuer;
  }

  /** The issuer's identifier. */
  public String name() {
    return (http instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + http.getAddress().getPort();
  }

  /** How often somebody began to fetch its keys. */
  public int fetches() {
    return fetches.get();
  }

  /** The authorization of each request in their order; "none" where there was none. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** Says in its discovery document that its keys are there. */
  public void tellKeysAt(String uri) {
    keysAt = uri;
  }

  /** Sends whoever asks for its keys there. */
  public void redirectKeysTo(String uri) {
    redirect = Optional.of(uri);
  }

  /** Tells the other's key as its own. */
  public void signsAs(TestIssuer other) {
    key = other.key;
  }

  /** Signs with a new key from now on, and tells only that. */
  public void rotate() {
    key = newKey();
  }

  /** Whether it answers nothing but errors. */
  public void breakDown(boolean down) {
    broken = down;
  }

  /** A good token of the subject. */
  public String token(String subject) {
    return token(subject, Instant.now());
  }

  /**
   * A token of the subject that is good at a moment and for an hour after it. It is used again
   * within the hour, as clients do: to sign one takes longer than a call.
   */
  public String token(String subject, Instant at) {
    var until = at.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
    return issued.computeIfAbsent(
        new Issued(subject, key.getKeyID(), until),
        _ -> token(claims -> claims.subject(subject).expirationTime(Date.from(until))));
  }

  /** A good token of the subject that nobody has seen before. */
  public String newToken(String subject) {
    return token(claims -> claims.subject(subject).jwtID(UUID.randomUUID().toString()));
  }

  /** A token that is good but for what the test changes. */
  public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(key, change);
  }

  /** A good token of the subject, signed with a key that the issuer does not tell. */
  public String forged(String subject) {
    return signed(newKey(), claims -> claims.subject(subject));
  }

  /** Of a user who signed in with Clever: an id_token for our app. */
  public String idToken(String district, String user) {
    return idToken(district, user, claims -> claims);
  }

  /** The same but for what the test changes. */
  public String idToken(String district, String user, UnaryOperator<JWTClaimsSet.Builder> change) {
    return token(claims ->
        change.apply(
            claims
                .audience(TestServer.CLEVER_CLIENT)
                .subject(user)
                .claim("multi_role_user_id", user)
                .claim("district", district)));
  }

  /** A token that is good but for what the test changes in its header; its key is in no header. */
  public String headed(
      UnaryOperator<JWSHeader.Builder> header, UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(key, header, change);
  }

  /** The key that it signs with, as a forger would like to be believed with it. */
  public RSAKey key() {
    return key;
  }

  /** A token that says that an unknown key signed it, which nobody did. */
  public String ofUnknownKey() {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(UUID.randomUUID().toString()).build();
    var claims = claims(builder -> builder).toPayload().toBase64URL();
    return header.toBase64URL() + "." + claims + ".AAAA";
  }

  /** A token that nobody signed. */
  public String unsigned(String subject) {
    return new PlainJWT(claims(builder -> builder.subject(subject))).serialize();
  }

  /** A token signed with the public key as a shared secret, the classic confusion. */
  public String confused(String subject) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
              claims(builder -> builder.subject(subject)));
      token.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(UTF_8)));
      return token.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private String signed(RSAKey with, UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(with, header -> header, change);
  }

  private String signed(
      RSAKey with,
      UnaryOperator<JWSHeader.Builder> header,
      UnaryOperator<JWTClaimsSet.Builder> change) {
    try {
      var token =
          new SignedJWT(
              header
                  .apply(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()))
                  .build(),
              claims(change));
      token.sign(new RSASSASigner(with));
      return token.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    var now = Instant.now();
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(name())
                .audience("homeroom")
                .subject("somebody")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600))))
        .build();
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      authorizations.add(
          Objects.requireNonNullElse(
              exchange.getRequestHeaders().getFirst("authorization"), "none"));
      boolean away = exchange.getResponseHeaders().containsKey("location");
      var bytes = broken || away ? new byte[0] : body.getBytes(UTF_8);
      exchange.sendResponseHeaders(
          broken ? 503 : away ? 302 : 200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
