package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.testing.StoppedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** Each fault as a plain client meets it; each is counted and can be switched off. */
final class FaultsTest {
  private static final StoppedClock CLOCK = new StoppedClock(Instant.parse("2026-11-02T10:00:05Z"));

  private static Sandbox sandbox;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(120).withClock(CLOCK));
    client = new PlainClient(sandbox);
  }

  @AfterEach
  void repair() {
    sandbox.faults().clear();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void the_next_requests_fail_with_a_server_error_and_then_it_is_over(int status) {
    var before = met(Fault.Status.class);
    sandbox.faults().add(new Fault.Status(status, 2));

    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(status);
    assertThat(client.get("/v3.0/terms").body()).startsWith("{\"message\":");
    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(200);
    assertThat(met(Fault.Status.class)).isEqualTo(before + 2);
  }

  @Test
  void any_server_error_can_be_served() {
    sandbox.faults().add(new Fault.Status(501, 1));

    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(501);
  }

  @Test
  void a_storm_of_429_says_that_nothing_remains() {
    sandbox.faults().add(new Fault.Status(429, 1));

    var limited = client.get("/v3.0/schools");

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.body()).isEmpty();
    assertThat(limited.headers().firstValue("X-Ratelimit-Remaining")).contains("0");
    assertThat(limited.headers().firstValue("X-Ratelimit-Reset"))
        .contains(String.valueOf(Instant.parse("2026-11-02T10:01:00Z").getEpochSecond()));
    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_breaks_off() {
    var before = met(Fault.CutOff.class);
    sandbox.faults().add(new Fault.CutOff(1));

    assertThatThrownBy(() -> client.get("/v3.0/courses")).isInstanceOf(UncheckedIOException.class);
    assertThat(client.get("/v3.0/courses").statusCode()).isEqualTo(200);
    assertThat(met(Fault.CutOff.class)).isGreaterThan(before);
  }

  @Test
  void a_connection_is_reset_in_the_middle_of_a_body() throws IOException {
    var before = met(Fault.Reset.class);
    sandbox.faults().add(new Fault.Reset(FaultTarget.next(2)));

    assertThatThrownBy(() -> client.get("/v3.0/courses")).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> readAll("/v3.0/courses"))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThat(client.get("/v3.0/courses").statusCode()).isEqualTo(200);
    assertThat(met(Fault.Reset.class)).isEqualTo(before + 2);
  }

  @Test
  void json_ends_too_early() {
    var before = met(Fault.TruncatedJson.class);
    sandbox.faults().add(new Fault.TruncatedJson(FaultTarget.next(1)));

    assertUnreadable("/v3.0/courses");
    assertThat(met(Fault.TruncatedJson.class)).isEqualTo(before + 1);
  }

  @Test
  void json_is_closed_by_the_wrong_bracket() {
    var before = met(Fault.MalformedJson.class);
    sandbox.faults().add(new Fault.MalformedJson(1));

    assertUnreadable("/v3.0/courses");
    assertThat(met(Fault.MalformedJson.class)).isEqualTo(before + 1);
  }

  @Test
  void a_web_page_comes_instead_of_json() {
    var before = met(Fault.Html.class);
    sandbox.faults().add(new Fault.Html(1));

    var response = client.get("/v3.0/courses");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(met(Fault.Html.class)).isEqualTo(before + 1);
  }

  @Test
  void answers_take_longer_until_it_is_cleared() {
    var before = met(Fault.Slow.class);
    sandbox.faults().add(new Fault.Slow(Duration.ofMillis(60)));

    assertThat(timeOf("/v3.0/schools")).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    sandbox.faults().clear();
    client.get("/v3.0/schools");
    assertThat(met(Fault.Slow.class)).isEqualTo(before + 1);
  }

  @Test
  void bytes_arrive_in_drops() {
    var before = met(Fault.SlowBytes.class);
    var size = client.get("/v3.0/terms").body().length();
    sandbox.faults().add(new Fault.SlowBytes(size * 10, FaultTarget.anywhere().under("terms")));

    assertThat(timeOf("/v3.0/terms")).isGreaterThanOrEqualTo(Duration.ofMillis(40));
    assertThat(client.ids("/v3.0/terms")).hasSize(5);
    client.get("/v3.0/schools");
    assertThat(met(Fault.SlowBytes.class)).isEqualTo(before + 2);
  }

  @Test
  void a_list_is_empty_with_status_200_while_its_count_and_records_are_not() {
    var before = met(Fault.EmptyList.class);
    var sections = client.ids("/v3.0/sections");
    sandbox.faults().add(new Fault.EmptyList(RecordType.SECTIONS));

    assertThat(client.walk("/v3.0/sections")).isEmpty();
    assertThat(client.count("/v3.0/sections?count=true")).isEqualTo(sections.size());
    assertThat(client.get("/v3.0/sections/" + sections.getFirst()).statusCode()).isEqualTo(200);
    assertThat(client.walk("/v3.0/terms")).hasSize(5);
    assertThat(met(Fault.EmptyList.class)).isEqualTo(before + 1);
  }

  @Test
  void an_empty_list_can_be_counted_as_empty_too() {
    sandbox.faults().add(new Fault.EmptyList(true, FaultTarget.anywhere().under("users")));

    assertThat(client.walk("/v3.0/users?role=student")).isEmpty();
    assertThat(client.count("/v3.0/users?role=student&count=true")).isZero();
    assertThat(client.count("/v3.0/terms?count=true")).isEqualTo(5);
  }

  @Test
  void a_count_is_wrong() {
    var before = met(Fault.WrongCount.class);
    var sections = client.count("/v3.0/sections?count=true");
    sandbox.faults().add(new Fault.WrongCount(RecordType.SECTIONS, -3));

    assertThat(client.count("/v3.0/sections?count=true")).isEqualTo(sections - 3);
    assertThat(client.count("/v3.0/terms?count=true")).isEqualTo(5);
    assertThat(met(Fault.WrongCount.class)).isEqualTo(before + 1);
  }

  @Test
  void a_record_is_repeated_on_the_next_page_and_none_is_missing() {
    var right = client.ids("/v3.0/sections?limit=10");
    var before = met(Fault.RepeatedRecord.class);
    sandbox.faults().add(new Fault.RepeatedRecord(RecordType.SECTIONS));

    var ids = client.ids("/v3.0/sections?limit=10");

    assertThat(ids).hasSize(right.size() + (right.size() - 1) / 10);
    assertThat(new HashSet<>(ids)).isEqualTo(Set.copyOf(right));
    assertThat(met(Fault.RepeatedRecord.class)).isGreaterThan(before);
  }

  @Test
  void a_record_has_no_id() {
    var before = met(Fault.RecordWithoutId.class);
    sandbox.faults().add(new Fault.RecordWithoutId(RecordType.USERS));

    var records = client.walk("/v3.0/users?limit=100");

    assertThat(records).filteredOn(record -> !record.has("id")).hasSize(3);
    assertThat(met(Fault.RecordWithoutId.class)).isEqualTo(before + 3);
  }

  @Test
  void pages_have_another_size_than_asked_for() {
    var before = met(Fault.PageSize.class);
    sandbox.faults().add(new Fault.PageSize(50, FaultTarget.of(RecordType.USERS)));

    var pages = client.pages("/v3.0/users?role=student&limit=10000");

    assertThat(pages).hasSize(3);
    assertThat(met(Fault.PageSize.class)).isEqualTo(before + 3);
  }

  @Test
  void the_district_changes_in_the_middle_of_a_walk() {
    var sections = client.ids("/v3.0/sections?limit=10");
    var before = met(Fault.ChangeInWalk.class);
    sandbox
        .faults()
        .add(
            new Fault.ChangeInWalk(
                List.of(
                    new RosterChange.EndSection(sections.get(3)),
                    new RosterChange.EndSection(sections.getLast())),
                FaultTarget.of(RecordType.SECTIONS).after(2).times(1)));

    var seen = client.ids("/v3.0/sections?limit=10");

    assertThat(seen).contains(sections.get(3)).doesNotContain(sections.getLast());
    assertThat(client.ids("/v3.0/sections")).hasSize(sections.size() - 2);
    assertThat(met(Fault.ChangeInWalk.class)).isEqualTo(before + 1);
  }

  @Test
  void the_token_is_revoked_in_the_middle_of_a_run() throws IOException {
    try (var another = Sandbox.start(SandboxConfig.demo().withStudents(10))) {
      var caller = new PlainClient(another);
      another.faults().add(new Fault.RevokedToken(true, FaultTarget.next(1).after(2)));

      assertThat(caller.get("/v3.0/schools").statusCode()).isEqualTo(200);
      assertThat(caller.get("/v3.0/schools").statusCode()).isEqualTo(200);
      assertThat(caller.get("/v3.0/schools").statusCode()).isEqualTo(401);
      assertThat(caller.get("/v3.0/schools").statusCode()).isEqualTo(401);
      assertThat(new PlainClient(another).get("/v3.0/schools").statusCode()).isEqualTo(200);

      another.faults().add(new Fault.RevokedToken(false, FaultTarget.next(1)));
      assertThat(new PlainClient(another).get("/v3.0/schools").statusCode()).isEqualTo(401);
      assertThatThrownBy(another::token).hasMessageContaining("disconnected");
      assertThat(another.faults().met(Fault.RevokedToken.class)).isEqualTo(2);
    }
  }

  @Test
  void the_clock_is_wrong_in_headers_and_records() {
    var before = met(Fault.ClockSkew.class);
    var right = client.json("/v3.0/districts").path("data").path(0).path("data");
    sandbox.faults().add(new Fault.ClockSkew(Duration.ofHours(-3), FaultTarget.anywhere()));

    var response = client.get("/v3.0/districts");

    var headers = response.headers();
    assertThat(headers.firstValue("Date")).contains("Mon, 02 Nov 2026 07:00:05 GMT");
    assertThat(headers.firstValue("X-Ratelimit-Reset"))
        .contains(String.valueOf(Instant.parse("2026-11-02T07:01:00Z").getEpochSecond()));
    var wrong = PlainClient.MAPPER.readTree(response.body()).path("data").path(0).path("data");
    assertThat(Instant.parse(PlainClient.text(wrong, "last_sync")))
        .isEqualTo(Instant.parse(PlainClient.text(right, "last_sync")).minusSeconds(3 * 3600));
    assertThat(met(Fault.ClockSkew.class)).isEqualTo(before + 1);
    sandbox.faults().clear();
    assertThat(client.get("/v3.0/districts").headers().firstValue("Date"))
        .contains("Mon, 02 Nov 2026 10:00:05 GMT");
  }

  @Test
  void headers_of_the_rate_limit_tell_of_several_buckets() {
    var before = met(Fault.SeveralBuckets.class);
    sandbox.faults().add(new Fault.SeveralBuckets(FaultTarget.anywhere()));
    sandbox.faults().add(new Fault.Status(429, 1));

    var headers = client.get("/v3.0/terms").headers();

    var reset = Instant.parse("2026-11-02T10:01:00Z").getEpochSecond();
    assertThat(headers.firstValue("X-Ratelimit-Bucket")).contains("all, bearer");
    assertThat(headers.firstValue("X-Ratelimit-Limit")).contains("6000, 1200");
    assertThat(headers.firstValue("X-Ratelimit-Remaining")).contains("0, 0");
    assertThat(headers.firstValue("X-Ratelimit-Reset")).contains((reset + 5) + ", " + reset);
    assertThat(met(Fault.SeveralBuckets.class)).isEqualTo(before + 1);
  }

  @Test
  void headers_come_in_lower_case() throws IOException {
    var before = met(Fault.LowerCaseHeaders.class);
    sandbox.faults().add(new Fault.LowerCaseHeaders(FaultTarget.next(1)));
    sandbox.faults().add(new Fault.ClockSkew(Duration.ofDays(1), FaultTarget.next(1)));

    assertThat(readAll("/v3.0/terms"))
        .contains("\r\nx-ratelimit-limit: 1200\r\n", "\r\ndate: Tue, 03 Nov 2026 10:00:05 GMT\r\n")
        .doesNotContain("\r\nDate: ");
    assertThat(readAll("/v3.0/terms")).contains("\r\nX-Ratelimit-Limit: 1200\r\n");
    assertThat(met(Fault.LowerCaseHeaders.class)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.0/users?limit=none",
        "/v3.0/users?limit=10001",
        "/v3.0/users/5a0c91b95c7cc000010d417c"
      })
  void refusals_say_error_as_they_did_before_v3(String path) {
    var before = met(Fault.LegacyErrors.class);
    var now = client.get(path);
    sandbox.faults().add(new Fault.LegacyErrors(FaultTarget.anywhere()));

    var legacy = client.get(path);

    assertThat(legacy.statusCode()).isEqualTo(now.statusCode());
    assertThat(now.body()).startsWith("{\"message\":");
    assertThat(legacy.body()).isEqualTo(now.body().replace("{\"message\":", "{\"error\":"));
    assertThat(new PlainClient(sandbox.baseUrl(), "nobody").get("/v3.0/users").body())
        .isEqualTo("{\"error\":\"Unauthorized\"}");
    assertThat(met(Fault.LegacyErrors.class)).isEqualTo(before + 2);
  }

  @Test
  void names_hold_everything_that_unicode_has() {
    var before = met(Fault.OddNames.class);
    var right = client.walk("/v3.0/users?limit=100");
    sandbox.faults().add(new Fault.OddNames(FaultTarget.anywhere()));

    var pages = client.pages("/v3.0/users?limit=100");
    var odd =
        pages.stream().flatMap(page -> PlainClient.records(PlainClient.MAPPER.readTree(page)));

    var names = odd.map(user -> user.path("name").path("last").asString()).toList();
    assertThat(names).hasSameSizeAs(right);
    assertThat(names).anyMatch(name -> name.contains("\u0000"));
    assertThat(names).anyMatch(name -> name.endsWith("\uD83D"));
    assertThat(names).anyMatch(name -> name.startsWith("\uDE00"));
    assertThat(names).anyMatch(name -> name.contains("\u202E"));
    assertThat(names).anyMatch(name -> name.contains("a\u0300\u0301"));
    assertThat(names).anyMatch(name -> name.contains("\uD842\uDFB7"));
    assertThat(names).anyMatch(name -> name.length() == 1_000);
    assertThat(String.join("", pages)).contains("\\ud83d\"", "\\u0000");
    assertThat(met(Fault.OddNames.class)).isEqualTo(before + pages.size());
    for (var user : right) {
      var id = PlainClient.text(user, "id");
      var single = client.json("/v3.0/users/" + id).path("data").path("name").path("last");
      assertThat(single.asString()).isEqualTo(names.get(right.indexOf(user)));
    }
  }

  @Test
  void a_fault_waits_stays_on_its_path_and_ends() {
    sandbox
        .faults()
        .add(new Fault.Status(503, FaultTarget.next(1).under("sections/{id}").after(1)));
    var section = client.ids("/v3.0/sections?limit=100").getFirst();

    assertThat(client.get("/v3.0/sections/" + section).statusCode()).isEqualTo(200);
    assertThat(client.get("/v3.0/sections").statusCode()).isEqualTo(200);
    assertThat(client.get("/v3.1/sections/" + section + "/users").statusCode()).isEqualTo(503);
    assertThat(client.get("/v3.0/sections/" + section).statusCode()).isEqualTo(200);
    assertThat(sandbox.faults().active()).isEmpty();
  }

  @Test
  void a_fault_of_a_type_meets_it_below_other_paths_too() {
    sandbox.faults().add(new Fault.Html(FaultTarget.of(RecordType.USERS)));
    var school = client.ids("/v3.0/schools").getFirst();

    assertThat(client.get("/v3.0/schools/" + school + "/users").body()).startsWith("<!DOCTYPE");
    assertThat(client.get("/v3.0/schools/" + school + "/sections").body()).startsWith("{");
  }

  @Test
  void one_kind_is_cleared_while_others_stay() {
    sandbox.faults().add(new Fault.Html(FaultTarget.anywhere()));
    sandbox.faults().add(new Fault.Slow(Duration.ofMillis(1)));

    sandbox.faults().clear(Fault.Html.class);

    assertThat(sandbox.faults().active()).containsExactly(new Fault.Slow(Duration.ofMillis(1)));
    assertThat(client.get("/v3.0/terms").body()).startsWith("{");
  }

  @Test
  void impossible_faults_are_refused() {
    assertThatThrownBy(() -> new Fault.Status(404, 1)).hasMessageContaining("429");
    assertThatThrownBy(() -> new Fault.Html(0)).hasMessageContaining("at least once");
    assertThatThrownBy(() -> new Fault.PageSize(10_001, FaultTarget.anywhere()))
        .hasMessageContaining("10000");
    assertThatThrownBy(() -> FaultTarget.anywhere().under("classes")).hasMessageContaining("users");
  }

  @Test
  void requests_are_counted_by_path() throws IOException {
    try (var another = Sandbox.start(SandboxConfig.demo().withStudents(10))) {
      var caller = new PlainClient(another);
      caller.get("/v3.0/schools");
      caller.get("/v3.1/schools/nonsense/sections");
      caller.get("/v3.1/schools");

      assertThat(another.requests().total()).isEqualTo(3);
      assertThat(another.requests().byPath())
          .containsEntry("schools", 2L)
          .containsEntry("schools/{id}/sections", 1L);
    }
  }

  private static long met(Class<? extends Fault> kind) {
    return sandbox.faults().met(kind);
  }

  private static void assertUnreadable(String path) {
    var response = client.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> PlainClient.MAPPER.readTree(response.body()))
        .isInstanceOf(JacksonException.class);
  }

  private static Duration timeOf(String path) {
    var before = System.nanoTime();
    client.get(path);
    return Duration.ofNanos(System.nanoTime() - before);
  }

  /** The bytes of an answer as they come over the wire. */
  private static String readAll(String path) throws IOException {
    var url = URI.create(sandbox.baseUrl());
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      var request =
          "GET %s HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(path, sandbox.token());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
