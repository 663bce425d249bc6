package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** v3.1 shows all of v3.0 and a few fields more (CLEVER.md 3.8). */
final class VersionsTest {
  private static Sandbox sandbox;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo());
    client = new PlainClient(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void hides_from_v30_what_v31_added() {
    assertThat(added("districts"))
        .containsExactlyInAnyOrder("last_attendance_sync", "lms_type", "lms_state");
    assertThat(added("sections")).containsExactly("lms_status");
    assertThat(added("schools")).isEmpty();
    assertThat(added("terms")).isEmpty();
    assertThat(added("courses")).isEmpty();
    assertThat(added("users"))
        .containsExactlyInAnyOrder(
            "lms_status",
            "roles.student.disability",
            "roles.student.frl_status",
            "roles.student.gifted_status",
            "roles.student.home_language",
            "roles.student.home_language_code",
            "roles.student.iep_status",
            "roles.student.preferred_name",
            "roles.student.section_504_status");
  }

  @Test
  void shows_single_records_as_lists_do() {
    for (var type : List.of("districts", "schools", "terms", "courses", "sections", "users")) {
      for (var version : List.of("v3.0", "v3.1")) {
        var listed = client.json("/%s/%s?limit=1".formatted(version, type)).path("data").path(0);
        var single = client.json(text(listed, "uri"));

        assertThat(single.path("data")).isEqualTo(listed.path("data"));
        assertThat(PlainClient.link(single, "self")).contains(text(listed, "uri"));
      }
    }
  }

  /** The keys that some record has in v3.1 and none in v3.0; all else is equal. */
  private static Set<String> added(String type) {
    var older = client.walk("/v3.0/" + type + "?limit=1000");
    var newer = client.walk("/v3.1/" + type + "?limit=1000");
    Set<String> added = new TreeSet<>();
    assertThat(newer).hasSameSizeAs(older);
    Iterator<JsonNode> other = newer.iterator();
    for (var record : older) {
      compare(record, other.next(), "", added);
    }
    return added;
  }

  private static void compare(JsonNode older, JsonNode newer, String path, Set<String> added) {
    for (var field : newer.properties()) {
      var name = path + field.getKey();
      if (!older.has(field.getKey())) {
        added.add(name);
      } else if (field.getValue().isObject()) {
        compare(older.path(field.getKey()), field.getValue(), name + ".", added);
      } else {
        assertThat(older.path(field.getKey())).as(name).isEqualTo(field.getValue());
      }
    }
    assertThat(newer.propertyNames()).containsAll(older.propertyNames());
  }
}
