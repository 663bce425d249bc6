package dev.homeroom.clever.http;

import dev.homeroom.clever.http.Transport.Call;
import dev.homeroom.clever.record.ObjectId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The app's side of signing in with Clever (sandbox/CLEVER.md 1.4): the URL to which people are
 * sent, and the exchange of the codes with which they come back. Safe for many threads.
 */
public final class CleverSignIn implements AutoCloseable {
  private final URI oauthUrl;
  private final Supplier<ClientCredentials> client;
  private final Transport transport;

  /**
   * Creates the sign-in of this client.
   *
   * @param config its client id and secret are ignored
   * @param client gives the id and secret for each sign-in, since the secret may change
   */
  public CleverSignIn(CleverConfig config, Supplier<ClientCredentials> client) {
    this.oauthUrl = config.oauthUrl();
    this.client = client;
    this.transport = new Transport(config);
  }

  /**
   * Returns the URL to which a person's browser is sent. Sends no request.
   *
   * @param redirectUri the URI to which Clever sends the browser back, as registered there
   * @param state returned by Clever with the browser
   * @param nonce included in the id_token
   * @param district saves people the choice of their district; empty lets them choose
   */
  public URI authorizeUrl(
      String redirectUri, String state, String nonce, Optional<ObjectId> district) {
    var query =
        "?response_type=code&client_id=%s&redirect_uri=%s&state=%s&nonce=%s"
            .formatted(
                encoded(client.get().id()), encoded(redirectUri), encoded(state), encoded(nonce));
    return CleverConfig.below(
        oauthUrl,
        "/oauth/authorize" + query + district.map(id -> "&district_id=" + id.hex()).orElse(""));
  }

  /**
   * Exchanges a code for an id_token. This uses the code up, so it is sent only once.
   *
   * @param redirectUri the one with which the browser was sent to Clever
   * @param patience the longest wait for the answer
   * @throws CleverException with a {@link CleverFailure.BadRequest} if Clever does not know the
   *     code, or no longer does
   */
  public IdToken exchange(String code, String redirectUri, Duration patience)
      throws InterruptedException {
    var form =
        "grant_type=authorization_code&code=%s&redirect_uri=%s"
            .formatted(encoded(code), encoded(redirectUri));
    var call =
        new Call(
            "POST /oauth/tokens",
            CleverConfig.below(oauthUrl, "/oauth/tokens"),
            Authorization.basic(client.get()),
            Optional.of(form));
    return transport.once(call, patience, TokenReader::idToken);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Cancels running requests and closes the connections. */
  @Override
  public void close() {
    transport.close();
  }
}
