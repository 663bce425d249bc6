package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The sign-in of people, and the operations on their tokens and keys. Thread-safe. */
public final class SignIn {
  private static final Duration CODE_LIFE = Duration.ofMinutes(1);

  private final App app;
  private final People people;
  private final IdTokens idTokens;
  private final UserTokens tokens;
  private final LoginEndpoint logins;
  private final CodeExchange exchange;
  private final TokenInfoEndpoint about;

  /**
   * The district-app token. People can sign in only while there is one.
   *
   * @param scopes its scopes
   * @param isCurrent whether a text is that token
   * @param stands whether there is one
   */
  public record AppToken(
      List<String> scopes, Predicate<String> isCurrent, BooleanSupplier stands) {}

  /**
   * @param baseUrl the URL under which the endpoints are served
   * @param issuer the claim {@code iss}
   * @param keys that sign id_tokens
   */
  public SignIn(
      App app,
      String baseUrl,
      String issuer,
      IdTokenKeys keys,
      DistrictSimulation world,
      AppToken appToken,
      Clock clock) {
    this.app = app;
    this.people = new People(world);
    this.idTokens = new IdTokens(issuer, app.clientId(), keys, clock);
    this.tokens = new UserTokens(people, appToken.stands(), clock);
    var codes = new ExpiringSecrets<CodeExchange.Grant>("", CODE_LIFE, clock);
    this.logins = new LoginEndpoint(app, world, people, tokens, codes, clock);
    this.exchange = new CodeExchange(app, people, tokens, idTokens, codes);
    this.about =
        new TokenInfoEndpoint(
            app, baseUrl, people, tokens, idTokens, appToken.scopes(), appToken.isCurrent());
  }

  /**
   * Returns the endpoints by path.
   *
   * @param appTokens serves the list of district-app tokens
   */
  public Map<String, Endpoint> endpoints(Endpoint appTokens) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put("/oauth/authorize", logins);
    endpoints.put("/oauth/instant-login", logins);
    endpoints.put(LoginEndpoint.PORTAL, logins);
    endpoints.put(
        "/oauth/tokens",
        request ->
            request.method().equals("POST") ? exchange.answer(request) : appTokens.answer(request));
    endpoints.put("/oauth/tokeninfo", about);
    endpoints.put("/oauth/certs", about);
    endpoints.put("/userinfo", about);
    endpoints.put("/.well-known/openid-configuration", about);
    return endpoints;
  }

  /** The access tokens of people. */
  public UserTokens tokens() {
    return tokens;
  }

  /** Keeps the access tokens of people in a log from now on. */
  public void keepTokensBy(TokenLog log) {
    tokens.keepBy(log);
  }

  /** Makes an access token from before a restart valid again. */
  public void restore(TokenLog.IssuedToken token) {
    tokens.restore(token);
  }

  /** The claim {@code iss} of id_tokens. */
  public String issuer() {
    return idTokens.issuer();
  }

  /** The registered app. */
  public App app() {
    return app;
  }

  /** Signs id_tokens with another key from now on; the old one stays published for an hour. */
  public void rotateKeys() {
    idTokens.rotate();
  }

  /** Ends the access tokens of a user, or of all users if none is named. */
  public void revokeTokens(Optional<String> user) {
    tokens.revoke(user.map(this::known));
  }

  /**
   * Issues an access token of this user, as if the user had just signed in.
   *
   * @throws IllegalArgumentException when nobody with this id can sign in
   */
  public String accessToken(String user) {
    return tokens.issue(login(user));
  }

  /**
   * Issues an id_token about this user, as if the user had just signed in.
   *
   * @throws IllegalArgumentException when nobody with this id can sign in, or the user is not
   *     shared
   */
  public String idToken(String user, Optional<String> nonce) {
    return people
        .identity(login(user))
        .map(identity -> idTokens.sign(identity, nonce))
        .orElseThrow(() -> new IllegalArgumentException("the user is not shared with the app"));
  }

  private Login login(String user) {
    return people
        .find(user, Optional.empty())
        .map(People.LoginChoice::login)
        .orElseThrow(() -> new IllegalArgumentException(nobody(user)));
  }

  private ObjectId known(String user) {
    return ObjectId.parse(user).orElseThrow(() -> new IllegalArgumentException(nobody(user)));
  }

  private static String nobody(String user) {
    return "nobody who can sign in has the id " + user;
  }
}
