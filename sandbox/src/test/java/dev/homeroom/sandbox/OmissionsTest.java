package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.link;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.fault.Fault;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Clever has not, or the sandbox has not, and small print of the paths (CLEVER.md 3.3). */
final class OmissionsTest {
  private static final String NOBODY = "5a0c91b95c7cc000010d417c";

  private static Sandbox sandbox;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(5_000));
    client = new PlainClient(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3.1/attendance/schools/" + NOBODY,
        "/v3.1/attendance/sections/" + NOBODY,
        "/v3.1/enrollments",
        "/v3.1/lms/users",
        "/v3.0/students"
      })
  void attendance_and_lms_paths_do_not_exist(String path) {
    var response = client.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
  }

  @Test
  void resources_are_empty_lists() {
    var section = client.json("/v3.1/sections?limit=1").path("data").path(0).path("data");

    assertThat(client.walk("/v3.0/resources")).isEmpty();
    assertThat(client.walk("/v3.1/sections/" + text(section, "id") + "/resources")).isEmpty();
    assertThat(client.get("/v3.0/resources/" + NOBODY).statusCode()).isEqualTo(404);
    assertThat(client.get("/v3.0/resources?limit=none").statusCode()).isEqualTo(400);
  }

  @Test
  void districts_have_no_pages() {
    var list = client.json("/v3.0/districts?limit=1&starting_after=" + NOBODY);

    assertThat(list.path("data")).hasSize(1);
    assertThat(link(list, "next")).isEmpty();
    assertThat(link(list, "prev")).isEmpty();
  }

  @Test
  void unknown_parameters_are_ignored() {
    assertThat(client.ids("/v3.0/terms?colour=blue&where=%7B%7D"))
        .isEqualTo(client.ids("/v3.0/terms"));
  }

  @Test
  void who_has_two_roles_comes_in_both_lists_with_both() {
    var staff = client.walk("/v3.1/users?role=staff&limit=1000");
    var both = staff.stream().filter(user -> user.path("roles").has("teacher")).toList();

    assertThat(both).isNotEmpty();
    assertThat(client.walk("/v3.1/users?role=teacher&limit=1000")).containsAll(both);
    assertThat(client.ids("/v3.1/users?limit=10000"))
        .doesNotHaveDuplicates()
        .containsAll(both.stream().map(user -> text(user, "id")).toList());
  }

  @Test
  void a_refusal_for_too_many_requests_does_not_say_when_to_retry() {
    sandbox.faults().add(new Fault.Status(429, 1));

    assertThat(client.get("/v3.0/terms").headers().firstValue("Retry-After")).isEmpty();
  }
}
