package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.testing.StoppedClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses and bodies of refusals (CLEVER.md 5.1), and the rate limit (5.2). */
final class RefusalsTest {
  private static Sandbox sandbox;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo());
    client = new PlainClient(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.0/users?limit=0",
        "/v3.0/users?limit=-1",
        "/v3.0/users?limit=ten",
        "/v3.0/users?starting_after=nonsense",
        "/v3.0/users?starting_after=last",
        "/v3.0/users?ending_before=5A0C91B95C7CC000010D417C",
        "/v3.0/users?starting_after=000000000000000000000000&ending_before=last",
        "/v3.0/users?role=janitor",
        "/v3.0/users?count=maybe",
        "/v3.0/events?limit=none"
      })
  void refuses_malformed_parameters(String path) {
    var response = client.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"message\":\"");
    assertThat(contentType(response)).isEqualTo("application/json; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.0/classes",
        "/v3.0",
        "/v3.1/users/1/2/3",
        "/v2.1/users",
        "/",
        "/v3.0/schools/1/students"
      })
  void answers_unknown_paths_with_a_web_page(String path) {
    var response = client.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(contentType(response)).startsWith("text/html");
    assertThat(response.body()).startsWith("<!DOCTYPE html>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.0/users/5a0c91b95c7cc000010d417c",
        "/v3.0/users/nonsense",
        "/v3.1/users/5a0c91b95c7cc000010d417c/sections",
        "/v3.1/resources/5a0c91b95c7cc000010d417c"
      })
  void answers_unknown_records_with_a_message(String path) {
    var response = client.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("{\"message\":\"Resource not found\"}");
  }

  @Test
  void refuses_other_roles_than_a_path_offers() {
    var school = client.ids("/v3.0/schools").getFirst();

    assertThat(client.get("/v3.0/schools/" + school + "/users?role=contact").statusCode())
        .isEqualTo(400);
    assertThat(client.get("/v3.0/schools/" + school + "/users?role=staff").statusCode())
        .isEqualTo(200);
  }

  @Test
  void refuses_unknown_and_missing_tokens() {
    var stranger = new PlainClient(sandbox.baseUrl(), "0".repeat(40)).get("/v3.0/users");
    var nobody =
        client.send(HttpRequest.newBuilder(client.request("/v3.0/users").build().uri()).build());

    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("X-Ratelimit-Limit")).isPresent();
  }

  @Test
  void refuses_to_write() {
    var request =
        client
            .request("/v3.0/users")
            .header("Authorization", "Bearer " + sandbox.token())
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertThat(client.send(request).statusCode()).isEqualTo(404);
  }

  @Test
  void counts_requests_per_token_in_calendar_minutes() throws IOException {
    var clock = new StoppedClock(Instant.parse("2026-11-02T10:00:59Z"));
    try (var limited = Sandbox.start(SandboxConfig.demo().withRateLimit(3).withClock(clock))) {
      var caller = new PlainClient(limited);
      assertThat(remaining(caller.get("/v3.0/schools"))).isEqualTo("2");
      assertThat(remaining(caller.get("/v3.0/schools/nonsense"))).isEqualTo("1");
      assertThat(remaining(caller.get("/v3.1/classes"))).isEqualTo("0");

      var refused = caller.get("/v3.0/schools");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).isEmpty();
      assertThat(refused.headers().firstValue("X-Ratelimit-Limit")).contains("3");
      assertThat(refused.headers().firstValue("X-Ratelimit-Bucket")).contains("bearer");
      assertThat(refused.headers().firstValue("X-Ratelimit-Reset"))
          .contains(String.valueOf(Instant.parse("2026-11-02T10:01:00Z").getEpochSecond()));
      assertThat(new PlainClient(limited.baseUrl(), "other").get("/v3.0/schools").statusCode())
          .isEqualTo(401);

      clock.set(Instant.parse("2026-11-02T10:01:00Z"));
      assertThat(caller.get("/v3.0/schools").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void never_refuses_without_a_limit_but_still_tells_the_headers() throws IOException {
    try (var unlimited = Sandbox.start(SandboxConfig.demo().withRateLimit(0))) {
      var response = new PlainClient(unlimited).get("/v3.0/schools");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(remaining(response)).isEqualTo("1200");
    }
  }

  private static String remaining(HttpResponse<String> response) {
    return response.headers().firstValue("X-Ratelimit-Remaining").orElse("");
  }

  private static String contentType(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }
}
