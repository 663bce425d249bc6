package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Request;
import dev.homeroom.sandbox.identity.People.LoginChoice;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The three ways to log in (sandbox/CLEVER.md 1.4): a button of the app, an instant-login link, and
 * Clever's portal. For two hours after a login, the browser's user is not asked again.
 */
final class LoginEndpoint implements Endpoint {
  private static final Duration SESSION = Duration.ofHours(2);
  private static final String COOKIE = "clever_session";
  private static final int SHOWN_PER_ROLE = 10;

  /** The path of a district's portal, without the district's id at its end. */
  static final String PORTAL = "/in/demo-";

  private final App app;
  private final DistrictSimulation world;
  private final People people;
  private final UserTokens tokens;
  private final ExpiringSecrets<CodeExchange.Grant> codes;
  private final ExpiringSecrets<Login> sessions;

  LoginEndpoint(
      App app,
      DistrictSimulation world,
      People people,
      UserTokens tokens,
      ExpiringSecrets<CodeExchange.Grant> codes,
      Clock clock) {
    this.app = app;
    this.world = world;
    this.people = people;
    this.tokens = tokens;
    this.codes = codes;
    this.sessions = new ExpiringSecrets<>("", SESSION, clock);
  }

  @Override
  public Answer answer(Request request) {
    Query query;
    try {
      query = Query.parse(request.rawQuery());
    } catch (IllegalArgumentException e) {
      return LoginPages.refusal(400, "invalid_request", "The query is not readable.");
    }
    if (!request.isGet()) {
      return Answer.html(404, "Cannot " + request.method() + " this path");
    }
    return switch (request.path()) {
      case "/oauth/authorize" -> fromTheApp(request, query);
      case "/oauth/instant-login" ->
          isTheApp(query)
              ? fromClever(request, query, query.first(LoginPages.DISTRICT))
              : unknownClient();
      default -> {
        var district = request.path().substring(PORTAL.length());
        yield fromClever(request, query, Optional.of(district));
      }
    };
  }

  private Answer fromTheApp(Request request, Query query) {
    if (!isTheApp(query)) {
      return unknownClient();
    }
    var redirectUri = query.first("redirect_uri").orElse("");
    if (!app.redirectUris().contains(redirectUri)) {
      return LoginPages.refusal(
          400,
          "redirect_uri_mismatch",
          "The redirect_uri must be exactly one of those that the app has registered.");
    }
    var callback = new Callback(redirectUri, query.first("state"));
    if (!query.first("response_type").equals(Optional.of("code"))) {
      return callback.error("unsupported_response_type");
    }
    return login(request, query, callback, query.first(LoginPages.DISTRICT));
  }

  private Answer fromClever(Request request, Query query, Optional<String> district) {
    var first = app.redirectUris().stream().findFirst();
    if (first.isEmpty()) {
      return LoginPages.refusal(
          400, "redirect_uri_mismatch", "The app has not registered any redirect URI.");
    }
    return login(request, query, new Callback(first.get(), Optional.empty()), district);
  }

  private boolean isTheApp(Query query) {
    return query.first("client_id").map(app.clientId()::equals).orElse(false);
  }

  private static Answer unknownClient() {
    return LoginPages.refusal(400, "invalid_client", "No app has this client_id.");
  }

  private Answer login(Request request, Query query, Callback callback, Optional<String> district) {
    if (district.filter(id -> !id.equals(people.district())).isPresent()) {
      return LoginPages.refusal(404, "unknown district", "No district has this id.");
    }
    var chosen = query.first(LoginPages.USER);
    if (chosen.isPresent()) {
      return people
          .find(chosen.get(), query.first(LoginPages.ROLE))
          .map(person -> enter(person, query, callback))
          .orElseGet(() ->
              LoginPages.refusal(
                  404, "unknown user", "Nobody of the district has this id and role."));
    }
    var before = session(request);
    var mustConfirm = query.first("confirmed").map("false"::equals).orElse(false);
    if (before.isPresent() && !mustConfirm) {
      return enter(before.get(), query, callback);
    }
    if (district.isEmpty()) {
      return new LoginPages(request, query).chooseDistrict(people.district());
    }
    return new LoginPages(request, query)
        .chooseUser(world.profile().loginMethods(), before, some());
  }

  private Map<Role, List<LoginChoice>> some() {
    Map<Role, List<LoginChoice>> some = new LinkedHashMap<>();
    People.ROLES.forEach(role -> some.put(role, people.some(role, SHOWN_PER_ROLE)));
    return some;
  }

  private Answer enter(LoginChoice person, Query query, Callback callback) {
    var login = person.login();
    if (!tokens.isIn(login)) {
      return query.first("return_unshared").map("true"::equals).orElse(false)
          ? callback.error("unauthorized-user")
          : LoginPages.refusal(
              403, "not shared", "Your district has not shared you with this application.");
    }
    var grant = new CodeExchange.Grant(login, callback.redirectUri(), query.first("nonce"));
    return callback
        .code(codes.issue(grant))
        .with(
            Map.of(
                "Set-Cookie",
                "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax"
                    .formatted(COOKIE, sessions.issue(login), SESSION.toSeconds())));
  }

  /** The person who signed in last in this browser, if that was within the last two hours. */
  private Optional<LoginChoice> session(Request request) {
    return Arrays.stream(request.headers().first("Cookie").orElse("").split(";", -1))
        .map(cookie -> cookie.strip().replace("\"", "")) // clients of RFC 2965 quote values
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .findFirst()
        .flatMap(cookie -> sessions.find(cookie.substring(COOKIE.length() + 1)))
        .flatMap(login -> people.find(login.user().toString(), Optional.of(login.role().word())));
  }
}
