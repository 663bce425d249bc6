package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists and records below another record say the same as the whole lists (CLEVER.md 3.3). */
final class RelationsTest {
  private static Sandbox sandbox;
  private static PlainClient client;
  private static List<JsonNode> users;
  private static List<JsonNode> sections;

  @BeforeAll
  static void walk() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo());
    client = new PlainClient(sandbox);
    users = client.walk("/v3.1/users?limit=1000");
    sections = client.walk("/v3.1/sections?limit=1000");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void of_a_school() {
    for (var school : client.ids("/v3.1/schools")) {
      var path = "/v3.1/schools/" + school;
      Predicate<JsonNode> here = section -> text(section, "school").equals(school);
      assertThat(client.ids(path + "/sections")).isEqualTo(ids(sections, here));
      assertThat(client.ids(path + "/courses")).containsExactlyElementsOf(values(here, "course"));
      assertThat(client.ids(path + "/terms")).containsExactlyElementsOf(values(here, "term_id"));
      assertThat(client.ids(path + "/users?role=student"))
          .isEqualTo(
              ids(
                  users,
                  user ->
                      texts(user.path("roles").path("student").path("schools")).contains(school)));
      assertThat(client.ids(path + "/users?role=student&primary=true"))
          .isEqualTo(
              ids(
                  users,
                  user -> text(user.path("roles").path("student"), "school").equals(school)));
      assertThat(id(path + "/district")).isEqualTo(sandbox.districtId());
    }
  }

  @Test
  void of_a_section() {
    for (var section : sections.subList(0, 20)) {
      var path = "/v3.1/sections/" + text(section, "id");
      var students = texts(section.path("students"));
      var teachers = texts(section.path("teachers"));
      assertThat(client.ids(path + "/users?role=student"))
          .containsExactlyInAnyOrderElementsOf(students)
          .isSorted();
      assertThat(client.ids(path + "/users?role=teacher"))
          .containsExactlyInAnyOrderElementsOf(teachers);
      assertThat(client.ids(path + "/users")).hasSize(students.size() + teachers.size());
      assertThat(id(path + "/school")).isEqualTo(text(section, "school"));
      for (var relation : List.of("course", "term")) {
        var target = text(section, relation.equals("term") ? "term_id" : relation);
        if (target.isEmpty()) {
          assertThat(client.get(path + "/" + relation).statusCode()).isEqualTo(404);
        } else {
          assertThat(id(path + "/" + relation)).isEqualTo(target);
        }
      }
      assertThat(client.ids(path + "/resources")).isEmpty();
    }
  }

  @Test
  void of_a_student() {
    var section = sections.getFirst();
    var student = texts(section.path("students")).getFirst();
    var path = "/v3.1/users/" + student;
    Predicate<JsonNode> own = each -> texts(each.path("students")).contains(student);
    assertThat(client.ids(path + "/sections")).isEqualTo(ids(sections, own));
    assertThat(client.ids(path + "/myteachers"))
        .containsExactlyElementsOf(
            new TreeSet<>(
                sections.stream()
                    .filter(own)
                    .flatMap(each -> texts(each.path("teachers")).stream())
                    .toList()));
    assertThat(client.ids(path + "/mystudents")).isEmpty();
    assertThat(client.ids(path + "/schools?primary=true")).hasSize(1);
    assertThat(id(path + "/district")).isEqualTo(sandbox.districtId());
  }

  @Test
  void of_a_teacher() {
    var teacher = text(sections.getFirst(), "teacher");
    var path = "/v3.1/users/" + teacher;
    Predicate<JsonNode> own = each -> texts(each.path("teachers")).contains(teacher);
    assertThat(client.ids(path + "/sections")).isEqualTo(ids(sections, own));
    assertThat(client.ids(path + "/mystudents?limit=1000"))
        .containsExactlyElementsOf(
            new TreeSet<>(
                sections.stream()
                    .filter(own)
                    .flatMap(each -> texts(each.path("students")).stream())
                    .toList()));
    assertThat(client.ids(path + "/mycontacts")).isEmpty();
    assertThat(client.ids(path + "/myteachers")).isEmpty();
  }

  @Test
  void of_a_course_and_a_term() {
    var section =
        sections.stream()
            .filter(each -> !text(each, "course").isEmpty() && !text(each, "term_id").isEmpty())
            .findFirst()
            .orElseThrow();
    var course = text(section, "course");
    var term = text(section, "term_id");
    assertThat(client.ids("/v3.1/courses/" + course + "/sections"))
        .isEqualTo(ids(sections, each -> text(each, "course").equals(course)));
    assertThat(client.ids("/v3.1/courses/" + course + "/schools"))
        .containsExactlyElementsOf(values(each -> text(each, "course").equals(course), "school"));
    assertThat(client.ids("/v3.1/terms/" + term + "/sections"))
        .isEqualTo(ids(sections, each -> text(each, "term_id").equals(term)));
    assertThat(client.ids("/v3.1/terms/" + term + "/schools"))
        .containsExactlyElementsOf(values(each -> text(each, "term_id").equals(term), "school"));
  }

  @Test
  void links_of_single_records_can_be_followed() {
    for (var path :
        List.of(
            "users/" + text(users.getLast(), "id"),
            "schools/" + client.ids("/v3.1/schools").getFirst())) {
      var single = client.json("/v3.1/" + path);
      PlainClient.elements(single.path("links"))
          .forEach(link ->
              assertThat(client.get(text(link, "uri")).statusCode())
                  .as(text(link, "uri"))
                  .isEqualTo(200));
    }
  }

  private static String id(String path) {
    return text(client.json(path).path("data"), "id");
  }

  private static List<String> ids(List<JsonNode> records, Predicate<JsonNode> included) {
    return records.stream().filter(included).map(record -> text(record, "id")).toList();
  }

  private static Set<String> values(Predicate<JsonNode> included, String field) {
    var values = new TreeSet<String>();
    sections.stream()
        .filter(included)
        .map(section -> text(section, field))
        .filter(id -> !id.isEmpty())
        .forEach(values::add);
    return values;
  }
}
