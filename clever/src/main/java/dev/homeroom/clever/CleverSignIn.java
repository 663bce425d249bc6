package dev.homeroom.clever;

import dev.homeroom.clever.Transport.Call;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The app's side of signing in with Clever (sandbox/CLEVER.md 1.4): where people are sent, and what
 * becomes of the codes that they come back with. Safe for many threads.
 */
public final class CleverSignIn implements AutoCloseable {
  private final URI oauthUrl;
  private final Supplier<ClientCredentials> client;
  private final Transport transport;

  /**
   * Signs people in for this client.
   *
   * @param config of which the client's id and secret do not count here
   * @param client is asked for each sign-in, as the secret may change
   */
  public CleverSignIn(CleverConfig config, Supplier<ClientCredentials> client) {
    this.oauthUrl = config.oauthUrl();
    this.client = client;
    this.transport = new Transport(config);
  }

  /**
   * Where to send somebody's browser. Asks nobody.
   *
   * @param redirectUri where Clever sends it back to, as registered there
   * @param state comes back with it
   * @param nonce stands in the id_token
   * @param district spares people the choice of their district; empty lets them choose
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
   * Exchanges a code, which is spent by this: it is sent once, and never again.
   *
   * @param redirectUri that with which the browser was sent to Clever
   * @param patience how long to wait for the answer
   * @throws CleverException whose failure is {@link CleverFailure.BadRequest} where Clever does not
   *     know the code (any more)
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
    return transport.once(call, patience, Answers::idToken);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Ends what is under way and closes the connections. */
  @Override
  public void close() {
    transport.close();
  }
}
