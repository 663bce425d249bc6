package dev.homeroom.sandbox.oidc;

import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The issuer over HTTP: discovery, keys, and {@code POST token} with {@code subject}, {@code
 * audience}, {@code expires_in}.
 */
public final class IssuerEndpoint implements Endpoint {
  private final TestIssuer issuer;

  /** Creates an endpoint for this issuer. */
  public IssuerEndpoint(TestIssuer issuer) {
    this.issuer = issuer;
  }

  @Override
  public Answer answer(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /oidc/.well-known/openid-configuration" -> Answer.json(200, issuer.discovery());
      case "GET /oidc/certs" -> Answer.json(200, issuer.keys());
      case "POST /oidc/token" -> token(request);
      default -> Answer.html(404, "Cannot " + request.method() + " this path");
    };
  }

  private Answer token(Request request) {
    Query form;
    Optional<Duration> lifetime;
    try {
      form = Query.parse(request.body());
      lifetime =
          form.first("expires_in").map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)));
    } catch (IllegalArgumentException e) {
      return refusal("the form is not readable, or expires_in is not a number of seconds");
    }
    var subject = form.first("subject");
    var audience = form.first("audience");
    if (subject.isEmpty() || audience.isEmpty()) {
      return refusal("a token needs a subject and an audience");
    }
    var valid = lifetime.orElse(TestIssuer.DEFAULT_LIFETIME);
    var token = issuer.mint(subject.get(), audience.get(), valid);
    return Answer.json(
        200,
        Map.of("access_token", token, "token_type", "Bearer", "expires_in", valid.toSeconds()));
  }

  private static Answer refusal(String description) {
    return Answer.json(400, Map.of("error", "invalid_request", "error_description", description));
  }
}
