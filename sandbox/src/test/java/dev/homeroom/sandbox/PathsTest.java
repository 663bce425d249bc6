package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path of the API with its parameters, in both versions (CLEVER.md 3.3). */
final class PathsTest {
  private static final String UNKNOWN = "0123456789abcdef01234567";

  private static Sandbox sandbox;
  private static PlainClient client;

  /** An id of each type, of records that belong together. */
  private static Map<String, String> ids;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(110).withRateLimit(0));
    client = new PlainClient(sandbox);
    sandbox.drift(3);
    var section =
        client.walk("/v3.1/sections?limit=1000").stream()
            .filter(each -> !text(each, "course").isEmpty() && !text(each, "term_id").isEmpty())
            .findFirst()
            .orElseThrow();
    ids =
        Map.of(
            "districts", sandbox.districtId(),
            "schools", text(section, "school"),
            "sections", text(section, "id"),
            "courses", text(section, "course"),
            "terms", text(section, "term_id"),
            "users", texts(section.path("students")).getFirst(),
            "events", client.ids("/v3.1/events?limit=1").getFirst());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  static Stream<Arguments> lists() {
    return inBothVersions(
        "schools",
        "terms",
        "courses",
        "sections",
        "users",
        "events",
        "resources",
        "schools/{id}/courses",
        "schools/{id}/sections",
        "schools/{id}/terms",
        "schools/{id}/users",
        "users/{id}/schools",
        "users/{id}/sections",
        "users/{id}/mycontacts",
        "users/{id}/myteachers",
        "users/{id}/mystudents",
        "users/{id}/resources",
        "sections/{id}/users",
        "sections/{id}/resources",
        "courses/{id}/schools",
        "courses/{id}/sections",
        "courses/{id}/resources",
        "terms/{id}/schools",
        "terms/{id}/sections");
  }

  static Stream<Arguments> singles() {
    return inBothVersions(
        "districts/{id}",
        "schools/{id}",
        "terms/{id}",
        "courses/{id}",
        "sections/{id}",
        "users/{id}",
        "events/{id}",
        "schools/{id}/district",
        "users/{id}/district",
        "courses/{id}/district",
        "terms/{id}/district",
        "sections/{id}/district",
        "sections/{id}/school",
        "sections/{id}/course",
        "sections/{id}/term");
  }

  @ParameterizedTest(name = "{0}/{1}")
  @MethodSource("lists")
  void a_list_has_pages_and_the_links_of_a_list(String version, String path) {
    var full = path(version, path);
    var page = client.json(full + "?limit=2");

    assertThat(page.path("data").isArray()).isTrue();
    assertThat(page.path("data").size()).isLessThanOrEqualTo(2);
    assertThat(PlainClient.link(page, "self")).contains(full + "?limit=2");
    for (var item : page.path("data")) {
      assertThat(text(item, "uri"))
          .startsWith("/" + version + "/")
          .endsWith("/" + text(item.path("data"), "id"));
      assertThat(client.json(text(item, "uri")).path("data")).isEqualTo(item.path("data"));
    }
    var all = client.ids(full + "?limit=10000");
    assertThat(client.ids(full + "?limit=2")).isEqualTo(all).isSorted();
    var last = client.json(full + "?limit=1&ending_before=last");
    assertThat(PlainClient.records(last).map(each -> text(each, "id")))
        .containsExactlyElementsOf(all.subList(Math.max(0, all.size() - 1), all.size()));
    assertThat(client.get(full + "?limit=10001").statusCode()).isEqualTo(413);
    for (var wrong : List.of("limit=0", "limit=x", "starting_after=x", "ending_before=x")) {
      assertThat(client.get(full + "?" + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  @ParameterizedTest(name = "{0}/{1}")
  @MethodSource("singles")
  void a_single_record_links_to_itself(String version, String path) {
    var answer = client.json(path(version, path));

    var id = text(answer.path("data"), "id");
    assertThat(id).isNotEmpty();
    assertThat(PlainClient.link(answer, "self").orElseThrow())
        .startsWith("/" + version + "/")
        .endsWith("/" + id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"districts", "schools", "terms", "courses", "sections", "users"})
  void count_is_offered_for_whole_types(String type) {
    var path = "/v3.0/" + type;
    var counted = client.json(path + "?count=true");

    assertThat(counted.path("count").asInt()).isEqualTo(client.ids(path + "?limit=10000").size());
    assertThat(counted.has("data")).isFalse();
    for (var off : List.of("false", "undefined", "")) {
      assertThat(client.json(path + "?limit=1&count=" + off).path("data")).hasSize(1);
    }
    assertThat(client.get(path + "?count=yes").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"events", "resources", "schools/{id}/users", "terms/{id}/sections"})
  void count_is_not_offered_elsewhere(String path) {
    var answer = client.json(path("v3.1", path) + "?count=true");

    assertThat(answer.has("count")).isFalse();
    assertThat(answer.path("data").isArray()).isTrue();
  }

  @Test
  void role_is_one_of_those_that_a_path_allows() {
    var allowed =
        Map.of(
            "users", List.of("contact", "district_admin", "staff", "student", "teacher"),
            "schools/{id}/users", List.of("staff", "student", "teacher"),
            "sections/{id}/users", List.of("student", "teacher"));
    allowed.forEach((path, roles) -> {
      for (var role : List.of("contact", "district_admin", "staff", "student", "teacher", "pet")) {
        var answer = client.get(path("v3.1", path) + "?limit=1000&role=" + role);
        assertThat(answer.statusCode())
            .as(path + " " + role)
            .isEqualTo(roles.contains(role) ? 200 : 400);
        if (answer.statusCode() == 200) {
          assertThat(PlainClient.records(PlainClient.MAPPER.readTree(answer.body())))
              .allMatch(user -> user.path("roles").has(role));
        }
      }
    });
  }

  @Test
  void what_is_not_there_is_404_in_json() {
    for (var type : List.of("schools", "users", "sections", "courses", "terms", "resources")) {
      for (var below : List.of("", "/sections")) {
        if (!(type + below).equals("sections/sections")) {
          var answer = client.get("/v3.1/%s/%s%s".formatted(type, UNKNOWN, below));
          assertThat(answer.statusCode()).as(type + below).isEqualTo(404);
          assertThat(answer.body()).isEqualTo("{\"message\":\"Resource not found\"}");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.1/classes",
        "/v3.1/students",
        "/v3.1/teachers",
        "/v3.1/contacts",
        "/v3.1/sections/" + UNKNOWN + "/students",
        "/v3.1/sections/" + UNKNOWN + "/sections",
        "/v3.1/districts/" + UNKNOWN + "/schools",
        "/v3.1/attendance/schools/" + UNKNOWN,
        "/v3.1/events/" + UNKNOWN + "/users",
        "/v3.1/users/",
        "/v2.1/users",
        "/v3.0"
      })
  void what_is_no_path_is_404_as_a_web_page(String path) {
    var answer = client.get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
  }

  @Test
  void only_get_is_a_method() {
    for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      var answer =
          client.send(
              client
                  .request("/v3.1/users")
                  .header("Authorization", "Bearer " + sandbox.token())
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build());
      assertThat(answer.statusCode()).as(method).isEqualTo(404);
    }
  }

  private static Stream<Arguments> inBothVersions(String... paths) {
    return Stream.of("v3.0", "v3.1")
        .flatMap(version -> Stream.of(paths).map(path -> Arguments.of(version, path)));
  }

  private static String path(String version, String path) {
    var type = path.split("/", -1)[0];
    return "/" + version + "/" + path.replace("{id}", ids.getOrDefault(type, UNKNOWN));
  }
}
