package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.elements;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The fields of every type: what is guaranteed is always there, what is documented comes, and
 * nothing else (CLEVER.md 3.4, 3.6, 3.8).
 */
final class FieldsTest {
  private static final String GRADES =
      "InfantToddler Preschool PreKindergarten TransitionalKindergarten Kindergarten 1 2 3 4 5 6 7 8"
          + " 9 10 11 12 13 PostGraduate Ungraded Other";

  private static Sandbox sandbox;
  private static PlainClient client;
  private static List<JsonNode> users;
  private static List<JsonNode> sections;

  @BeforeAll
  static void walk() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(5_000));
    client = new PlainClient(sandbox);
    users = client.walk("/v3.1/users?limit=10000");
    sections = client.walk("/v3.1/sections?limit=10000");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void districts() {
    assertFields(
        client.walk("/v3.1/districts"),
        "id name sis_type launch_date portal_url login_methods",
        "state error last_sync nces_id mdr_number district_contact lms_type lms_state last_attendance_sync");
  }

  @Test
  void schools() {
    var schools = client.walk("/v3.1/schools");
    assertFields(
        schools,
        "id district name created last_modified sis_id school_number",
        "state_id nces_id mdr_number phone low_grade high_grade principal location ext");
    assertThat(schools)
        .allSatisfy(school -> {
          assertThat(names(school.path("location")))
              .containsExactlyInAnyOrder("address", "city", "state", "zip", "lat", "lon");
          assertThat(school.path("location").path("lat").isString()).isTrue();
          assertThat(names(school.path("principal"))).containsExactlyInAnyOrder("name", "email");
        });
  }

  @Test
  void terms_and_courses() {
    assertFields(client.walk("/v3.1/terms"), "id district", "name start_date end_date");
    assertFields(client.walk("/v3.1/courses?limit=10000"), "id district", "name number");
  }

  @Test
  void sections() {
    assertFields(
        sections,
        "id district school created last_modified name sis_id students teachers",
        "teacher subject grade course term_id period section_number ext lms_status");
    assertThat(sections)
        .allSatisfy(section -> {
          assertThat(section.path("students")).isNotEmpty();
          assertThat(section.path("teachers")).hasSizeBetween(1, 10);
          assertThat(section.path("teachers").path(0)).isEqualTo(section.path("teacher"));
        });
    assertThat(sections).anyMatch(section -> text(section, "name").matches(".+ - .+ - [0-9]"));
  }

  @Test
  void users() {
    assertFields(users, "id district created last_modified name roles", "email lms_status");
    assertThat(users).allMatch(user -> user.path("name").has("last"));
    assertThat(users).noneMatch(user -> user.path("roles").isEmpty());
  }

  @Test
  void students() {
    var students = role("student");
    assertFields(
        students,
        "school schools enrollments sis_id",
        "student_number state_id dob gender grade graduation_year race hispanic_ethnicity"
            + " ell_status location credentials ext email frl_status gifted_status"
            + " section_504_status iep_status home_language home_language_code preferred_name"
            + " disability");
    assertThat(students).anyMatch(student -> student.path("enrollments").isEmpty());
    assertThat(students)
        .flatExtracting(student -> elements(student.path("enrollments")).toList())
        .isNotEmpty()
        .allSatisfy(enrollment ->
            assertThat(names((JsonNode) enrollment))
                .containsExactlyInAnyOrder("school", "start_date", "end_date"));
  }

  @Test
  void teachers() {
    assertFields(
        role("teacher"),
        "legacy_id school schools sis_id",
        "teacher_number state_id title credentials ext");
    assertOtherLegacyIds("teacher");
  }

  @Test
  void staff() {
    assertFields(
        role("staff"), "legacy_id staff_id schools", "department title roles credentials ext");
    assertOtherLegacyIds("staff");
  }

  @Test
  void district_admins() {
    assertFields(role("district_admin"), "legacy_id", "title");
    assertOtherLegacyIds("district_admin");
  }

  @Test
  void contacts() {
    var contacts = role("contact");
    assertFields(contacts, "legacy_id student_relationships", "phone phone_type sis_id");
    assertThat(contacts)
        .flatExtracting(contact -> elements(contact.path("student_relationships")).toList())
        .allSatisfy(relationship ->
            assertThat(names((JsonNode) relationship))
                .containsExactlyInAnyOrder("student", "relationship", "type"));
  }

  @Test
  void sis_ids_are_unique_within_a_role() {
    for (var role : List.of("student", "teacher")) {
      assertThat(role(role).stream().map(holder -> text(holder, "sis_id")))
          .as(role)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void words_are_those_that_clever_knows() {
    var students = role("student");
    assertWords(students, "grade", GRADES.split(" ", -1));
    assertWords(sections, "grade", GRADES.split(" ", -1));
    assertWords(client.walk("/v3.1/schools"), "low_grade", GRADES.split(" ", -1));
    assertWords(
        sections,
        "subject",
        "english/language arts",
        "math",
        "science",
        "social studies",
        "language",
        "homeroom/advisory",
        "interventions/online learning",
        "technology and engineering",
        "PE and health",
        "arts and music",
        "other");
    assertWords(
        students,
        "race",
        "Caucasian",
        "Asian",
        "Black or African American",
        "American Indian",
        "Hawaiian or Other Pacific Islander",
        "Two or More Races",
        "Unknown");
    assertWords(students, "gender", "M", "F", "X");
    for (var yesOrNo : List.of("hispanic_ethnicity", "ell_status", "gifted_status")) {
      assertWords(students, yesOrNo, "Y", "N");
    }
    assertWords(students, "frl_status", "Free", "Reduced", "Paid", "Other");
    var contacts = role("contact");
    var relationships =
        contacts.stream()
            .flatMap(contact -> elements(contact.path("student_relationships")))
            .toList();
    assertWords(contacts, "phone_type", "Cell", "Home", "Work", "Other");
    assertWords(
        relationships,
        "relationship",
        "Parent",
        "Grandparent",
        "Self",
        "Aunt/Uncle",
        "Sibling",
        "Other");
    assertWords(
        relationships,
        "type",
        "Parent/Guardian",
        "Emergency",
        "Primary",
        "Secondary",
        "Family",
        "Other");
    assertThat(values(students, "home_language_code")).allMatch(code -> code.matches("|[a-z]{3}"));
  }

  private static List<JsonNode> role(String role) {
    return users.stream()
        .map(user -> user.path("roles").path(role))
        .filter(JsonNode::isObject)
        .toList();
  }

  /** The guaranteed ones in every record; the others in some, and none besides. */
  private static void assertFields(Collection<JsonNode> records, String always, String sometimes) {
    var guaranteed = Set.of(always.split(" ", -1));
    Set<String> all = new HashSet<>(guaranteed);
    all.addAll(Arrays.asList(sometimes.split(" ", -1)));
    assertThat(records).isNotEmpty();
    assertThat(records).allSatisfy(record -> assertThat(names(record)).containsAll(guaranteed));
    assertThat(records.stream().flatMap(record -> names(record).stream()))
        .containsOnly(all.toArray(String[]::new))
        .containsAll(all);
  }

  private static void assertWords(Collection<JsonNode> records, String field, String... words) {
    Set<String> known = new HashSet<>(Arrays.asList(words));
    known.add("");
    assertThat(values(records, field)).as(field).isSubsetOf(known).hasSizeGreaterThan(1);
  }

  /** Employees have had another id before v3. */
  private static void assertOtherLegacyIds(String role) {
    assertThat(users.stream().filter(user -> user.path("roles").has(role)))
        .allSatisfy(user ->
            assertThat(text(user.path("roles").path(role), "legacy_id"))
                .matches("[0-9a-f]{24}")
                .isNotEqualTo(text(user, "id")));
  }

  private static Set<String> values(Collection<JsonNode> records, String field) {
    return records.stream()
        .map(record -> record.path(field))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .collect(Collectors.toSet());
  }

  private static Set<String> names(JsonNode record) {
    return Stream.of(record)
        .flatMap(node -> node.propertyNames().stream())
        .collect(Collectors.toSet());
  }
}
