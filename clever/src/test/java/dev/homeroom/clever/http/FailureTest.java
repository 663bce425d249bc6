package dev.homeroom.clever.http;

import static dev.homeroom.clever.http.FakeClever.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.homeroom.clever.http.CleverFailure.BadRequest;
import dev.homeroom.clever.http.CleverFailure.Credential;
import dev.homeroom.clever.http.CleverFailure.Forbidden;
import dev.homeroom.clever.http.CleverFailure.NotFound;
import dev.homeroom.clever.http.CleverFailure.Unauthorized;
import dev.homeroom.clever.http.CleverFailure.Unavailable;
import dev.homeroom.clever.http.CleverFailure.Unexpected;
import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

  private static final int ATTEMPTS = RetryPolicy.DEFAULT.attempts();
  private static final Answer FOUR = Answer.json("{\"count\":4}");

  private FakeClever clever;

  @BeforeEach
  void open() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void close() {
    clever.close();
  }

  private long count() throws InterruptedException {
    return clever.client.count(TOKEN, RecordType.USERS);
  }

  private CleverException failure() {
    var failure = catchThrowableOfType(CleverException.class, this::count);
    assertThat(failure).isNotNull();
    assertThat(failure).hasMessageStartingWith("GET /users: ");
    assertThat(failure.getMessage()).doesNotContain("canary");
    return failure;
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("500", Answer.status(500)),
        Arguments.of("502", Answer.status(502)),
        Arguments.of("503", Answer.status(503)),
        Arguments.of("HTML", Answer.of(200, "text/html", "<html>canary</html>")),
        Arguments.of("no content", Answer.of(200, "application/json", "")),
        Arguments.of("truncated JSON", Answer.json("{\"count\":4")),
        Arguments.of("malformed JSON", Answer.json("{\"count\":canary}")),
        Arguments.of("something behind", Answer.json("{\"count\":4}{}")),
        Arguments.of("bytes missing", (Answer) FailureTest::cutShort));
  }

  private static void cutShort(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write("{\"count\":4}".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void what_may_pass_is_tried_again(String name, Answer answer) throws Exception {
    clever.answers(answer, FOUR);

    assertThat(count()).isEqualTo(4);
    assertThat(clever.waits).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void what_does_not_pass_fails_after_five_attempts(String name, Answer answer) {
    for (int i = 0; i < ATTEMPTS; i++) {
      clever.answers(answer);
    }
    clever.answers(FOUR);

    assertThat(failure().failure()).isInstanceOfAny(Unavailable.class, Unexpected.class);
    assertThat(clever.asked).hasSize(ATTEMPTS);
  }

  @Test
  void the_pauses_double_and_are_shortened_by_chance() {
    for (int i = 0; i < ATTEMPTS; i++) {
      clever.answers(Answer.status(503));
    }

    assertThat(failure().failure()).isEqualTo(new Unavailable("status 503", 5));
    assertThat(clever.waits).hasSize(4).doesNotHaveDuplicates();
    for (int i = 0; i < clever.waits.size(); i++) {
      assertThat(clever.waits.get(i))
          .isBetween(Duration.ofMillis(250L << i), Duration.ofMillis(500L << i));
    }
  }

  static Stream<Arguments> final_statuses() {
    return Stream.of(
        Arguments.of(400, new BadRequest(400)),
        Arguments.of(401, new Unauthorized(Credential.DISTRICT_TOKEN)),
        Arguments.of(403, new Forbidden(Credential.DISTRICT_TOKEN)),
        Arguments.of(404, new NotFound()),
        Arguments.of(413, new BadRequest(413)),
        Arguments.of(501, new BadRequest(501)));
  }

  @ParameterizedTest
  @MethodSource("final_statuses")
  void what_no_retry_changes_is_not_retried(int status, CleverFailure expected) {
    clever.answers(Answer.status(status), FOUR);

    assertThat(failure().failure()).isEqualTo(expected);
    assertThat(clever.asked).hasSize(1);
    assertThat(clever.waits).isEmpty();
  }

  @Test
  void a_refused_client_secret_is_told_from_a_refused_token() {
    clever.answers(Answer.status(401));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.client.districtToken(ObjectId.of("4fd43cc56d11340000000001")))
        .withMessage("GET /oauth/tokens: Clever refused the client id and secret (401).");
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    try (var elsewhere = new FakeClever()) {
      elsewhere.answers(FOUR);
      clever.answers(
          Answer.of(302, "text/html", "", Map.of("Location", elsewhere.url() + "/v3.1/users")));

      assertThat(failure().failure()).isEqualTo(new Unexpected("status 302"));
      assertThat(elsewhere.asked).isEmpty();
    }
  }

  @Test
  void an_answer_that_does_not_end_in_time_is_tried_again() throws Exception {
    try (var slow = new FakeClever(Duration.ofMillis(300))) {
      var release = new CountDownLatch(1);
      slow.answers(
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 11);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(release);
          },
          FOUR);

      assertThat(slow.client.count(TOKEN, RecordType.USERS)).isEqualTo(4);
      release.countDown();
    }
  }

  @Test
  void an_answer_longer_than_allowed_is_refused_before_it_fills_the_memory() {
    for (int i = 0; i < ATTEMPTS; i++) {
      clever.answers(Answer.json("{\"a\":\"" + "x".repeat(2 << 20) + "\",\"count\":4}"));
    }

    assertThat(failure().failure()).isInstanceOf(Unavailable.class);
  }

  @Test
  void an_unreachable_clever_is_unavailable() throws Exception {
    var gone = new FakeClever();
    gone.close();
    try (var client =
        new CleverClient(
            new CleverConfig(
                gone.url(),
                gone.url(),
                CleverVersion.V3_0,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                1 << 20,
                RetryPolicy.DEFAULT,
                gone.clock(),
                gone.waits::add,
                new Random(1)))) {
      assertThatExceptionOfType(CleverException.class)
          .isThrownBy(() -> client.count(TOKEN, RecordType.USERS))
          .satisfies(
              e -> assertThat(e.failure()).isEqualTo(new Unavailable("ConnectException", 5)));
    }
  }

  @Test
  void an_interrupted_call_ends_at_once() throws Exception {
    var asked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    clever.answers(_ -> {
      asked.countDown();
      awaitQuietly(release);
    });
    var call =
        new FutureTask<>(() -> catchThrowableOfType(InterruptedException.class, this::count));
    var caller = Thread.ofVirtual().start(call);
    asked.await();

    caller.interrupt();

    assertThat(call.get()).isInstanceOf(InterruptedException.class);
    release.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void secrets_do_not_show_in_text() {
    assertThat("%s %s".formatted(TOKEN, FakeClever.CLIENT)).doesNotContain("canary");
    assertThat(Authorization.bearer(TOKEN)).hasToString("***");
  }

  @Test
  void a_token_that_would_break_a_header_is_refused_without_being_repeated() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> CleverToken.of("canary\r\nHost: x"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
  }
}
