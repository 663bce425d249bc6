package dev.homeroom.server.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** From where keys may come: whoever can change them on the way can forge any token. */
final class KeyUris {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private KeyUris() {}

  /**
   * The address that the text writes.
   *
   * @throws AccessConfigException unless it is https, or http on this machine
   */
  static URI require(String field, String text) {
    try {
      var uri = new URI(text);
      var host = uri.getHost();
      if (host != null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host)))) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Told below, in the file's own words.
    }
    throw new AccessConfigException(
        field + ": must be an https URL, or http on this machine, not " + text);
  }
}
