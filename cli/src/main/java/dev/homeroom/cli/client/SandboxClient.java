package dev.homeroom.cli.client;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Gets tokens from the sandbox's test issuer, which mints them for anyone who asks. */
public final class SandboxClient {
  /** The audience of every token for a Homeroom server. */
  public static final String AUDIENCE = "homeroom";

  private static final JsonMapper JSON = new JsonMapper();

  private final String base;

  /**
   * Uses the issuer of one sandbox.
   *
   * @param base the sandbox's base URL
   */
  public SandboxClient(String base) {
    this.base = base;
  }

  /** Returns a new token for a caller, valid for an hour. */
  public String token(Caller caller) {
    return token(caller.subject());
  }

  private String token(String subject) {
    var form =
        "subject=%s&audience=%s&expires_in=3600"
            .formatted(URLEncoder.encode(subject, StandardCharsets.UTF_8), AUDIENCE);
    var request =
        HttpRequest.newBuilder(URI.create(base + "/oidc/token"))
            .timeout(Duration.ofSeconds(10))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw CommandFailure.failed(
            "the sandbox at " + base + " mints no token: HTTP " + response.statusCode());
      }
      return JSON.readTree(response.body()).path("access_token").stringValue();
    } catch (IOException e) {
      throw CommandFailure.failed("the sandbox at " + base + " does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }
}
