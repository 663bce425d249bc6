package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.DataQuality;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same district, well kept and as schools send it (CLEVER.md 3.1, 11). */
final class QualityTest {
  private static final Pattern ADDRESS = Pattern.compile("[a-z0-9.]+@example\\.(com|net|org)");

  @Test
  void a_clean_district_has_everything_filled_in() throws IOException {
    try (var sandbox = Sandbox.start(config(DataQuality.CLEAN))) {
      var client = new PlainClient(sandbox);
      var users = client.walk("/v3.1/users?limit=1000");
      var students =
          users.stream().map(user -> user.path("roles").path("student")).filter(JsonNode::isObject);

      assertThat(users.stream().map(user -> text(user, "email")))
          .allMatch(ADDRESS.asMatchPredicate())
          .doesNotHaveDuplicates();
      assertThat(students)
          .allSatisfy(student -> {
            assertThat(text(student, "dob")).matches("[1-9][0-9]?/[1-9][0-9]?/20[0-9]{2}");
            assertThat(text(student, "gender")).isNotEmpty();
            assertThat(text(student, "frl_status")).isNotEmpty();
          });
      assertThat(client.walk("/v3.1/sections?limit=1000"))
          .allSatisfy(section -> {
            assertThat(text(section, "course")).hasSize(24);
            assertThat(text(section, "term_id")).hasSize(24);
            assertThat(text(section, "subject")).isNotEmpty();
          });
    }
  }

  @Test
  void defects_come_in_all_forms() throws IOException {
    try (var sandbox = Sandbox.start(config(DataQuality.DEFECTS))) {
      var client = new PlainClient(sandbox);
      var users = client.walk("/v3.1/users?limit=1000");
      var emails = users.stream().map(user -> user.path("email")).toList();
      var addresses =
          emails.stream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
      var sections = client.walk("/v3.1/sections?limit=1000");

      assertThat(emails).anyMatch(JsonNode::isMissingNode).anyMatch(JsonNode::isNull);
      assertThat(addresses).contains("");
      assertThat(addresses).anyMatch(address -> !address.isEmpty() && !address.contains("@"));
      assertThat(Set.copyOf(addresses)).hasSizeLessThan(addresses.size() - 10);
      assertThat(dates(users)).anyMatch(date -> date.matches("[0-9]+/[0-9]+/20[0-9]{2}"));
      assertThat(dates(users)).anyMatch(date -> date.matches("20.*T00:00:00.000Z"));
      for (var key : List.of("course", "term_id", "subject")) {
        assertThat(sections).as(key).anyMatch(section -> text(section, key).isEmpty());
        assertThat(sections).as(key).anyMatch(section -> !text(section, key).isEmpty());
      }
    }
  }

  @Test
  void the_quality_does_not_change_who_is_there() throws IOException {
    try (var clean = Sandbox.start(config(DataQuality.CLEAN));
        var usual = Sandbox.start(config(DataQuality.DEFECTS))) {
      assertThat(new PlainClient(clean).ids("/v3.1/users?limit=1000"))
          .isEqualTo(new PlainClient(usual).ids("/v3.1/users?limit=1000"));
      assertThat(seats(clean)).isEqualTo(seats(usual));
    }
  }

  @Test
  void names_are_written_in_many_scripts_and_contacts_have_only_a_last_one() throws IOException {
    try (var sandbox = Sandbox.start(config(DataQuality.CLEAN))) {
      var users = new PlainClient(sandbox).walk("/v3.1/users?limit=1000");
      var scripts =
          users.stream()
              .flatMapToInt(user -> text(user.path("name"), "last").codePoints())
              .mapToObj(Character.UnicodeScript::of)
              .collect(Collectors.toSet());

      assertThat(scripts)
          .contains(
              Character.UnicodeScript.LATIN,
              Character.UnicodeScript.CYRILLIC,
              Character.UnicodeScript.ARABIC,
              Character.UnicodeScript.DEVANAGARI,
              Character.UnicodeScript.HAN);
      assertThat(users)
          .allMatch(user -> user.path("roles").has("contact") != user.path("name").has("first"));
    }
  }

  private static SandboxConfig config(DataQuality quality) {
    return SandboxConfig.demo().withStudents(1_500).withQuality(quality);
  }

  private static List<String> dates(List<JsonNode> users) {
    return users.stream().map(user -> text(user.path("roles").path("student"), "dob")).toList();
  }

  private static List<String> seats(Sandbox sandbox) {
    return new PlainClient(sandbox)
        .walk("/v3.1/sections?limit=1000").stream()
            .map(section -> section.path("students").toString())
            .toList();
  }
}
