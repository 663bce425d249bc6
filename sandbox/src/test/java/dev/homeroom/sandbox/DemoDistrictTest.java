package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.elements;
import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The default district is Clever's demo district to the record (CLEVER.md 8), with the oddities of
 * real ones.
 */
final class DemoDistrictTest {
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
  void has_as_many_records_as_the_demo_district() {
    assertThat(client.walk("/v3.1/districts")).hasSize(1);
    assertThat(client.walk("/v3.1/schools")).hasSize(3);
    assertThat(client.walk("/v3.1/terms")).hasSize(5);
    assertThat(client.walk("/v3.1/courses")).hasSize(343);
    assertThat(sections).hasSize(378);
    assertThat(users).hasSize(1004 + 89 + 1002 + 3);
    assertThat(client.walk("/v3.1/users?role=student")).hasSize(1004);
    assertThat(client.walk("/v3.1/users?role=teacher")).hasSize(89);
    assertThat(client.walk("/v3.1/users?role=contact")).hasSize(1002);
    assertThat(client.walk("/v3.1/users?role=district_admin")).hasSize(3);
    assertThat(client.walk("/v3.1/users?role=staff")).isEmpty();
  }

  @Test
  void counts_without_listing() {
    assertThat(client.count("/v3.1/users?count=true")).isEqualTo(users.size());
    assertThat(client.count("/v3.1/users?role=student&count=true")).isEqualTo(1004);
    assertThat(client.count("/v3.0/sections?count=true")).isEqualTo(378);
    assertThat(client.count("/v3.0/courses?count=true")).isEqualTo(343);
    assertThat(client.count("/v3.0/districts?count=true")).isEqualTo(1);
    assertThat(client.json("/v3.0/terms?count=true").has("data")).isFalse();
    assertThat(client.json("/v3.0/terms?count=false").path("data")).hasSize(5);
  }

  @Test
  void has_the_seats_of_the_demo_district() {
    var sizes =
        sections.stream().mapToInt(section -> section.path("students").size()).summaryStatistics();
    assertThat(sizes.getSum()).isEqualTo(8954);
    assertThat(sizes.getMin()).isEqualTo(14);
    assertThat(sizes.getMax()).isEqualTo(50);
    assertThat(
            sections.stream()
                .collect(groupingBy(section -> section.path("teachers").size(), counting())))
        .isEqualTo(Map.of(1, 333L, 2, 20L, 3, 21L, 4, 4L));
    assertThat(
            sections.stream()
                .collect(groupingBy(section -> text(section, "school"), counting()))
                .values())
        .containsExactlyInAnyOrder(165L, 127L, 86L);
  }

  @Test
  void has_students_at_one_two_and_three_schools() {
    assertThat(
            students().stream()
                .collect(groupingBy(student -> student.path("schools").size(), counting())))
        .isEqualTo(Map.of(1, 740L, 2, 221L, 3, 43L));
    assertThat(students())
        .allSatisfy(student ->
            assertThat(texts(student.path("schools"))).contains(text(student, "school")));
    assertThat(students().stream().map(student -> text(student, "grade")).distinct())
        .containsExactlyInAnyOrder(
            "PreKindergarten",
            "Kindergarten",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "10",
            "11",
            "12");
  }

  @Test
  void refers_only_to_records_that_are_there() {
    var userIds = new HashSet<>(users.stream().map(user -> text(user, "id")).toList());
    var courses = client.ids("/v3.1/courses?limit=1000");
    var terms = client.ids("/v3.1/terms");
    for (var section : sections) {
      var students = texts(section.path("students"));
      assertThat(students).doesNotHaveDuplicates().allMatch(userIds::contains);
      assertThat(texts(section.path("teachers")))
          .doesNotHaveDuplicates()
          .startsWith(text(section, "teacher"));
      assertThat(courses.contains(text(section, "course")) || text(section, "course").isEmpty())
          .isTrue();
      assertThat(terms.contains(text(section, "term_id")) || text(section, "term_id").isEmpty())
          .isTrue();
    }
    assertThat(
            sections.stream()
                .map(section -> text(section, "course"))
                .filter(id -> !id.isEmpty())
                .distinct())
        .hasSize(343);
  }

