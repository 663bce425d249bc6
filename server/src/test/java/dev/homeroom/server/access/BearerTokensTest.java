package dev.homeroom.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.homeroom.server.TestIssuer;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.access.token.CallerAddress;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.ErrorReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clever's opaque tokens, of which only Clever knows whose they are. */
final class BearerTokensTest {
  private static final String TOKEN = "il0123456789abcdef0123456789abcdef";
  private static final CallerAddress HERE = new CallerAddress("7f000001");
  private static final CallerAddress ELSEWHERE = new CallerAddress("7f000002");
  private static final int REFUSALS = 3;
  private static final CleverId DISTRICT = CleverId.of("0123456789abcdef01234567");
  private static final CleverId USER = CleverId.of("0123456789abcdef01234568");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final RunningClock clock = new RunningClock(Instant.now());
  private final TestIssuer issuer = TestIssuer.start();
  private volatile String app = TestServer.CLEVER_CLIENT;
  private volatile int status = 200;
  private final AtomicInteger asked = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private HttpServer clever;

  @SuppressWarnings("NullAway.Init")
  private Access access;

  @BeforeEach
  void start() throws IOException {
    clever = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(
        "/v3.1/me",
        () -> {
          asked.incrementAndGet();
          return "{\"type\":\"user\",\"data\":{\"id\":\"%s\",\"district\":\"%s\"}}"
              .formatted(USER, DISTRICT);
        });
    answer("/oauth/tokeninfo", () -> "{\"client_id\":\"" + app + "\",\"scopes\":[]}");
    clever.start();
    var url = "http://127.0.0.1:" + clever.getAddress().getPort();
    var file =
        Files.writeString(
            folder.resolve("access.yaml"),
            TestServer.accessFile(issuer)
                .replace(
                    "clientId:", "bearerRemembered: PT1M, bearerRefusalsPerMinute: 3, clientId:"));
    access =
        Access.open(
            new AccessFile.Source(
                file,
                new CleverEndpoints(
                    URI.create(url + "/v3.1/me"), URI.create(url), Optional.empty())),
            KeyCaching.USUAL,
            new LoginNonces(new SignedTokens(() -> List.of(new byte[32]))),
            (district, user) ->
                district.equals(DISTRICT) && user.equals(USER)
                    ? Optional.of(
                        new LiveUsers.LiveUser(
                            new DistrictKey(1, DISTRICT), Set.of(CallerRole.CALLER_ROLE_TEACHER)))
                    : Optional.empty(),
            clock);
  }

  @AfterEach
  void stop() {
    access.close();
    clever.stop(0);
    issuer.close();
  }

  @Test
  void a_token_is_whose_clever_says_and_asked_for_once_a_minute() {
    for (int i = 0; i < 5; i++) {
      assertThat(access.admit(TOKEN, HERE).caller().roles())
          .containsExactly(CallerRole.CALLER_ROLE_TEACHER);
    }
    assertThat(asked).hasValue(1);
    clock.set(clock.instant().plus(Duration.ofMinutes(1)));
    var _ = access.admit(TOKEN, HERE);
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_revoked_token_is_refused_once_its_answer_is_forgotten() {
    var standing = access.admit(TOKEN, HERE);
    status = 401;
    standing.require();

    clock.set(clock.instant().plus(Duration.ofMinutes(1)));

    assertRefused(ErrorReason.ERROR_REASON_TOKEN_REJECTED);
  }

  @Test
  void a_token_of_another_app_proves_nothing() {
    app = "another-app";
    assertRefused(ErrorReason.ERROR_REASON_TOKEN_REJECTED);
  }

  @Test
  void while_clever_is_away_new_tokens_wait_and_known_ones_go_on() {
    var _ = access.admit(TOKEN, HERE);
    status = 503;
    var _ = access.admit(TOKEN, HERE);
    clock.set(clock.instant().plus(Duration.ofMinutes(1)));

    assertRefused(ErrorReason.ERROR_REASON_ISSUER_UNAVAILABLE);

    status = 200;
    assertThat(access.admit(TOKEN, HERE).caller().roles()).isNotEmpty();
  }

  @Test
  void a_refused_token_is_not_asked_for_again_for_half_a_minute() {
    var forged = "il" + "f".repeat(32);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> access.admit(forged, HERE)).isInstanceOf(RefusedException.class);
    }
    assertThat(asked).hasValue(1);

    clock.set(clock.instant().plus(Duration.ofSeconds(30)));

    assertThatThrownBy(() -> access.admit(forged, HERE)).isInstanceOf(RefusedException.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void an_address_that_brings_refused_tokens_has_none_looked_up_for_a_while() {
    var _ = access.admit(TOKEN, HERE);
    asked.set(0);
    for (int i = 0; i < REFUSALS; i++) {
      assertThatThrownBy(forged(i)).hasMessageContaining("Clever does not know it");
    }

    assertThatThrownBy(forged(REFUSALS))
        .isInstanceOfSatisfying(
            RefusedException.class,
            thrown -> {
              assertThat(thrown.refusal().reason())
                  .isEqualTo(ErrorReason.ERROR_REASON_TOO_MANY_CALLS);
              assertThat(thrown.refusal().retryAfter().orElseThrow())
                  .isBetween(Duration.ofMillis(1), Duration.ofSeconds(20));
            });

    assertThat(asked).hasValue(REFUSALS);
    assertThat(access.admit(TOKEN, HERE).caller().roles()).isNotEmpty();
    assertThatThrownBy(() -> access.admit("il" + "e".repeat(32), ELSEWHERE))
        .hasMessageContaining("Clever does not know it");

    clock.set(clock.instant().plus(Duration.ofSeconds(20)));

    assertThatThrownBy(forged(REFUSALS)).hasMessageContaining("Clever does not know it");
  }

  @Test
  void good_tokens_and_an_absent_clever_use_up_nothing() {
    for (int i = 0; i <= REFUSALS; i++) {
      status = 503;
      assertRefused(ErrorReason.ERROR_REASON_ISSUER_UNAVAILABLE);
      status = 200;
      assertThat(access.admit(TOKEN, HERE).caller().roles()).isNotEmpty();
      clock.set(clock.instant().plus(Duration.ofMinutes(1)));
    }
  }

  @Test
  void an_ipv6_network_is_one_address() throws IOException {
    assertThat(CallerAddress.of(InetAddress.getByName("2001:db8:1:2::1")))
        .isEqualTo(CallerAddress.of(InetAddress.getByName("2001:db8:1:2:ffff::2")))
        .isNotEqualTo(CallerAddress.of(InetAddress.getByName("2001:db8:1:3::1")));
    assertThat(CallerAddress.of(InetAddress.getByName("192.0.2.1")))
        .isNotEqualTo(CallerAddress.of(InetAddress.getByName("192.0.2.2")));
  }

  private ThrowingCallable forged(int number) {
    return () -> access.admit("il" + Integer.toString(number).repeat(32), HERE);
  }

  private void assertRefused(ErrorReason reason) {
    assertThatThrownBy(() -> access.admit(TOKEN, HERE))
        .isInstanceOfSatisfying(
            RefusedException.class,
            thrown -> {
              assertThat(thrown.refusal().reason()).isEqualTo(reason);
              assertThat(thrown.refusal().sentence()).doesNotContain(TOKEN);
            });
  }

  @FunctionalInterface
  private interface Body {
    String text();
  }

  private void answer(String path, Body body) {
    clever.createContext(
        path,
        exchange -> {
          try (exchange) {
            var known =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("authorization"));
            var bytes = body.text().getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? status : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }
}
