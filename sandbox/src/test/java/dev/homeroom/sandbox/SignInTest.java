package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.testing.StoppedClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in, and codes (CLEVER.md 1.4). */
final class SignInTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final String FIRST = "https://portal.example/first";
  private static final String CALLBACK = "http://127.0.0.1:9/callback";

  private final Browser browser = new Browser();
  private final StoppedClock realTime = new StoppedClock(NOW);
  private Sandbox sandbox;
  private PlainClient client;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withStudents(100)
                .withClock(realTime)
                .withClient("our-app", "its-secret")
                .withRedirectUris(List.of(FIRST, CALLBACK)));
    client = new PlainClient(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void a_button_of_the_app_leads_over_district_and_user_back_with_code_and_state() {
    var districts = browser.open(authorize("&state=a%20%26b"));
    var users = browser.click(districts, sandbox.districtId());
    var back = browser.click(users, "(teacher)");

    assertThat(districts.links()).hasSize(1);
    assertThat(back.location()).startsWith(CALLBACK + "?");
    assertThat(back.callback()).containsOnlyKeys("code", "state").containsEntry("state", "a &b");
  }

  @Test
  void a_district_id_skips_the_choice_of_the_district() {
    var users = browser.open(authorize(district()));

    assertThat(users.links())
        .anyMatch(link -> link.endsWith("(student)"))
        .anyMatch(link -> link.endsWith("(teacher)"))
        .anyMatch(link -> link.endsWith("(district admin)"))
        .noneMatch(link -> link.contains("contact"));
    assertThat(browser.open(authorize("&district_id=" + "0".repeat(24))).status()).isEqualTo(404);
  }

  @Test
  void the_page_names_the_ways_to_log_in_that_the_district_chose() {
    sandbox.world().edit(profile -> profile.loggingInBy(List.of("Google", "SAML")));

    assertThat(browser.open(authorize(district())).body()).contains("logs in with Google, SAML");
  }

  @Test
  void the_portal_and_instant_login_end_at_the_first_redirect_uri_without_state() {
    var portal = client.json("/v3.1/districts").path("data").path(0).path("data");
    var path = text(portal, "portal_url").replace("https://clever.com", "");

    for (var entry :
        List.of(
            path + "?state=unasked",
            "/oauth/instant-login?client_id=our-app" + district() + "&state=unasked")) {
      var back = new Browser().open(sandbox.baseUrl() + entry + separator(entry) + user("teacher"));

      assertThat(back.location()).startsWith(FIRST + "?");
      assertThat(back.callback()).containsOnlyKeys("code");
      assertThat(exchange(back.code(), FIRST).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client_id=other&redirect_uri=http://127.0.0.1:9/callback&response_type=code, invalid_client",
    "client_id=our-app&response_type=code, redirect_uri_mismatch",
    "client_id=our-app&redirect_uri=http://127.0.0.1:9/callback/&response_type=code, redirect_uri_mismatch",
    "client_id=our-app&redirect_uri=http://127.0.0.1:9/callback?x=1&response_type=code, redirect_uri_mismatch",
    "client_id=our-app&redirect_uri=HTTP://127.0.0.1:9/callback&response_type=code, redirect_uri_mismatch"
  })
  void nobody_is_sent_to_an_address_that_is_not_exactly_registered(String query, String error) {
    var page = browser.open(sandbox.baseUrl() + "/oauth/authorize?" + query);

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.body()).startsWith("<!DOCTYPE html>").contains(error);
    assertThat(page.location()).isEmpty();
  }

  @Test
  void another_response_type_goes_back_to_the_app_as_an_error() {
    var back =
        browser.open(authorize("&state=s").replace("response_type=code", "response_type=token"));

    assertThat(back.callback())
        .containsEntry("error", "unsupported_response_type")
        .containsEntry("state", "s");
  }

  @Test
  void a_browser_is_not_asked_again_for_two_hours_unless_the_app_wants_it_confirmed() {
    browser.open(authorize(district() + "&" + user("teacher")));

    assertThat(browser.open(authorize("")).callback()).containsKey("code");
    var confirm = browser.open(authorize(district() + "&confirmed=false"));
    assertThat(confirm.body()).contains("Is this you?");
    assertThat(browser.click(confirm, "(teacher)").callback()).containsKey("code");
    realTime.pass(Duration.ofHours(2));
    assertThat(browser.open(authorize("")).status()).isEqualTo(200);
  }

  @Test
  void who_is_not_shared_sees_a_page_of_clever_or_comes_back_with_an_error() {
    var teacher = user("teacher");
    sandbox.share(new Share.Nothing());

    var page = browser.open(authorize("&" + teacher));
    var back = browser.open(authorize("&return_unshared=true&state=s&" + teacher));

    assertThat(page.status()).isEqualTo(403);
    assertThat(page.body()).contains("has not shared you");
    assertThat(back.callback())
        .containsEntry("error", "unauthorized-user")
        .containsEntry("state", "s");
  }

  @Test
  void a_code_is_exchanged_once_by_form_or_json() {
    var code = code();
    var json =
        post(
            "application/json",
            "{\"code\":\"%s\",\"grant_type\":\"authorization_code\",\"redirect_uri\":\"%s\"}"
                .formatted(code, CALLBACK));
    var other = exchange(code(), CALLBACK);

    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(other.statusCode()).isEqualTo(200);
    var body = PlainClient.MAPPER.readTree(other.body());
    assertThat(body.propertyNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "id_token");
    assertThat(text(body, "access_token")).startsWith("il");
    assertThat(text(body, "token_type")).isEqualTo("bearer");
    refused(exchange(code, CALLBACK), 400, "invalid_grant", "Invalid grant: invalid code");
  }

  @Test
  void a_code_lives_for_a_minute() {
    var inTime = code();
    realTime.pass(Duration.ofSeconds(59));
    assertThat(exchange(inTime, CALLBACK).statusCode()).isEqualTo(200);

    var late = code();
    realTime.pass(Duration.ofSeconds(60));
    refused(exchange(late, CALLBACK), 400, "invalid_grant", "Invalid grant: invalid code");
  }

  @Test
  void a_code_is_worth_nothing_elsewhere() {
    refused(exchange(code(), FIRST), 400, "redirect_uri_mismatch", "that of the code");
    refused(exchange("0".repeat(40), CALLBACK), 400, "invalid_grant", "invalid code");
  }

  @Test
  void an_exchange_without_what_it_needs_is_refused() {
    var form = "application/x-www-form-urlencoded";
    var anonymous =
        client.send(
            client.request("/oauth/tokens").POST(HttpRequest.BodyPublishers.ofString("")).build());

    refused(anonymous, 401, "invalid_client", "not right");
    refused(post(form, "code=x&redirect_uri=y"), 400, "unsupported_grant_type", "authorization");
    refused(post(form, "grant_type=authorization_code&code=x"), 400, "invalid_request", "needed");
    refused(post("application/json", "{"), 400, "invalid_request", "JSON");
  }

  @Test
  void a_code_of_somebody_who_is_withdrawn_meanwhile_is_worth_nothing() {
    var student = client.ids("/v3.1/users?role=student").getFirst();
    var code = browser.open(authorize("&sandbox_user=" + student)).code();
    sandbox.apply(new RosterChange.WithdrawUser(student));

    refused(exchange(code, CALLBACK), 400, "invalid_grant", "invalid code");
  }

  @Test
  void the_token_endpoint_fails_when_a_fault_names_it_and_the_data_api_goes_on() {
    var code = code();
    var another = code();
    sandbox.faults().add(new Fault.Status(503, FaultTarget.next(1).under("oauth/tokens")));

    assertThat(exchange(code, CALLBACK).statusCode()).isEqualTo(503);
    assertThat(exchange(code, CALLBACK).statusCode()).isEqualTo(200);
    sandbox.faults().add(new Fault.Status(503, 1));
    assertThat(exchange(another, CALLBACK).statusCode()).isEqualTo(200);
    assertThat(client.get("/v3.1/terms").statusCode()).isEqualTo(503);
  }

  @Test
  void names_on_pages_are_text() {
    var teacher = client.ids("/v3.1/users?role=teacher").getFirst();
    sandbox.apply(new RosterChange.RenameUser(teacher, "<script>", "\"&"));

    assertThat(browser.open(authorize(district())).body())
        .contains("&lt;script&gt; &quot;&amp; (teacher)")
        .doesNotContain("<script>");
  }

  private String authorize(String more) {
    return sandbox.baseUrl()
        + "/oauth/authorize?response_type=code&client_id=our-app&redirect_uri="
        + CALLBACK
        + more;
  }

  private String district() {
    return "&district_id=" + sandbox.districtId();
  }

  /** The parameter by which a click names a user of this role. */
  private String user(String role) {
    return "sandbox_user=" + client.ids("/v3.1/users?role=" + role).getFirst();
  }

  private String code() {
    return browser.open(authorize("&" + user("teacher"))).code();
  }

  private static String separator(String path) {
    return path.contains("?") ? "&" : "?";
  }

  private HttpResponse<String> exchange(String code, String redirectUri) {
    return post(
        "application/x-www-form-urlencoded",
        "grant_type=authorization_code&code=" + code + "&redirect_uri=" + redirectUri);
  }

  private HttpResponse<String> post(String type, String body) {
    var credentials =
        Base64.getEncoder().encodeToString("our-app:its-secret".getBytes(StandardCharsets.UTF_8));
    return client.send(
        client
            .request("/oauth/tokens")
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static void refused(
      HttpResponse<String> response, int status, String error, String description) {
    assertThat(response.statusCode()).isEqualTo(status);
    var body = PlainClient.MAPPER.readTree(response.body());
    assertThat(text(body, "error")).isEqualTo(error);
    assertThat(text(body, "error_description")).contains(description);
  }
}
