package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Serves discovery, keys, and the owners of tokens (sandbox/CLEVER.md 1.5, 1.6). */
final class TokenInfoEndpoint implements Endpoint {
  private static final List<String> USER_SCOPES =
      List.of(
          "read:user_id",
          "read:students_basic",
          "read:teachers_basic",
          "read:school_admins_basic",
          "read:district_admins_basic");

  private final App app;
  private final String baseUrl;
  private final People people;
  private final UserTokens tokens;
  private final IdTokens idTokens;
  private final List<String> appScopes;
  private final Predicate<String> isAppToken;

  /**
   * @param appScopes the scopes of a district-app token
   */
  TokenInfoEndpoint(
      App app,
      String baseUrl,
      People people,
      UserTokens tokens,
      IdTokens idTokens,
      List<String> appScopes,
      Predicate<String> isAppToken) {
    this.app = app;
    this.baseUrl = baseUrl;
    this.people = people;
    this.tokens = tokens;
    this.idTokens = idTokens;
    this.appScopes = appScopes;
    this.isAppToken = isAppToken;
  }

  @Override
  public Answer answer(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /.well-known/openid-configuration" -> Answer.json(200, discovery());
      case "GET /oauth/certs" -> Answer.json(200, idTokens.keys());
      case "GET /oauth/tokeninfo" -> tokenInfo(request);
      case "GET /userinfo" -> userInfo(request);
      default -> Answer.html(404, "Cannot " + request.method() + " this path");
    };
  }

  private Map<String, Object> discovery() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", idTokens.issuer());
    document.put("authorization_endpoint", baseUrl + "/oauth/authorize");
    document.put("token_endpoint", baseUrl + "/oauth/tokens");
    document.put("userinfo_endpoint", baseUrl + "/userinfo");
    document.put("jwks_uri", baseUrl + "/oauth/certs");
    document.put("response_types_supported", List.of("code"));
    document.put("grant_types_supported", List.of("authorization_code"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
    return document;
  }

  private Answer tokenInfo(Request request) {
    var token = request.authorization("Bearer").orElse("");
    if (isAppToken.test(token)) {
      return Answer.json(200, Map.of("client_id", app.clientId(), "scopes", appScopes));
    }
    return tokens.find(token).isPresent()
        ? Answer.json(200, Map.of("client_id", app.clientId(), "scopes", USER_SCOPES))
        : Answer.json(
            401, Map.of("error", "invalid_token", "error_description", "the token is not valid"));
  }

  private Answer userInfo(Request request) {
    return request
        .authorization("Bearer")
        .flatMap(tokens::find)
        .flatMap(people::identity)
        .map(identity -> Answer.json(200, identity.userInfo()))
        .orElseGet(() -> Answer.message(401, "Unauthorized"));
  }
}
