package dev.homeroom.clever.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending people to Clever and exchanging their codes. */
final class SignInTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String CALLBACK = "http://127.0.0.1:9/callback";

  private FakeClever clever;

  @BeforeEach
  void start() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void stop() {
    clever.close();
  }

  @Test
  void a_person_signs_in_at_the_sandbox_and_the_code_becomes_an_id_token() throws Exception {
    var client = new ClientCredentials("our-app", "its-secret");
    var config =
        SandboxConfig.demo()
            .withStudents(20)
            .withClient(client.id(), client.secret())
            .withRedirectUris(List.of(CALLBACK));
    try (var sandbox = Sandbox.start(config);
        var signIn =
            new CleverSignIn(
                CleverConfig.of(
                    URI.create(sandbox.baseUrl()),
                    URI.create(sandbox.baseUrl()),
                    CleverVersion.V3_1,
                    null),
                () -> client);
        var browser = HttpClient.newHttpClient()) {
      var district = Optional.of(ObjectId.of(sandbox.districtId()));
      var page = signIn.authorizeUrl(CALLBACK, "a&state", "n-1", district);
      var users = sandbox.roster().rows(dev.homeroom.sandbox.district.RecordType.USERS);
      var user = users.id(users.nextLive(0));
      var chosen = HttpRequest.newBuilder(URI.create(page + "&sandbox_user=" + user)).build();

      var back =
          browser
              .send(chosen, BodyHandlers.discarding())
              .headers()
              .firstValue("Location")
              .orElseThrow();
      var code = back.replaceFirst(".*[?&]code=([^&]*).*", "$1");
      var token = signIn.exchange(code, CALLBACK, PATIENCE);

      assertThat(back).endsWith("&state=a%26state");
      assertThat(token.compact().split("\\.", -1)).hasSize(3);
      assertThatExceptionOfType(CleverException.class)
          .isThrownBy(() -> signIn.exchange(code, CALLBACK, PATIENCE))
          .satisfies(refused ->
              assertThat(refused.failure()).isEqualTo(new CleverFailure.BadRequest(400)));
    }
  }

  @Test
  void a_code_is_sent_with_the_client_secret_and_quoted() throws Exception {
    clever.answers(Answer.json("{\"access_token\":\"il1\",\"id_token\":\"canary.id.token\"}"));

    var token = clever.signIn.exchange("a&b c", CALLBACK, PATIENCE);

    assertThat(token.compact()).isEqualTo("canary.id.token");
    assertThat(token).hasToString("***");
    assertThat(clever.asked)
        .containsExactly(
            new FakeClever.Asked("/oauth/tokens", "Basic YXBwOmNhbmFyeS1zZWNyZXQtNzc="));
    assertThat(clever.forms)
        .containsExactly(
            "grant_type=authorization_code&code=a%26b+c&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 429, 500, 503})
  void a_code_is_never_sent_twice(int status) {
    clever.answers(Answer.status(status), Answer.json("{\"id_token\":\"late\"}"));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.signIn.exchange("canary-code", CALLBACK, PATIENCE))
        .withMessageStartingWith("POST /oauth/tokens: ")
        .withMessageNotContainingAny("canary", "late");
    assertThat(clever.asked).hasSize(1);
    assertThat(clever.waits).isEmpty();
  }

  @Test
  void an_answer_without_an_id_token_is_none() {
    for (var answer :
        Map.of(
                "{\"access_token\":\"il1\",\"token_type\":\"bearer\"}", "OpenID Connect",
                "{\"id_token\":", "truncated")
            .entrySet()) {
      clever.answers(Answer.json(answer.getKey()));

      assertThatExceptionOfType(CleverException.class)
          .isThrownBy(() -> clever.signIn.exchange("code", CALLBACK, PATIENCE))
          .withMessageContaining(answer.getValue());
    }
  }

  @Test
  void nobody_waits_longer_than_the_patience() {
    var release = new CountDownLatch(1);
    clever.answers(_ -> awaitQuietly(release));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.signIn.exchange("code", CALLBACK, Duration.ofMillis(50)))
        .withMessageContaining("timeout");
    release.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
