package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** The only registered app: its credentials and its redirect URIs. Safe for many threads. */
public final class App {
  private final String clientId;
  private final String clientSecret;
  private volatile List<String> redirectUris;

  /**
   * @param redirectUris as in {@link #redirectTo}
   */
  public App(String clientId, String clientSecret, List<String> redirectUris) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.redirectUris = checked(redirectUris);
  }

  /** The app's client id. */
  public String clientId() {
    return clientId;
  }

  /**
   * Returns whether a request carries the app's client id and secret: as they are, as Clever
   * documents, or each form-encoded first (RFC 6749, 2.3.1).
   */
  public boolean authenticates(Request request) {
    try {
      return request
          .authorization("Basic")
          .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
          .filter(given -> isPlain(given) || isFormEncoded(given))
          .isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isPlain(String given) {
    return same(given, clientId + ":" + clientSecret);
  }

  /**
   * Decodes the given text instead of encoding the secret, because encoders differ in the
   * characters that they leave unchanged.
   *
   * @throws IllegalArgumentException when a percent code is broken
   */
  private boolean isFormEncoded(String given) {
    var colon = given.indexOf(':'); // an encoded id has none
    return colon >= 0
        && same(decoded(given.substring(0, colon)), clientId)
        && same(decoded(given.substring(colon + 1)), clientSecret);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The registered redirect URIs; logins that begin at Clever end at the first one. */
  public List<String> redirectUris() {
    return redirectUris;
  }

  /**
   * Registers these redirect URIs and no others.
   *
   * @throws IllegalArgumentException when one is not an absolute HTTP URL, or has a query or
   *     fragment
   */
  public void redirectTo(List<String> uris) {
    redirectUris = checked(uris);
  }

  private static List<String> checked(List<String> uris) {
    for (var uri : uris) {
      if (!uri.matches("https?://[^\\s?#]+") || URI.create(uri).getHost() == null) {
        throw new IllegalArgumentException(
            "a redirect URI is an http or https URL without query, like http://127.0.0.1:8000/callback, not "
                + uri);
      }
    }
    return List.copyOf(uris);
  }
}
