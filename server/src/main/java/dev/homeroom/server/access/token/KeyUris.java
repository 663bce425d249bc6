package dev.homeroom.server.access.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses from which keys may come: anybody who can change keys in transit can forge any
 * token.
 */
public final class KeyUris {
  /** The allowed form, in words for people. */
  public static final String FORM = "must be an https URL, or http on this machine";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private KeyUris() {}

  /** Returns whether both have the same scheme, host and port. */
  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() == -1
        ? ("http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443)
        : uri.getPort();
  }

  /** Parses an address; empty unless it is https, or http on this machine. */
  public static Optional<URI> parse(String text) {
    try {
      var uri = new URI(text);
      var host = uri.getHost();
      boolean safe =
          host != null
              && ("https".equals(uri.getScheme())
                  || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host)));
      return safe ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }
}