  @Test
  void every_student_sits_in_a_section_of_each_own_school() {
    Map<String, HashSet<String>> schoolsBySeats = new HashMap<>();
    for (var section : sections) {
      for (var student : texts(section.path("students"))) {
        schoolsBySeats.computeIfAbsent(student, _ -> new HashSet<>()).add(text(section, "school"));
      }
    }
    for (var user : users) {
      if (user.path("roles").has("student")) {
        assertThat(schoolsBySeats.get(text(user, "id")))
            .containsExactlyInAnyOrderElementsOf(
                texts(user.path("roles").path("student").path("schools")));
      }
    }
  }

  @Test
  void keeps_all_addresses_at_example_hosts_and_lacks_some() {
    var emails = users.stream().map(user -> text(user, "email")).toList();
    assertThat(emails)
        .allMatch(Pattern.compile("|[a-z.]+[0-9]+@?example\\.(com|net|org)").asMatchPredicate());
    assertThat(emails).filteredOn(String::isEmpty).hasSizeBetween(50, 300);
  }

  @Test
  void writes_missing_values_as_absent_null_and_empty() {
    assertThat(students()).anyMatch(student -> !student.has("gender"));
    assertThat(students()).anyMatch(student -> student.path("gender").isNull());
    assertThat(students())
        .anyMatch(
            student -> student.path("gender").isString() && text(student, "gender").isEmpty());
    assertThat(sections).anyMatch(section -> text(section, "term_id").isEmpty());
    assertThat(sections).anyMatch(section -> text(section, "course").isEmpty());
    assertThat(sections).anyMatch(section -> text(section, "subject").isEmpty());
  }

  @Test
  void names_contacts_by_last_name_alone_and_others_in_many_scripts() {
    assertThat(users)
        .filteredOn(user -> user.path("roles").has("contact"))
        .allMatch(user -> !user.path("name").has("first") && user.path("name").has("last"));
    assertThat(users).anyMatch(user -> !text(user.path("name"), "last").matches("\\p{ASCII}*"));
  }

  @Test
  void writes_dates_of_birth_without_leading_zeros_and_a_few_as_timestamps() {
    var dates =
        students().stream()
            .map(student -> text(student, "dob"))
            .filter(date -> !date.isEmpty())
            .toList();
    assertThat(dates).anyMatch(date -> date.matches("[1-9]/[1-9]/[0-9]{4}"));
    assertThat(dates).anyMatch(date -> date.endsWith("T00:00:00.000Z"));
    assertThat(dates).noneMatch(date -> date.matches("0.*"));
  }

  @Test
  void gives_ids_and_times_in_clevers_form() {
    for (var user : users) {
      assertThat(text(user, "id")).matches("[0-9a-f]{24}");
      assertThat(text(user, "district")).isEqualTo(sandbox.districtId());
      assertThat(text(user, "last_modified"))
          .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z");
      assertThat(text(user, "last_modified")).isGreaterThanOrEqualTo(text(user, "created"));
    }
    assertThat(users.stream().map(user -> text(user, "id"))).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void connects_contacts_with_students() {
    var first =
        users.stream().filter(user -> user.path("roles").has("contact")).findFirst().orElseThrow();
    var student =
        elements(first.path("roles").path("contact").path("student_relationships"))
            .findFirst()
            .orElseThrow();
    assertThat(client.ids("/v3.1/users/" + text(student, "student") + "/mycontacts"))
        .contains(text(first, "id"));
  }

  private static List<JsonNode> students() {
    return users.stream()
        .filter(user -> user.path("roles").has("student"))
        .map(user -> user.path("roles").path("student"))
        .toList();
  }
}
