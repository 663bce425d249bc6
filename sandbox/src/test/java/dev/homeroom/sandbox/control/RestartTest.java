package dev.homeroom.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.world.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox that is started again serves what it served before, byte for byte. */
final class RestartTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> PATHS =
      List.of(
          "/v3.0/users?limit=10000",
          "/v3.1/users?limit=10000",
          "/v3.1/sections?limit=10000",
          "/v3.1/schools?limit=10000",
          "/v3.1/terms?limit=10000",
          "/v3.1/courses?limit=10000",
          "/v3.1/districts",
          "/v3.1/events?limit=10000",
          "/v3.0/events?limit=10000");

  @TempDir Path folder;

  /** The time of day outside of the sandbox, which goes on from start to start. */
  private final SettableClock day =
      new SettableClock(Clock.fixed(Instant.parse("2026-11-05T06:00:00Z"), ZoneOffset.UTC));

  private ControlledSandbox kept;
  private ControlServer control;
  private boolean running;

  @BeforeEach
  void start() throws IOException {
    start(config());
  }

  @AfterEach
  void stop() throws IOException {
    if (running) {
      running = false;
      control.close();
      kept.close();
    }
  }

  @Test
  void a_command_outlives_a_restart() throws IOException {
    var student = sandbox().roster().rows(RecordType.USERS);
    var id = student.id(student.nextLive(10)).toString();
    post("changes", "{'changes':[{'kind':'withdraw-user','user':'%s'}]}".formatted(id));
    assertThat(get("/v3.1/users/" + id).statusCode()).isEqualTo(404);
    var before = served();

    restart();

    assertThat(get("/v3.1/users/" + id).statusCode()).isEqualTo(404);
    assertThat(served()).isEqualTo(before);
    assertThat(before.get("/v3.1/events?limit=10000")).contains("users.deleted");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatever_happens_is_served_again_byte_for_byte(long seed) throws IOException {
    var random = new Random(seed);
    for (var step = 0; step < 40; step++) {
      anything(random);
      day.advance(Duration.ofMinutes(random.nextInt(600)));
      if (random.nextInt(8) == 0) {
        var before = served();
        if (random.nextBoolean()) {
          tear(random);
        } else {
          restart();
        }
        assertThat(served()).as("seed %d, step %d", seed, step).isEqualTo(before);
      }
    }
  }

  @Test
  void people_stay_signed_in_and_keys_stay_published() throws IOException {
    var user = firstTeacher();
    var token = sandbox().signIn().accessToken(user);
    var revoked = sandbox().signIn().accessToken(firstStudent());
    post("revoke-logins", "{'user':'%s'}".formatted(firstStudent()));
    var idToken = sandbox().signIn().idToken(user, java.util.Optional.empty());
    post("rotate-keys", "{}");
    post("redirect-uris", "{'uris':['http://127.0.0.1:8000/callback']}");
    var keys = get("/oauth/certs").body();
    assertThat(JsonMapper.shared().readTree(keys).path("keys")).hasSize(2);

    restart();

    assertThat(get("/v3.1/me", token).statusCode()).isEqualTo(200);
    assertThat(get("/v3.1/me", revoked).statusCode()).isEqualTo(401);
    assertThat(get("/oauth/certs").body()).isEqualTo(keys);
    assertThat(idToken).isNotEmpty();
    assertThat(sandbox().signIn().app().redirectUris())
        .containsExactly("http://127.0.0.1:8000/callback");
    day.advance(Duration.ofHours(24));
    assertThat(get("/v3.1/me", token).statusCode()).isEqualTo(401);
  }

  @Test
  void what_a_fault_did_stays_and_the_fault_does_not() throws IOException {
    var student = firstStudent();
    post(
        "faults",
        "{'kind':'change_in_walk','changes':[{'kind':'withdraw-user','user':'%s'}]}"
            .formatted(student));
    assertThat(get("/v3.1/users?limit=1").statusCode()).isEqualTo(200);
    post("faults", "{'kind':'revoked_token','replaced':true}");
    assertThat(get("/v3.1/users?limit=1").statusCode()).isEqualTo(401);
    post("faults", "{'kind':'feed_off'}");
    post("drift", "{'percent':5}");
    assertThat(get("/v3.1/events").body()).doesNotContain("deleted");
    var users = get("/v3.1/users?limit=10000").body();
    var token = sandbox().token();

    restart();

    assertThat(sandbox().token()).isEqualTo(token);
    assertThat(get("/v3.1/users?limit=10000").body()).isEqualTo(users);
    assertThat(sandbox().faults().active()).isEmpty();
    assertThat(sandbox().world().eventsAreOn()).isTrue();
    assertThat(get("/v3.1/events").body())
        .as("of the time when the feed was off nothing is told")
        .contains("\"id\":\"" + student)
        .doesNotContain("sections.created");
    var before = served();
    restart();
    assertThat(served()).isEqualTo(before);
  }

  @Test
  void a_pause_that_ended_meanwhile_ended_at_its_time() throws IOException {
    post("pause", "{'duration':'P2D'}");
    post("changes", "{'changes':[{'kind':'withdraw-user','user':'%s'}]}".formatted(firstStudent()));
    stop();
    day.advance(Duration.ofDays(5));
    start(config());
    var served = served();

    assertThat(served.get("/v3.1/districts"))
        .contains("\"last_sync\":\"2026-11-07T06:00:00.000Z\"");
    restart();
    assertThat(served()).isEqualTo(served);
  }

  @Test
  void a_clock_that_was_set_back_stays_so() throws IOException {
    post("clock", "{'advance':'P10D'}");
    post("clock", "{'advance':'P-9D'}");
    assertThat(send("clock", "{'to':'2001-01-01T00:00:00Z'}").statusCode()).isEqualTo(400);
    restart();
    assertThat(sandbox().clock().instant()).isEqualTo("2026-11-06T06:00:00Z");

    day.advance(Duration.ofDays(2));
    restart();
    assertThat(sandbox().clock().instant()).isEqualTo("2026-11-08T06:00:00Z");

    post("clock", "{'now':true}");
    restart();
    assertThat(sandbox().clock().instant()).isEqualTo("2026-11-07T06:00:00Z");
  }

  @Test
  void the_clock_goes_on_and_never_back() throws IOException {
    post("clock", "{'advance':'P10D'}");
    day.advance(Duration.ofHours(1));
    restart();
    assertThat(sandbox().clock().instant()).isEqualTo("2026-11-15T07:00:00Z");

    stop();
    start(config().withClock(Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC)));
    assertThat(sandbox().clock().instant()).isEqualTo("2026-11-15T06:00:00Z");
  }

  @Test
  void a_drift_of_the_start_happens_once() throws IOException {
    var first = served();
    stop();
    start(config().withDrift(3));
    var drifted = served();
    assertThat(drifted).isNotEqualTo(first);

    stop();
    start(config().withDrift(3));
    assertThat(served()).isEqualTo(drifted);
    stop();
    start(config());
    assertThat(served()).isEqualTo(drifted);
    stop();
    start(config().withDrift(5));
    assertThat(served()).isNotEqualTo(drifted);
  }

  @Test
  void another_district_release_or_damage_is_refused_with_what_to_do() throws IOException {
    post("drift", "{'percent':5}");
    stop();

    assertThatThrownBy(() -> start(config().withSeed(2)))
        .hasMessageContaining("--seed 1 --students 60 --profile defects")
        .hasMessageContaining("name another folder");
    assertThatThrownBy(() -> start(config().withStudents(61))).hasMessageContaining("61");
    var file = file();
    var text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"release\":\"[^\"]*\"", "\"release\":\"0.0.1\""));
    assertThatThrownBy(() -> start(config()))
        .hasMessageContaining("release 0.0.1")
        .hasMessageContaining("move ");
    Files.writeString(file, text.replaceFirst("\"state\":\"[^\"]*\"", "\"state\":\"0000\""));
    assertThatThrownBy(() -> start(config()))
        .hasMessageContaining("another district of its history");
    Files.writeString(file, text.replace("\"drift\",", "\"shake\","));
    assertThatThrownBy(() -> start(config())).hasMessageContaining("line 2");
    Files.writeString(file, text.replace("\"command\"", "command"));
    assertThatThrownBy(() -> start(config()))
        .hasMessageContaining("line 2")
        .hasMessageContaining("damaged");
    Files.writeString(file, text);
    start(config());
    assertThatThrownBy(() -> ControlledSandbox.start(config(), folder))
        .hasMessageContaining("in use by another sandbox");
  }

  @Test
  void the_history_is_for_its_owner_alone() throws IOException {
    assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
  }

  private void anything(Random random) {
    var commands =
        List.of(
            "random {'profile':'anything','seed':7,'steps':2}",
            "random {'profile':'ordinary'}",
            "drift {'percent':2}",
            "share {'kind':'nothing'}",
            "share {'kind':'district','includeAllStaff':true}",
            "data-access {'rolesOff':['contact'],'fieldsOff':['users.roles.student.dob']}",
            "data-access {}",
            "pause {'duration':'PT9H'}",
            "resume {}",
            "hold {}",
            "approve {}",
            "discard {}",
            "fail {'error':'no answer'}",
            "recover {}",
            "disconnect {}",
            "connect {}",
            "rotate {}",
            "clock {'advance':'P3D'}",
            "events {'on':false}",
            "events {'on':true}",
            "events {'on':true}",
            "profile {'launchDate':'2027-01-11','sisType':'powerschool'}",
            "changes {'changes':[{'kind':'roll-over'}]}",
            "redirect-uris {'uris':['http://127.0.0.1:8000/callback']}",
            "rotate-keys {}");
    var command = commands.get(random.nextInt(commands.size()));
    var space = command.indexOf(' ');
    var status = send(command.substring(0, space), command.substring(space + 1)).statusCode();
    assertThat(status).as(command).isIn(200, 400, 409);
  }

  /** The process dies while it writes a line. */
  private void tear(Random random) throws IOException {
    stop();
    var torn = "{\"at\":\"2026-11-05T06:00:00Z\",\"command\":\"drift\",\"body\":{\"percent\":50}";
    Files.writeString(
        file(),
        torn.substring(0, 1 + random.nextInt(torn.length() - 1)),
        StandardOpenOption.APPEND);
    start(config());
  }

  private Map<String, String> served() {
    Map<String, String> served = new LinkedHashMap<>();
    PATHS.forEach(path -> served.put(path, get(path).body()));
    served.put(
        "tokens",
        exchange(
                HttpRequest.newBuilder(
                        URI.create(sandbox().baseUrl() + "/oauth/tokens?owner_type=district"))
                    .header(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(
                                    "sandbox-client:sandbox-secret"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .build())
            .body());
    var state = JsonMapper.shared().readTree(sent("GET", "state", "{}").body());
    for (var part : List.of("clock", "connected", "profile", "sis", "shared", "events", "signIn")) {
      served.put(part, state.path(part).toString().replaceAll(":[0-9]{4,5}\"", "\""));
    }
    return served;
  }

  private String firstStudent() {
    return first("student");
  }

  private String firstTeacher() {
    return first("teacher");
  }

  private String first(String role) {
    var page = JsonMapper.shared().readTree(get("/v3.1/users?limit=1&role=" + role).body());
    return page.path("data").path(0).path("data").path("id").asString();
  }

  private Path file() {
    return folder.resolve("history.jsonl");
  }

  private SandboxConfig config() {
    return SandboxConfig.demo().withStudents(60).withRateLimit(0).withClock(day);
  }

  private Sandbox sandbox() {
    return kept.sandbox();
  }

  private void start(SandboxConfig config) throws IOException {
    kept = ControlledSandbox.start(config, folder);
    control = kept.control("127.0.0.1", 0);
    running = true;
  }

  private void restart() throws IOException {
    stop();
    start(config());
  }

  private void post(String path, String body) {
    var response = send(path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private HttpResponse<String> send(String path, String body) {
    return sent("POST", path, body.replace('\'', '"'));
  }

  private HttpResponse<String> sent(String method, String path, String body) {
    return exchange(
        HttpRequest.newBuilder(URI.create(control.url() + "/" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> get(String path) {
    return get(path, sandbox().currentToken().orElse("none"));
  }

  private HttpResponse<String> get(String path, String token) {
    return exchange(
        HttpRequest.newBuilder(URI.create(sandbox().baseUrl() + path))
            .header("Authorization", "Bearer " + token)
            .build());
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
