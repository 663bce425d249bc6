package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Request;
import dev.homeroom.sandbox.identity.App;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code GET /oauth/tokens?owner_type=district[&district=]}: the app's district-app tokens
 * (sandbox/CLEVER.md 1.3).
 */
public final class TokensEndpoint implements Endpoint {
  /** The scopes of a district-app token. */
  public static final List<String> SCOPES =
      List.of(
          "read:district_admins",
          "read:districts",
          "read:resources",
          "read:school_admins",
          "read:schools",
          "read:sections",
          "read:student_contacts",
          "read:students",
          "read:teachers",
          "read:user_id");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final App app;
  private final Connection connection;

  /** Creates the token list of this app. */
  public TokensEndpoint(App app, Connection connection) {
    this.app = app;
    this.connection = connection;
  }

  @Override
  public Answer answer(Request request) {
    if (!request.isGet() || !request.path().equals("/oauth/tokens")) {
      return Answer.html(404, "Cannot " + request.method() + " this path");
    }
    if (!app.authenticates(request)) {
      return refusal(401, "invalid_client", "client id or client secret is not right");
    }
    Query query;
    try {
      query = Query.parse(request.rawQuery());
    } catch (IllegalArgumentException e) {
      return refusal(400, "invalid_request", "the query is not readable");
    }
    var ownerType = query.first("owner_type").orElse("district");
    if (!ownerType.equals("district")) {
      return refusal(400, "invalid_request", "owner_type is district");
    }
    var district = connection.district().toString();
    var data =
        connection
            .current()
            .filter(_ -> query.first("district").map(district::equals).orElse(true))
            .map(token -> List.of(describe(token, district)))
            .orElse(List.of());
    return Answer.json(
        200, Map.of("data", data, "links", List.of(Map.of("rel", "self", "uri", request.uri()))));
  }

  private static Map<String, Object> describe(Connection.Token token, String district) {
    return Map.of(
        "id", token.id().toString(),
        "created", TIMESTAMP.format(token.created()),
        "owner", Map.of("type", "district", "id", district),
        "access_token", token.value(),
        "scopes", SCOPES);
  }

  private static Answer refusal(int status, String error, String description) {
    return Answer.json(status, Map.of("error", error, "error_description", description));
  }
}
