package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The list of district-app tokens, and what becomes of a token (CLEVER.md 1.3, 1.7). */
final class TokensTest {
  private static final String LIST = "/oauth/tokens?owner_type=district";

  private Sandbox sandbox;
  private PlainClient client;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withClient("our-app", "its secret:with a colon"));
    client = new PlainClient(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void lists_the_token_of_the_district() {
    var list = tokens(LIST);

    assertThat(list.path("data")).hasSize(1);
    var token = list.path("data").path(0);
    assertThat(text(token, "access_token")).isEqualTo(sandbox.token());
    assertThat(text(token, "id")).matches("[0-9a-f]{24}");
    assertThat(text(token, "created")).matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z");
    assertThat(text(token.path("owner"), "type")).isEqualTo("district");
    assertThat(text(token.path("owner"), "id")).isEqualTo(sandbox.districtId());
    assertThat(PlainClient.texts(token.path("scopes")))
        .contains("read:sections", "read:student_contacts");
    assertThat(PlainClient.link(list, "self")).contains(LIST);
  }

  @Test
  void finds_the_token_of_one_district() {
    assertThat(tokens(LIST + "&district=" + sandbox.districtId()).path("data")).hasSize(1);
    assertThat(tokens(LIST + "&district=5a0c91b95c7cc000010d417c").path("data")).isEmpty();
  }

  @Test
  void refuses_other_credentials() {
    for (var response :
        new HttpResponse<?>[] {
          list(LIST, "Basic " + base64("our-app:guess")),
          list(LIST, "Basic !"),
          list(LIST, "Bearer " + sandbox.token())
        }) {
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(String.valueOf(response.body())).contains("\"error\"", "\"error_description\"");
    }
  }

  @Test
  void takes_credentials_that_are_form_encoded_as_well() {
    for (var pair :
        new String[] {
          "our-app:its secret:with a colon",
          "our-app:its+secret%3Awith+a+colon",
          "our%2dapp:its%20secret%3awith%20a%20colon"
        }) {
      assertThat(list(LIST, "Basic " + base64(pair)).statusCode()).as(pair).isEqualTo(200);
    }
    assertThat(list(LIST, "Basic " + base64("our-app:its%2")).statusCode()).isEqualTo(401);
  }

  @Test
  void refuses_other_owners() {
    var response =
        list("/oauth/tokens?owner_type=user", "Basic " + base64("our-app:its secret:with a colon"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"error\":\"invalid_request\"");
  }

  @Test
  void a_rotated_token_is_listed_and_the_old_one_refused() {
    var old = sandbox.token();

    var rotated = sandbox.rotateToken();

    assertThat(rotated).isNotEqualTo(old).matches("[0-9a-f]{40}");
    assertThat(text(tokens(LIST).path("data").path(0), "access_token")).isEqualTo(rotated);
    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(401);
    assertThat(new PlainClient(sandbox).get("/v3.0/schools").statusCode()).isEqualTo(200);
  }

  @Test
  void a_disconnected_district_has_no_token_until_it_is_back_with_a_new_one() {
    var old = sandbox.token();

    sandbox.disconnect();

    assertThat(tokens(LIST).path("data")).isEmpty();
    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(401);
    assertThatThrownBy(() -> sandbox.token()).hasMessageContaining("disconnected");
    assertThat(sandbox.rotateToken()).isNotEqualTo(old);
    assertThat(tokens(LIST).path("data")).hasSize(1);
  }

  private JsonNode tokens(String path) {
    var response = list(path, "Basic " + base64("our-app:its secret:with a colon"));
    assertThat(response.statusCode()).isEqualTo(200);
    return PlainClient.MAPPER.readTree(response.body());
  }

  private HttpResponse<String> list(String path, String authorization) {
    return client.send(client.request(path).header("Authorization", authorization).build());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
