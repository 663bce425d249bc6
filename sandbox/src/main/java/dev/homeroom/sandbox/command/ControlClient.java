package dev.homeroom.sandbox.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the control API of a running sandbox over HTTP. */
final class ControlClient {
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /** Long, because a change in a district with a million students takes time. */
  private static final Duration ANSWERING = Duration.ofMinutes(5);

  private final String url;

  /**
   * @param url the URL of the control API
   */
  ControlClient(String url) {
    this.url = url.replaceFirst("/+$", "");
  }

  /**
   * Sends a command and returns its answer.
   *
   * @throws Failure when nobody answers, or the command is refused
   */
  JsonNode send(String method, String path, Map<String, ?> body) throws InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(CONNECTING).build()) {
      var publisher =
          method.equals("GET")
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body));
      var request =
          HttpRequest.newBuilder(URI.create(url + "/" + path))
              .timeout(ANSWERING)
              .header("Content-Type", "application/json")
              .method(method, publisher)
              .build();
      var response = http.send(request, BodyHandlers.ofString());
      var answer = JsonMapper.shared().readTree(response.body());
      if (response.statusCode() != 200) {
        throw new Failure(Failure.REFUSED, answer.path("message").asString("refused"));
      }
      return answer;
    } catch (IOException | IllegalArgumentException | JacksonException e) {
      throw new Failure(
          Failure.UNANSWERED,
          "no sandbox answers at %s; start one by ./homeroom sandbox or ./homeroom up, or name its control API by --control URL"
              .formatted(url));
    }
  }
}
