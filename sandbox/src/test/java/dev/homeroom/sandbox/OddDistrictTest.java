package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.elements;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.district.Grade;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tests a district of rare but real records (CLEVER.md 3.6, 10, 11). */
final class OddDistrictTest {
  private static final String GRADES =
      "InfantToddler Preschool PreKindergarten TransitionalKindergarten Kindergarten 1 2 3 4 5 6 7 8"
          + " 9 10 11 12 13 PostGraduate Ungraded Other";

  private static Sandbox sandbox;
  private static PlainClient client;
  private static List<JsonNode> users;
  private static List<JsonNode> sections;

  @BeforeAll
  static void walk() throws IOException {
    sandbox = Sandbox.start(config());
    client = new PlainClient(sandbox);
    users = client.walk("/v3.1/users?limit=10000");
    sections = client.walk("/v3.1/sections?limit=10000");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void students_are_in_every_grade_that_clever_knows_and_in_one_that_it_does_not() {
    assertThat(values(role("student"), "grade"))
        .containsExactlyInAnyOrderElementsOf(wordsOf(GRADES + " " + Grade.UNKNOWN));
  }

  @Test
  void a_small_district_has_all_rare_grades_too() throws IOException {
    try (var small = Sandbox.start(config().withStudents(80))) {
      var students = new PlainClient(small).walk("/v3.1/users?role=student&limit=100");

      assertThat(values(students.stream().map(OddDistrictTest::student).toList(), "grade"))
          .containsAll(Grade.oddWords());
    }
  }

  @Test
  void sections_and_schools_have_rare_grades() {
    assertThat(values(sections, "grade")).containsAll(Grade.oddWords());
    for (var end : List.of("low_grade", "high_grade")) {
      assertThat(values(client.walk("/v3.1/schools"), end)).isSubsetOf(Grade.oddWords());
    }
  }

  @Test
  void every_list_of_words_has_one_that_clever_does_not_have() {
    var contacts = role("contact");
    var relationships =
        contacts.stream()
            .flatMap(contact -> elements(contact.path("student_relationships")))
            .toList();
    assertThat(values(sections, "subject")).contains("career and technical education", "math");
    assertThat(values(role("student"), "gender")).contains("Nonbinary", "X", "F");
    assertThat(values(role("student"), "race")).contains("Middle Eastern or North African");
    assertThat(values(role("student"), "frl_status")).contains("Direct Certification", "Free");
    assertThat(values(contacts, "phone_type")).contains("Video Relay", "Cell");
    assertThat(values(relationships, "relationship")).contains("Foster Parent", "Self", "");
    assertThat(values(relationships, "type")).contains("Case Worker", "Other", "");
    assertThat(values(sections, "period")).contains("1-2(A-B)", "Período 3", "", "1");
  }

  @ParameterizedTest
  @EnumSource
  void a_preferred_name_is_another_than_the_legal_one(DataQuality quality) throws IOException {
    try (var other = Sandbox.start(config().withQuality(quality))) {
      var named =
          new PlainClient(other)
              .walk("/v3.1/users?role=student&limit=10000").stream()
                  .filter(user -> student(user).has("preferred_name"))
                  .toList();

      assertThat(named)
          .isNotEmpty()
          .allMatch(user ->
              !text(preferred(user), "first").isEmpty()
                  && !text(preferred(user), "first").equals(text(user.path("name"), "first")));
      assertThat(named).anyMatch(user -> !text(preferred(user), "middle").isEmpty());
    }
  }

  @Test
  void a_preferred_name_may_have_another_last_name_or_none() {
    var preferred = users.stream().filter(user -> student(user).has("preferred_name")).toList();

    assertThat(preferred)
        .anyMatch(user ->
            preferred(user).has("last")
                && !text(preferred(user), "last").equals(text(user.path("name"), "last")))
        .anyMatch(user -> !preferred(user).has("last"));
  }

  @Test
  void people_of_one_address_are_as_many_users() {
    Map<String, Set<String>> roles = new HashMap<>();
    Map<String, Set<String>> people = new HashMap<>();
    for (var user : users) {
      var email = text(user, "email");
      if (!email.isEmpty()) {
        for (var role : user.path("roles").propertyNames()) {
          people.computeIfAbsent(email + " " + role, _ -> new HashSet<>()).add(text(user, "id"));
          roles.computeIfAbsent(email, _ -> new TreeSet<>()).add(role);
        }
      }
    }

    assertThat(shared(people, "teacher")).hasSizeGreaterThan(5).allMatch(ids -> ids.size() == 2);
    assertThat(shared(people, "student")).hasSizeGreaterThan(5);
    assertThat(roles).containsValue(Set.of("contact", "teacher"));
  }

  @Test
  void sis_ids_are_unique_within_a_role_and_equal_in_two() {
    var teachers = role("teacher").stream().map(teacher -> text(teacher, "sis_id")).toList();
    var contacts =
        role("contact").stream()
            .map(contact -> text(contact, "sis_id"))
            .filter(id -> !id.isEmpty())
            .toList();

    assertThat(teachers).doesNotHaveDuplicates().containsAnyElementsOf(contacts);
    assertThat(contacts).doesNotHaveDuplicates();
  }

  @Test
  void members_of_a_section_may_belong_to_other_schools() {
    Map<String, Set<String>> schools = new HashMap<>();
    users.forEach(user ->
        schools.put(
            text(user, "id"),
            elements(student(user).path("schools"))
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet())));

    assertThat(sections)
        .filteredOn(section ->
            elements(section.path("students"))
                .anyMatch(id ->
                    !schools
                        .getOrDefault(id.stringValue(), Set.of())
                        .contains(text(section, "school"))))
        .hasSizeGreaterThan(20);
  }

  @Test
  void the_same_seed_gives_the_same_odd_district_with_the_same_people() throws IOException {
    try (var again = Sandbox.start(config());
        var usual = Sandbox.start(config().withQuality(DataQuality.DEFECTS))) {
      var path = "/v3.1/users?limit=10000";

      assertThat(new PlainClient(again).get(path).body()).isEqualTo(client.get(path).body());
      assertThat(new PlainClient(usual).ids(path)).isEqualTo(client.ids(path));
    }
  }

  private static SandboxConfig config() {
    return SandboxConfig.demo().withStudents(3_000).withRateLimit(0).withQuality(DataQuality.ODD);
  }

  private static List<Set<String>> shared(Map<String, Set<String>> people, String role) {
    return people.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(" " + role))
        .map(Map.Entry::getValue)
        .filter(ids -> ids.size() > 1)
        .toList();
  }

  private static JsonNode student(JsonNode user) {
    return user.path("roles").path("student");
  }

  private static JsonNode preferred(JsonNode user) {
    return student(user).path("preferred_name");
  }

  private static List<JsonNode> role(String role) {
    return users.stream()
        .map(user -> user.path("roles").path(role))
        .filter(JsonNode::isObject)
        .toList();
  }

  private static List<String> wordsOf(String words) {
    return Arrays.asList(words.split(" ", -1));
  }

  private static Set<String> values(Collection<JsonNode> records, String field) {
    return records.stream()
        .flatMap(record -> Stream.of(record.path(field)))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .collect(Collectors.toSet());
  }
}
