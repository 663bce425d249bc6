package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Request;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Serves {@code POST /oauth/tokens}: exchanges a code for an access token and an id_token. */
final class CodeExchange implements Endpoint {
  private final App app;
  private final People people;
  private final UserTokens tokens;
  private final IdTokens idTokens;
  private final ExpiringSecrets<Grant> codes;

  CodeExchange(
      App app, People people, UserTokens tokens, IdTokens idTokens, ExpiringSecrets<Grant> codes) {
    this.app = app;
    this.people = people;
    this.tokens = tokens;
    this.idTokens = idTokens;
    this.codes = codes;
  }

  /** The login that a code stands for. */
  record Grant(Login login, String redirectUri, Optional<String> nonce) {}

  @Override
  public Answer answer(Request request) {
    if (!app.authenticates(request)) {
      return refusal(401, "invalid_client", "client id or client secret is not right");
    }
    Map<String, String> body;
    try {
      body = body(request);
    } catch (IllegalArgumentException | JacksonException e) {
      return refusal(400, "invalid_request", "the body is neither a form nor a JSON object");
    }
    if (!body.getOrDefault("grant_type", "").equals("authorization_code")) {
      return refusal(400, "unsupported_grant_type", "grant_type is authorization_code");
    }
    var code = body.getOrDefault("code", "");
    var redirectUri = body.getOrDefault("redirect_uri", "");
    if (code.isEmpty() || redirectUri.isEmpty()) {
      return refusal(400, "invalid_request", "code and redirect_uri are needed");
    }
    var grant = codes.take(code);
    if (grant.isPresent() && !grant.get().redirectUri().equals(redirectUri)) {
      return refusal(400, "redirect_uri_mismatch", "redirect_uri is not that of the code");
    }
    return grant
        .filter(granted -> tokens.isIn(granted.login()))
        .flatMap(granted -> people.identity(granted.login()).map(who -> granted(granted, who)))
        .orElseGet(() -> refusal(400, "invalid_grant", "Invalid grant: invalid code"));
  }

  private Answer granted(Grant grant, Identity identity) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", tokens.issue(grant.login()));
    answer.put("token_type", "bearer");
    answer.put("id_token", idTokens.sign(identity, grant.nonce()));
    return Answer.json(200, answer);
  }

  private static Map<String, String> body(Request request) {
    Map<String, String> body = new HashMap<>();
    if (request.headers().first("Content-Type").orElse("").startsWith("application/json")) {
      var json = JsonMapper.shared().readTree(request.body());
      json.properties()
          .forEach(member -> body.put(member.getKey(), member.getValue().asString("")));
    } else {
      Query.parse(request.body())
          .parameters()
          .forEach(parameter -> body.put(parameter.name(), parameter.value()));
    }
    return body;
  }

  private static Answer refusal(int status, String error, String description) {
    return Answer.json(status, Map.of("error", error, "error_description", description));
  }
}
