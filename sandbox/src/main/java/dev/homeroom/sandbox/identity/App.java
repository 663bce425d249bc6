package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** The one app that is registered: its credentials and where its logins end. Safe for threads. */
public final class App {
  private final String clientId;
  private final byte[] credentials;
  private volatile List<String> redirectUris;

  /**
   * @param redirectUris as in {@link #redirectTo}
   */
  public App(String clientId, String clientSecret, List<String> redirectUris) {
    this.clientId = clientId;
    this.credentials = (clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8);
    this.redirectUris = checked(redirectUris);
  }

  /** Its client id. */
  public String clientId() {
    return clientId;
  }

  /** Whether a request carries its client id and secret. */
  public boolean authenticates(Request request) {
    try {
      return request
          .authorization("Basic")
          .map(value -> Base64.getDecoder().decode(value))
          .filter(given -> MessageDigest.isEqual(given, credentials))
          .isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The registered redirect URIs; logins that begin at Clever end at the first one. */
  public List<String> redirectUris() {
    return redirectUris;
  }

  /**
   * Registers these redirect URIs and no others.
   *
   * @throws IllegalArgumentException when one is no absolute HTTP URL, or has a query or fragment
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
