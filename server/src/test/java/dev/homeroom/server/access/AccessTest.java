package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.Logs;
import dev.homeroom.server.TestIssuer;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.access.token.CallerAddress;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.access.token.TokenRefusals;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.CallerRole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change and vanish, and a file that is changed while it is in use. */
final class AccessTest {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final KeyCaching SHORT =
      new KeyCaching(Duration.ofMillis(200), MOMENT, MOMENT, Duration.ofDays(1), MOMENT);
  private static final KeyCaching LONG =
      new KeyCaching(Duration.ofHours(1), MOMENT, MOMENT, Duration.ofDays(1), MOMENT);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final TestIssuer issuer = TestIssuer.start();

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("access.yaml"), TestServer.accessFile(issuer));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void keys_are_fetched_once_for_many_tokens() {
    try (var access = open(LONG)) {
      for (int i = 0; i < 5; i++) {
        assertThat(access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles())
            .isEqualTo(Set.of(CallerRole.CALLER_ROLE_APP));
      }
      assertThat(issuer.fetches()).isEqualTo(1);
    }
  }

  @Test
  void a_new_key_of_the_issuer_is_fetched_when_its_first_token_comes() {
    try (var access = open(LONG)) {
      access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN);
      issuer.rotate();
      // The least time between two fetches may not have passed yet.
      Eventually.see(() -> accepted(access, issuer.newToken("app")), accepted -> accepted);
    }
  }

  @Test
  void known_keys_go_on_while_the_issuer_is_away() {
    try (var access = open(SHORT)) {
      var token = issuer.newToken("app");
      access.admit(token, CallerAddress.UNKNOWN);
      issuer.breakDown(true);
      int before = issuer.fetches();
      Eventually.see(
          () -> {
            assertThat(accepted(access, token)).isTrue();
            return issuer.fetches();
          },
          fetches -> fetches > before);
      assertThat(accepted(access, token)).isTrue();
    }
  }

  @Test
  void an_issuer_whose_keys_were_never_seen_is_told_apart_from_a_bad_token() {
    try (var access = open(LONG)) {
      issuer.breakDown(true);
      assertRefused(
          () -> access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN),
          TokenRefusals.issuerUnavailable(issuer.name()).refusal());

      issuer.breakDown(false);
      Eventually.see(() -> accepted(access, issuer.newToken("app")), accepted -> accepted);
    }
  }

  @Test
  void a_grant_that_is_taken_away_ends_without_a_restart() throws IOException {
    try (var access = open(LONG)) {
      assertThat(access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles())
          .isNotEmpty();

      Files.writeString(
          file, "issuers: [{issuer: \"%s\", audience: homeroom}]".formatted(issuer.name()));

      Eventually.see(
          () -> access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles(),
          roles -> roles.isEmpty());
    }
  }

  @Test
  void a_file_behind_swapped_links_as_kubernetes_mounts_it_is_read_again() throws IOException {
    var first = Files.createDirectory(folder.resolve("..1"));
    var second = Files.createDirectory(folder.resolve("..2"));
    Files.copy(file, first.resolve("access.yaml"));
    Files.writeString(
        second.resolve("access.yaml"),
        TestServer.accessFile(issuer).replace("subject: app", "subject: newcomer"));
    var data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Files.delete(file);
    Files.createSymbolicLink(file, data.resolve("access.yaml"));
    try (var access = open(LONG)) {
      assertThat(access.admit(issuer.newToken("newcomer"), CallerAddress.UNKNOWN).caller().roles())
          .isEmpty();

      var swapped = Files.createSymbolicLink(folder.resolve("..tmp"), second);
      Files.move(
          swapped, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

      Eventually.see(
          () -> access.admit(issuer.newToken("newcomer"), CallerAddress.UNKNOWN).caller().roles(),
          roles -> roles.equals(Set.of(CallerRole.CALLER_ROLE_APP)));
    }
  }

  @Test
  void a_change_that_cannot_be_used_leaves_what_held_before() throws IOException {
    try (var access = open(LONG)) {
      var grant =
          "  - {issuer: \"%s\", subject: late, role: app, districts: all, fields: all}\n"
              .formatted(issuer.name());
      Files.writeString(file, "grants: [\n");
      assertThat(access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles())
          .isNotEmpty();

      Files.writeString(file, TestServer.accessFile(issuer) + grant);
      Eventually.see(
          () -> access.admit(issuer.newToken("late"), CallerAddress.UNKNOWN).caller().roles(),
          roles -> !roles.isEmpty());
      assertThat(access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles())
          .isNotEmpty();
    }
  }

  @Test
  void a_stray_dash_leaves_what_held_before_and_the_next_file_holds() throws IOException {
    try (var access = open(LONG)) {
      Files.writeString(file, TestServer.accessFile(issuer) + "  -\n");
      assertThat(access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles())
          .isNotEmpty();
      // Looked at by now, as a grant that only a later look can tell shows.
      Files.writeString(
          file, "issuers: [{issuer: \"%s\", audience: homeroom}]".formatted(issuer.name()));

      Eventually.see(
          () -> access.admit(issuer.newToken("app"), CallerAddress.UNKNOWN).caller().roles(),
          roles -> roles.isEmpty());
    }
  }

  @Test
  void a_token_file_goes_to_the_hosts_that_the_file_names_and_to_no_other() throws IOException {
    var token = Files.writeString(folder.resolve("token"), "secret-of-the-server");
    try (var elsewhere = TestIssuer.start()) {
      issuer.tellKeysAt(elsewhere.name() + "/keys");
      Files.writeString(
          file,
          TestServer.accessFile(issuer)
              .replace("audience: homeroom", "audience: homeroom, tokenFile: \"" + token + "\""));
      try (var access = open(LONG)) {
        elsewhere.signsAs(issuer);
        assertThat(accepted(access, issuer.newToken("app"))).isTrue();
        assertThat(issuer.authorizations()).containsExactly("Bearer secret-of-the-server");
        assertThat(elsewhere.authorizations()).containsExactly("none");
      }
    }
  }

  @Test
  void a_token_file_that_breaks_leaves_its_last_token_in_use_and_the_next_one_is_taken()
      throws IOException {
    var token = Files.writeString(folder.resolve("token"), "secret-of-the-server\n");
    Files.writeString(
        file,
        TestServer.accessFile(issuer)
            .replace("audience: homeroom", "audience: homeroom, tokenFile: \"" + token + "\""));
    try (var access = open(LONG);
        var logs = Logs.listen()) {
      assertThat(accepted(access, issuer.token("app"))).isTrue();
      for (var broken : List.of("", "secret-of-the-server\nand more", "s\u00e9cret")) {
        Files.writeString(token, broken);
        int before = issuer.authorizations().size();
        Eventually.see(
            () -> {
              accepted(access, issuer.ofUnknownKey());
              return issuer.authorizations().size();
            },
            fetches -> fetches > before);
        assertThat(issuer.authorizations()).as(broken).containsOnly("Bearer secret-of-the-server");
      }
      assertThat(logs.heard()).noneMatch(line -> line.contains("secret-of-the-server"));

      Files.writeString(token, "another\n");

      Eventually.see(
          () -> {
            accepted(access, issuer.ofUnknownKey());
            return issuer.authorizations().getLast();
          },
          last -> last.equals("Bearer another"));
    }
  }

  @Test
  void a_token_file_is_not_carried_along_a_redirect() throws IOException {
    var token = Files.writeString(folder.resolve("token"), "secret-of-the-server");
    try (var elsewhere = TestIssuer.start()) {
      issuer.redirectKeysTo(elsewhere.name() + "/keys");
      Files.writeString(
          file,
          TestServer.accessFile(issuer)
              .replace("audience: homeroom", "audience: homeroom, tokenFile: \"" + token + "\""));
      try (var access = open(LONG)) {
        assertThat(accepted(access, issuer.newToken("app"))).isFalse();
        assertThat(elsewhere.authorizations()).isEmpty();
      }
    }
  }

  @Test
  void a_thousand_tokens_of_unknown_keys_cause_one_fetch_a_minute() {
    var clock = new RunningClock(Instant.now());
    try (var access = open(KeyCaching.USUAL, clock)) {
      assertThat(accepted(access, issuer.newToken("app"))).isTrue();
      assertThat(issuer.fetches()).isEqualTo(1);
      for (int minute = 1; minute <= 3; minute++) {
        for (int i = 0; i < 1000; i++) {
          assertThat(accepted(access, issuer.ofUnknownKey())).isFalse();
        }
        assertThat(issuer.fetches()).isEqualTo(1 + minute);
        clock.set(clock.instant().plus(Duration.ofMinutes(1)));
      }
      assertThat(accepted(access, issuer.newToken("app"))).isTrue();
    }
  }

  @Test
  void known_keys_go_on_through_an_outage_and_a_rotated_one_is_picked_up_after_it() {
    var clock = new RunningClock(Instant.now());
    try (var access = open(KeyCaching.USUAL, clock)) {
      var token = issuer.newToken("app");
      access.admit(token, CallerAddress.UNKNOWN);
      issuer.breakDown(true);
      for (int minute = 0; minute < 12; minute++) {
        clock.set(clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(accepted(access, token)).isTrue();
      }
      issuer.rotate();
      assertThat(accepted(access, issuer.newToken("app")))
          .as("a key that nobody tells yet")
          .isFalse();

      issuer.breakDown(false);
      clock.set(clock.instant().plus(Duration.ofMinutes(1)));

      assertThat(accepted(access, issuer.newToken("app"))).isTrue();
    }
  }

  @Test
  void keys_of_an_issuer_that_is_away_for_more_than_a_day_are_believed_no_more() {
    var clock = new RunningClock(Instant.now());
    try (var access = open(KeyCaching.USUAL, clock)) {
      var lasting = Date.from(clock.instant().plus(Duration.ofDays(9)));
      var token = issuer.token(claims -> claims.subject("app").expirationTime(lasting));
      access.admit(token, CallerAddress.UNKNOWN);
      issuer.breakDown(true);
      clock.set(clock.instant().plus(Duration.ofHours(23)));
      assertThat(accepted(access, token)).isTrue();

      clock.set(clock.instant().plus(Duration.ofHours(2)));

      assertRefused(
          () -> access.admit(token, CallerAddress.UNKNOWN),
          TokenRefusals.issuerUnavailable(issuer.name()).refusal());
    }
  }

  @Test
  void a_token_that_expires_is_refused_though_its_signature_is_known_to_be_good() {
    var clock = new RunningClock(Instant.now());
    try (var access = open(KeyCaching.USUAL, clock)) {
      var soon = Date.from(clock.instant().plus(Duration.ofSeconds(10)));
      var token = issuer.token(claims -> claims.subject("app").expirationTime(soon));
      access.admit(token, CallerAddress.UNKNOWN);

      clock.set(clock.instant().plus(Duration.ofSeconds(41)));

      assertThat(accepted(access, token)).isFalse();
    }
  }

  @Test
  void a_key_that_its_issuer_withdrew_is_believed_for_six_minutes_at_most() {
    var clock = new RunningClock(Instant.now());
    try (var access = open(KeyCaching.USUAL, clock)) {
      var token = issuer.newToken("app");
      access.admit(token, CallerAddress.UNKNOWN);
      issuer.rotate();
      clock.set(clock.instant().plus(Duration.ofMinutes(5)));
      assertThat(accepted(access, token)).as("while the keys are fetched behind it").isTrue();
      assertThat(accepted(access, issuer.newToken("app"))).as("the issuer's new key").isTrue();
      assertThat(accepted(access, token)).as("a signature that was good").isTrue();

      clock.set(clock.instant().plus(Duration.ofMinutes(1)));

      assertThat(accepted(access, token)).isFalse();
    }
  }

  private Access open(KeyCaching caching) {
    return open(caching, Clock.systemUTC());
  }

  private Access open(KeyCaching caching, Clock clock) {
    var source =
        new AccessFile.Source(
            file,
            new CleverEndpoints(
                URI.create("http://127.0.0.1:1/v3.1/me"),
                URI.create("http://127.0.0.1:1"),
                Optional.empty()),
            PAUSE);
    return Access.open(
        source,
        caching,
        new LoginNonces(new SignedTokens(() -> List.of(new byte[32]))),
        (district, user) -> Optional.empty(),
        clock);
  }

  private static boolean accepted(Access access, String token) {
    try {
      return !access.admit(token, CallerAddress.UNKNOWN).caller().roles().isEmpty();
    } catch (RefusedException refused) {
      return false;
    }
  }

  private static void assertRefused(ThrowingCallable call, Refusal expected) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, thrown -> assertThat(thrown.refusal()).isEqualTo(expected));
  }
}
