package dev.homeroom.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.FaultKinds;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every command once, what is refused, and who may ask at all. */
final class ControlApiTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Instant REAL_TIME = Instant.parse("2026-11-05T06:00:00Z");
  private static final String NOBODY = "000000000000000000000000";

  private static Sandbox sandbox;
  private static ControlServer control;

  @BeforeAll
  static void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withStudents(60)
                .withRateLimit(0)
                .withClock(Clock.fixed(REAL_TIME, ZoneOffset.UTC)));
    control = ControlServer.start(sandbox, "127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    control.close();
    sandbox.close();
  }

  @BeforeEach
  void asBefore() {
    post("share", "{'kind':'district','includeAllStaff':true}");
    post("data-access", "{}");
    delete("faults", "{}");
  }

  @Test
  void tells_every_command_and_every_kind_of_change() {
    var help = ok(send(request("GET", "", "")));

    assertThat(help.path("commands").propertyNames())
        .contains("GET /state", "POST /changes", "POST /clock", "DELETE /faults");
    assertThat(help.path("changes").propertyNames())
        .hasSameSizeAs(RosterChange.class.getPermittedSubclasses())
        .contains("roll-over", "enrol-student");
    assertThat(help.path("changes").path("enrol-student").asString())
        .isEqualTo("school, grade, sections");
    assertThat(help.path("faults")).hasSameSizeAs(FaultKinds.words());
  }

  @Test
  void tells_what_there_is() {
    var state = ok(send(request("GET", "state", "")));

    assertThat(state.path("district").asString()).isEqualTo(sandbox.districtId());
    assertThat(state.path("url").asString()).isEqualTo(sandbox.baseUrl());
    assertThat(state.path("token").asString()).isEqualTo(sandbox.token());
    assertThat(state.path("sis").path("student").asInt()).isPositive();
    assertThat(state.path("shared").path("sections").asInt()).isPositive();
    assertThat(state.path("share").path("kind").asString()).isEqualTo("district");
    assertThat(state.path("profile").path("state").asString()).isEqualTo("running");
    assertThat(state.path("events").path("on").asBoolean()).isTrue();
  }

  @Test
  void changes_happen_all_at_once_and_are_told() {
    var school = id("schools");

    var told =
        post(
            "changes",
            "{'changes':[{'kind':'enrol-student','school':'%s','grade':'3','sections':[]},{'kind':'rename-school','school':'%s','name':'Hill'}]}"
                .formatted(school, school));

    assertThat(told.path("created").path("users").path("count").asInt()).isEqualTo(1);
    assertThat(told.path("updated").path("schools").path("ids").path(0).asString())
        .isEqualTo(school);
    var created = told.path("created").path("users").path("ids").path(0).asString();
    assertThat(clever("/v3.1/users/" + created)).isEqualTo(200);
    var withdrawn =
        post("changes", "{'changes':[{'kind':'withdraw-user','user':'%s'}]}".formatted(created));
    assertThat(withdrawn.path("removed").path("users").path("ids").path(0).asString())
        .isEqualTo(created);
  }

  @Test
  void of_changes_that_cannot_happen_none_does() {
    var school = id("schools");

    refused(
        400,
        "changes",
        "{'changes':[{'kind':'rename-school','school':'%s','name':'No'},{'kind':'withdraw-user','user':'%s'}]}"
            .formatted(school, NOBODY),
        "users/" + NOBODY + " is not known");

    assertThat(sandbox.roster().schoolName(0)).isNotEqualTo("No");
  }

  @Test
  void random_steps_go_on_from_call_to_call() {
    var first = post("random", "{'seed':5,'steps':2}");
    var second = post("random", "{'profile':'ordinary','seed':5}");

    assertThat(first.path("steps")).hasSize(2);
    assertThat(second.path("steps")).hasSize(1);
    assertThat(second.path("steps").path(0)).isNotEqualTo(first.path("steps").path(0));
    assertThat(second.path("steps").path(0).path("kind").asString()).isEqualTo("changes");
    assertThat(second.path("steps").path(0).path("changes").path(0).path("kind").asString())
        .isNotEmpty();
    refused(400, "random", "{'steps':0}", "1 to 1000 steps");
    refused(400, "random", "{'profile':'wild'}", "one of ordinary, anything");
  }

  @Test
  void a_district_drifts() {
    assertThat(post("drift", "{'percent':5}").path("updated").path("users")).isNotEmpty();
    refused(400, "drift", "{'percent':70}", "at most 50 percent");
    refused(400, "drift", "{'percent':'much'}", "percent is a number");
  }

  @Test
  void every_type_of_sharing_is_set() {
    var school = id("schools");
    var section = id("sections");

    assertThat(sharedSections("{'kind':'nothing'}")).isZero();
    assertThat(sharedSections("{'kind':'schools','ids':['%s']}".formatted(school))).isPositive();
    assertThat(sharedSections("{'kind':'sections','ids':['%s']}".formatted(section))).isEqualTo(1);
    assertThat(
            sharedSections(
                "{'kind':'rules','rules':[{'subject':'sections','field':'name','operator':'is not','value':'x'}]}"))
        .isPositive();
    assertThat(sharedSections("{'kind':'school-site'}")).isZero();
    var whole =
        post(
            "share-school",
            "{'school':'%s','choice':{'kind':'whole-school','includeAllStaff':true}}"
                .formatted(school));
    assertThat(whole.path("shared").path("sections").asInt()).isPositive();
    assertThat(whole.path("share").path("schools").path(school).path("kind").asString())
        .isEqualTo("whole-school");
    var none = post("unshare-school", "{'school':'%s'}".formatted(school));
    assertThat(none.path("shared").path("sections").asInt()).isZero();
  }

  @Test
  void what_cannot_be_shared_is_refused() {
    refused(400, "share", "{'kind':'schools','ids':['%s']}".formatted(NOBODY), "with ids such as");
    refused(400, "share", "{'kind':'sections','ids':['%s']}".formatted(NOBODY), "with ids such as");
    refused(400, "share", "{'kind':'friends'}", "there may be nothing, district, schools");
    refused(400, "share", "{}", "what has no kind is no share");
    refused(400, "share", "{'kind':'schools','names':['a']}", "schools has no names; it has ids");
    refused(400, "share", rule("sections", "colour", "is"), "sections have name, sis_id");
    refused(400, "share", rule("cars", "name", "is"), "one of sections, students");
    refused(400, "share", rule("sections", "name", "like"), "one of is, is_not, contains");
    refused(400, "share", "{'kind':'rules','rules':[]}", "needs a rule at least");
    refused(409, "share-school", schoolChoice(), "only where the district has chosen");
    refused(409, "unshare-school", "{'school':'%s'}".formatted(NOBODY), "does not share");
    assertThat(state().path("share").path("kind").asString()).isEqualTo("district");
  }

  @Test
  void roles_and_fields_are_switched_off() {
    var told = post("data-access", "{'rolesOff':['contact'],'fieldsOff':['users.email']}");

    assertThat(told.path("dataAccess").path("rolesOff").path(0).asString()).isEqualTo("contact");
    assertThat(told.path("shared").path("contact").asInt()).isZero();
    refused(400, "data-access", "{'fieldsOff':['users.id']}", "cannot switch off users.id; it can");
    refused(400, "data-access", "{'rolesOff':['janitor']}", "one of student, teacher");
  }

  @Test
  void syncs_pause_are_held_and_fail_and_go_on() {
    assertThat(syncState(post("pause", "{'duration':'P30D'}"))).isEqualTo("paused");
    refused(409, "hold", "{}", "end that first");
    assertThat(syncState(post("resume", "{}"))).isEqualTo("running");
    assertThat(syncState(post("pause", "{'until':'2037-01-01T00:00:00Z'}"))).isEqualTo("paused");
    post("resume", "{}");

    assertThat(syncState(post("hold", "{}"))).isEqualTo("pending");
    post("drift", "{'percent':5}");
    assertThat(post("discard", "{}").path("discarded").path("updated").path("users")).isNotEmpty();
    post("hold", "{}");
    assertThat(syncState(post("approve", "{}"))).isEqualTo("running");

    assertThat(post("fail", "{'error':'bad password'}").path("profile").path("error").asString())
        .isEqualTo("bad password");
    assertThat(syncState(post("recover", "{}"))).isEqualTo("running");

    refused(409, "resume", "{}", "not paused");
    refused(400, "pause", "{}", "either until, a time, or duration");
    refused(400, "pause", "{'duration':'a month'}", "a duration such as");
    refused(400, "pause", "{'until':'2020-01-01T00:00:00Z'}", "ends later");
  }

  @Test
  void the_connection_ends_and_comes_back_with_another_token() {
    var first = sandbox.token();
    var rotated = post("rotate", "{}").path("token").asString();
    assertThat(rotated).isNotEqualTo(first).isEqualTo(sandbox.token());

    assertThat(post("disconnect", "{}").path("connected").asBoolean()).isFalse();
    refused(409, "disconnect", "{}", "disconnected already");
    refused(409, "rotate", "{}", "connect it first");
    assertThat(post("connect", "{}").path("token").asString()).isEqualTo(sandbox.token());
    refused(409, "connect", "{}", "is connected");
  }

  @Test
  void the_clock_goes_forward_and_back_but_not_behind_the_real_time() {
    var before = sandbox.clock().instant();

    assertThat(post("clock", "{'advance':'PT1H'}").path("clock").asString())
        .isEqualTo(before.plusSeconds(3600).toString());
    refused(
        400, "clock", "{'to':'%s'}".formatted(REAL_TIME.minusSeconds(1)), "before the real time");
    refused(400, "clock", "{'advance':'P-1D'}", "before the real time");
    refused(400, "clock", "{}", "by one of to, a time, advance");
    refused(400, "clock", "{'advance':'PT1H','now':true}", "by one of to, a time, advance");
    refused(400, "clock", "{'to':'tomorrow'}", "a time such as");
    assertThat(sandbox.clock().instant()).isEqualTo(before.plusSeconds(3600));

    assertThat(post("clock", "{'advance':'PT-30M'}").path("clock").asString())
        .isEqualTo(before.plusSeconds(1800).toString());
    assertThat(post("clock", "{'now':true}").path("clock").asString())
        .isEqualTo(REAL_TIME.toString());
  }

  @Test
  void events_go_off_and_on() {
    assertThat(post("events", "{'on':false}").path("events").path("on").asBoolean()).isFalse();
    assertThat(post("events", "{'on':true}").path("events").path("on").asBoolean()).isTrue();
    refused(400, "events", "{}", "true or false");
    refused(400, "events", "{'on':'maybe'}", "true or false");
  }

  @Test
  void the_districts_record_is_edited() {
    var profile =
        post(
                "profile",
                "{'launchDate':'2027-01-04','loginMethods':['Google'],'sisType':'skyward','healthyState':'success'}")
            .path("profile");

    assertThat(profile.path("launchDate").asString()).isEqualTo("2027-01-04");
    assertThat(profile.path("loginMethods").path(0).asString()).isEqualTo("Google");
    assertThat(profile.path("sisType").asString()).isEqualTo("skyward");
    assertThat(profile.path("state").asString()).isEqualTo("success");
    assertThat(profile.path("dateForm").asString()).isEqualTo("plain");
    assertThat(
            post("profile", "{'healthyState':'running','dateForm':'datetime'}")
                .path("profile")
                .path("dateForm")
                .asString())
        .isEqualTo("datetime");
    refused(400, "profile", "{'dateForm':'long'}", "one of plain, datetime");
    refused(400, "profile", "{'loginMethods':['Magic']}", "none of Clever Badges");
    refused(400, "profile", "{'healthyState':'paused'}", "use pause, hold or fail");
    refused(400, "profile", "{'launchDate':'soon'}", "a date such as");
  }

  @Test
  void faults_are_switched_on_counted_and_switched_off() {
    var on = post("faults", "{'kind':'status','status':503,'times':2}");
    assertThat(on.path("on").path(0).path("status").asInt()).isEqualTo(503);
    assertThat(clever("/v3.1/schools")).isEqualTo(503);

    var list = ok(send(request("GET", "faults", "")));
    assertThat(list.path("met").path("status").asInt()).isPositive();
    assertThat(list.path("kinds")).hasSameSizeAs(FaultKinds.words());

    assertThat(delete("faults", "{'kind':'html'}").path("on")).hasSize(1);
    assertThat(delete("faults", "{}").path("on")).isEmpty();
    assertThat(clever("/v3.1/schools")).isEqualTo(200);
    var during =
        "{'kind':'change_in_walk','changes':[{'kind':'rename-school','school':'%s','name':'X'}]}"
            .formatted(id("schools"));
    assertThat(
            post("faults", during)
                .path("on")
                .path(0)
                .path("changes")
                .path(0)
                .path("name")
                .asString())
        .isEqualTo("X");
    refused(400, "faults", "{'kind':'flood'}", "flood is no kind of fault; there are");
    refused(400, "faults", "{'kind':'status','status':200}", "a whole number from 429 to 599");
    assertThat(send(request("DELETE", "faults", "{\"kind\":\"flood\"}")).statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | explode   | {}                     | 404 | there is no command explode; there are approve",
        "GET    | changes   |                        | 405 | changes is for POST, not GET",
        "POST   | state     | {}                     | 405 | state is for GET, not POST",
        "POST   | changes   | not json               | 400 | not readable as JSON",
        "POST   | changes   | []                     | 400 | changes is a JSON object with changes",
        "POST   | changes   | {}                     | 400 | name one change at least",
        "POST   | changes   | {'changes':{}}         | 400 | changes's changes is a JSON array",
        "POST   | changes   | {'changes':[{}]}       | 400 | what has no kind is no changes's changes",
        "POST   | changes   | {'changes':[{'kind':'fly'}]} | 400 | there may be rename-user",
        "POST   | changes   | {'changes':[{'kind':'withdraw-user'}]} | 400 | withdraw-user lacks user; it has user",
        "POST   | changes   | {'changes':[{'kind':'withdraw-user','user':7}]} | 400 | user is a text",
        "POST   | changes   | {'changes':[{'kind':'withdraw-user','user':'a','why':'b'}]} | 400 | withdraw-user has no why; it has user",
        "POST   | changes   | {'changes':[{'kind':'restore','type':'cars','id':'a'}]} | 400 | one of districts, schools",
        "POST   | resume    | {'now':true}           | 400 | resume has no now; it has nothing else",
      })
  void what_is_not_understood_is_refused_with_what_would_be(
      String method, String path, String body, int status, String reason) {
    var response = send(request(method, path, body == null ? "" : body.replace('\'', '"')));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(message(response)).contains(reason);
  }

  @Test
  void logins_end_where_they_were_told_and_tokens_and_keys_can_be_ended() {
    var user = id("users");
    var registered = post("redirect-uris", "{'uris':['http://127.0.0.1:9/callback']}");
    var token = sandbox.signIn().accessToken(user);
    var keys = clever("/oauth/certs", token).body();
    assertThat(clever("/v3.1/me", token).statusCode()).isEqualTo(200);

    post("revoke-logins", "{'user':'%s'}".formatted(user));
    post("rotate-keys", "{}");

    assertThat(registered.path("signIn").path("redirectUris").path(0).asString())
        .isEqualTo("http://127.0.0.1:9/callback");
    assertThat(clever("/v3.1/me", token).statusCode()).isEqualTo(401);
    assertThat(clever("/oauth/certs", token).body()).isNotEqualTo(keys);
    refused(400, "redirect-uris", "{'uris':['http://host/?a=b']}", "without query");
    refused(400, "revoke-logins", "{'user':'somebody'}", "somebody");
    assertThat(post("revoke-logins", "{}").path("signIn").path("issuer").asString())
        .isEqualTo(sandbox.baseUrl());
  }

  @Test
  void nothing_of_it_is_reachable_by_clevers_paths_or_with_a_clever_token() {
    assertThat(clever("/state")).isEqualTo(404);
    assertThat(clever("/changes")).isEqualTo(404);

    var withToken =
        send(
            HttpRequest.newBuilder(URI.create(control.url() + "/state"))
                .header("Authorization", "Bearer " + sandbox.token())
                .build());

    assertThat(withToken.statusCode()).isEqualTo(403);
    assertThat(message(withToken)).contains("takes no tokens");
    assertThat(
            send(HttpRequest.newBuilder(URI.create(control.url() + "/v3.1/users"))
                    .header("Authorization", "Bearer " + sandbox.token())
                    .build())
                .statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clock|{'advance':'PT9223372036854775807S'}|too late",
        "clock|{'to':'2200-01-01T00:00:00Z'}|too late",
        "pause|{'duration':'P99999999D'}|too late",
        "pause|{'until':'2200-01-01T00:00:00Z'}|at the latest",
        "faults|{'kind':'page_size','size':99999999999999999999}|a whole number from 1 to 10000",
        "faults|{'kind':'slow','millis':1e400}|a whole number"
      })
  void huge_numbers_are_refused_with_what_is_allowed(String path, String body, String reason) {
    refused(400, path, body, reason);
  }

  @Test
  void an_edit_of_the_profile_happens_whole_or_not_at_all() {
    refused(400, "profile", "{'sisType':'halfway','healthyState':'error'}", "running or success");
    assertThat(state().path("profile").path("sisType").asString()).isNotEqualTo("halfway");
  }

  @Test
  void web_pages_and_other_host_names_are_refused() throws IOException {
    var page =
        send(
            HttpRequest.newBuilder(URI.create(control.url() + "/resume"))
                .header("Origin", "https://example.com")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    var form =
        send(
            HttpRequest.newBuilder(URI.create(control.url() + "/resume"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(message(page)).contains("web pages");
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(statusLine("evil.example")).contains(" 403");
    assertThat(statusLine("localhost:99")).contains(" 200");
  }

  @Test
  void it_listens_where_it_was_told_to() throws IOException {
    try (var another = ControlServer.start(sandbox, "127.0.0.2", 0)) {
      assertThat(another.url()).startsWith("http://127.0.0.2:");
      assertThat(
              send(HttpRequest.newBuilder(URI.create(another.url() + "/state")).build())
                  .statusCode())
          .isEqualTo(200);
    }
    try (var open = ControlServer.start(sandbox, "0.0.0.0", 0)) {
      var port = URI.create(open.url()).getPort();
      assertThat(statusLine(port, "sandbox.internal")).contains(" 200");
    }
  }

  private static String statusLine(String host) throws IOException {
    return statusLine(URI.create(control.url()).getPort(), host);
  }

  /** The JDK's client does not let anybody choose the host header. */
  private static String statusLine(int port, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /state HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return firstLine(socket.getInputStream());
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    var all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    return all.lines().findFirst().orElse("");
  }

  private static String rule(String subject, String field, String operator) {
    return "{'kind':'rules','rules':[{'subject':'%s','field':'%s','operator':'%s','value':''}]}"
        .formatted(subject, field, operator);
  }

  private static String schoolChoice() {
    return "{'school':'%s','choice':{'kind':'whole-school'}}".formatted(id("schools"));
  }

  private static int sharedSections(String share) {
    return post("share", share).path("shared").path("sections").asInt();
  }

  private static String syncState(JsonNode state) {
    return state.path("profile").path("state").asString();
  }

  private static JsonNode state() {
    return ok(send(request("GET", "state", "")));
  }

  /** The id of the first live record of a type. */
  private static String id(String type) {
    var rows = sandbox.roster().rows(RecordType.ofPath(type).orElseThrow());
    return rows.id(rows.nextLive(0)).toString();
  }

  private static int clever(String path) {
    return clever(path, sandbox.token()).statusCode();
  }

  private static HttpResponse<String> clever(String path, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
            .header("Authorization", "Bearer " + token)
            .build());
  }

  private static JsonNode post(String path, String body) {
    return ok(send(request("POST", path, body.replace('\'', '"'))));
  }

  private static JsonNode delete(String path, String body) {
    return ok(send(request("DELETE", path, body.replace('\'', '"'))));
  }

  private static void refused(int status, String path, String body, String reason) {
    var response = send(request("POST", path, body.replace('\'', '"')));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(message(response)).contains(reason);
  }

  private static HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(control.url() + "/" + path))
        .header("Content-Type", "application/json")
        .method(
            method,
            method.equals("GET")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private static String message(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body()).path("message").asString();
  }
}
