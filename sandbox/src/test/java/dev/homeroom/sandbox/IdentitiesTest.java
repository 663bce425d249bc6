package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.elements;
import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who keeps a Clever id and who gets another one (sandbox/CLEVER.md 3.5, 3.7). */
final class IdentitiesTest {
  private Sandbox sandbox;
  private PlainClient client;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withStudents(120)
                .withRateLimit(0)
                .withClock(Clock.fixed(SharedDistrict.START, ZoneOffset.UTC)));
    client = new PlainClient(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void who_was_away_for_less_than_300_days_returns_under_the_same_id() {
    var student = students().getFirst();
    sandbox.apply(new RosterChange.WithdrawUser(id(student)));
    sandbox.clock().advance(Duration.ofDays(299));

    sandbox.apply(new RosterChange.Restore(RecordType.USERS, id(student)));

    assertThat(user(id(student)).path("name")).isEqualTo(student.path("name"));
  }

  @Test
  void who_was_away_for_300_days_returns_under_a_new_id_with_the_old_sis_id() {
    var student = students().getFirst();
    sandbox.apply(new RosterChange.WithdrawUser(id(student)));
    sandbox.clock().advance(Duration.ofDays(300));

    refuses(new RosterChange.Restore(RecordType.USERS, id(student)), "under a new id");
    sandbox.apply(new RosterChange.ReturnUnderNewId(id(student)));

    var returned = students().getLast();
    assertThat(id(returned)).isNotEqualTo(id(student));
    assertThat(returned.path("name")).isEqualTo(student.path("name"));
    assertThat(text(returned, "email")).isEqualTo(text(student, "email"));
    assertThat(sisId(returned)).isEqualTo(sisId(student));
    refuses(new RosterChange.Restore(RecordType.USERS, id(student)), "users/" + id(returned));
    refuses(new RosterChange.ReturnUnderNewId(id(student)), "users/" + id(returned));
  }

  @Test
  void a_new_id_after_a_short_absence_comes_of_another_sis_id() {
    var student = students().getFirst();
    sandbox.apply(new RosterChange.WithdrawUser(id(student)));

    sandbox.apply(new RosterChange.ReturnUnderNewId(id(student)));

    var returned = students().getLast();
    assertThat(returned.path("name")).isEqualTo(student.path("name"));
    assertThat(sisId(returned)).isNotEqualTo(sisId(student));
  }

  @Test
  void re_keyed_sis_ids_make_every_student_another_user_in_the_same_seats() {
    var before = students();
    var seats = seats();

    sandbox.apply(new RosterChange.RekeySisIds("student"));

    var after = students();
    assertThat(names(after)).containsExactlyElementsOf(names(before));
    assertThat(ids(after)).doesNotContainAnyElementsOf(ids(before)).isSorted();
    assertThat(after.stream().map(IdentitiesTest::sisId))
        .doesNotContainAnyElementsOf(before.stream().map(IdentitiesTest::sisId).toList());
    assertThat(seats()).isEqualTo(seats);
    assertThat(users("contact"))
        .allSatisfy(contact ->
            assertThat(relationships(contact)).isNotEmpty().allMatch(ids(after)::contains));
  }

  @Test
  void re_keyed_teachers_keep_their_sections() {
    var before = users("teacher");

    sandbox.apply(new RosterChange.RekeySisIds("teacher"));

    assertThat(ids(users("teacher"))).doesNotContainAnyElementsOf(ids(before));
    assertThat(names(users("teacher"))).containsExactlyElementsOf(names(before));
    assertThat(client.walk("/v3.1/sections?limit=1000"))
        .allMatch(section -> ids(users("teacher")).containsAll(texts(section.path("teachers"))));
    refuses(new RosterChange.RekeySisIds("district_admin"), "has no SIS id");
    refuses(new RosterChange.RekeySisIds("janitor"), "student, teacher, staff and contact");
  }

  @Test
  void two_employees_with_one_address_are_one_user_and_two_again_when_it_parts() {
    var teacher = users("teacher").getFirst();
    var taught = client.ids("/v3.1/users/" + id(teacher) + "/sections");
    var staff = hireStaff();

    sandbox.apply(new RosterChange.ChangeEmail(id(staff), text(teacher, "email")));

    var both = user(id(staff));
    assertThat(both.path("roles").propertyNames()).containsExactlyInAnyOrder("teacher", "staff");
    assertThat(text(both.path("roles").path("teacher"), "sis_id"))
        .isEqualTo(text(teacher.path("roles").path("teacher"), "sis_id"));
    assertThat(text(both.path("roles").path("staff"), "staff_id"))
        .isEqualTo(text(staff.path("roles").path("staff"), "staff_id"));
    assertThat(List.of(legacyId(both, "teacher"), legacyId(both, "staff")))
        .containsExactly(legacyId(teacher, "teacher"), legacyId(staff, "staff"));
    assertThat(client.get("/v3.1/users/" + id(teacher)).statusCode()).isEqualTo(404);
    assertThat(client.ids("/v3.1/users/" + id(staff) + "/sections")).isEqualTo(taught);

    sandbox.apply(new RosterChange.SplitEmployee(id(staff), "teacher", "own@example.com"));

    assertThat(user(id(staff)).path("roles").propertyNames()).containsExactly("staff");
    assertThat(user(id(teacher)).path("name")).isEqualTo(teacher.path("name"));
    assertThat(text(user(id(teacher)), "email")).isEqualTo("own@example.com");
    assertThat(legacyId(user(id(teacher)), "teacher")).isEqualTo(legacyId(teacher, "teacher"));
    assertThat(client.ids("/v3.1/users/" + id(teacher) + "/sections")).isEqualTo(taught);
  }

  @Test
  void a_role_that_parts_after_a_long_time_is_a_new_user() {
    var teacher = users("teacher").getFirst();
    var staff = hireStaff();
    sandbox.apply(new RosterChange.MergeEmployees(id(teacher), id(staff)));
    sandbox.clock().advance(Duration.ofDays(301));

    sandbox.apply(new RosterChange.SplitEmployee(id(teacher), "staff", "own@example.com"));

    var parted = users("staff").getLast();
    assertThat(id(parted)).isNotEqualTo(id(staff));
    assertThat(text(parted.path("roles").path("staff"), "staff_id"))
        .isEqualTo(text(staff.path("roles").path("staff"), "staff_id"));
  }

  @Test
  void only_employees_with_different_roles_become_one() {
    var teachers = ids(users("teacher"));
    var student = id(students().getFirst());
    var staff = id(hireStaff());
    var address = text(users("teacher").getLast(), "email");

    refuses(merging(teachers.get(0), teachers.get(1)), "who are both teacher cannot be one user");
    refuses(merging(teachers.get(0), student), "is no employee");
    refuses(merging(student, staff), "is no employee");
    refuses(merging(staff, staff), "name two");
    refuses(new RosterChange.SplitEmployee(staff, "staff", "a@example.com"), "it holds staff");
    sandbox.apply(merging(teachers.get(0), staff));
    refuses(
        new RosterChange.SplitEmployee(teachers.get(0), "staff", address),
        "that no other employee has");
    refuses(new RosterChange.ChangeEmail(teachers.get(0), ""), "split them first");
    sandbox.apply(new RosterChange.ChangeEmail(student, address));
    assertThat(user(student).path("roles").propertyNames()).containsExactly("student");
  }

  @Test
  void two_teachers_with_one_address_stay_two_users() {
    var teachers = users("teacher");
    var first = id(teachers.getFirst());
    var last = teachers.getLast();
    var taught = client.ids("/v3.1/users/" + first + "/sections");
    var staff = id(hireStaff());

    sandbox.apply(new RosterChange.ChangeEmail(first, text(last, "email")));

    assertThat(ids(users("teacher"))).isEqualTo(ids(teachers));
    assertThat(text(user(first), "email")).isEqualTo(text(user(id(last)), "email"));
    assertThat(client.ids("/v3.1/users/" + first + "/sections")).isEqualTo(taught);

    sandbox.apply(new RosterChange.ChangeEmail(staff, text(last, "email")));

    assertThat(user(staff).path("roles").propertyNames())
        .containsExactlyInAnyOrder("teacher", "staff");
    assertThat(users("teacher")).hasSameSizeAs(teachers);
  }

  @Test
  void a_contact_without_sis_id_is_another_one_after_any_change() {
    var without = contact(contact -> sisIdOf(contact).isEmpty());
    var with = contact(contact -> !sisIdOf(contact).isEmpty());

    sandbox.apply(
        new RosterChange.RenameUser(id(without), "Ada", "Lovelace"),
        new RosterChange.RenameUser(id(with), "Grace", "Hopper"));

    assertThat(client.get("/v3.1/users/" + id(without)).statusCode()).isEqualTo(404);
    assertThat(names(users("contact"))).contains(" Ada Lovelace");
    assertThat(text(user(id(with)).path("name"), "last")).isEqualTo("Grace Hopper");
  }

  @Test
  void a_renamed_course_keeps_its_id_by_its_number_alone() {
    var courses = client.walk("/v3.1/courses?limit=1000");
    var with = id(courses.stream().filter(c -> !text(c, "number").isEmpty()).findAny().get());
    var without = id(courses.stream().filter(c -> text(c, "number").isEmpty()).findAny().get());

    sandbox.apply(
        new RosterChange.RenameCourse(with, "Chess"),
        new RosterChange.RenameCourse(without, "Checkers"));

    assertThat(text(client.json("/v3.1/courses/" + with).path("data"), "name")).isEqualTo("Chess");
    assertThat(client.get("/v3.1/courses/" + without).statusCode()).isEqualTo(404);
    var rebuilt = client.walk("/v3.1/courses?limit=1000").getLast();
    assertThat(text(rebuilt, "name")).isEqualTo("Checkers");
    assertThat(client.ids("/v3.1/courses/" + id(rebuilt) + "/sections")).isNotEmpty();
  }

  @Test
  void a_rebuilt_term_has_another_id_and_the_same_sections() {
    var term = client.walk("/v3.1/terms").getFirst();
    var sections = client.ids("/v3.1/terms/" + id(term) + "/sections");

    sandbox.apply(new RosterChange.RebuildTerm(id(term)));

    var rebuilt = client.walk("/v3.1/terms").getLast();
    assertThat(client.get("/v3.1/terms/" + id(term)).statusCode()).isEqualTo(404);
    assertThat(text(rebuilt, "start_date")).isEqualTo(text(term, "start_date"));
    assertThat(client.ids("/v3.1/terms/" + id(rebuilt) + "/sections")).isEqualTo(sections);
  }

  private static RosterChange merging(String user, String other) {
    return new RosterChange.MergeEmployees(user, other);
  }

  private static String legacyId(JsonNode user, String role) {
    return text(user.path("roles").path(role), "legacy_id");
  }

  private JsonNode hireStaff() {
    var school = client.ids("/v3.1/schools").getFirst();
    sandbox.apply(new RosterChange.HireEmployee("staff", List.of(school)));
    return users("staff").getLast();
  }

  private JsonNode contact(Predicate<JsonNode> fitting) {
    return users("contact").stream().filter(fitting).findFirst().orElseThrow();
  }

  private static String sisIdOf(JsonNode contact) {
    return contact.path("roles").path("contact").path("sis_id").asString("");
  }

  private List<Integer> seats() {
    return client.walk("/v3.1/sections?limit=1000").stream()
        .map(section -> section.path("students").size())
        .toList();
  }

  private static List<String> relationships(JsonNode contact) {
    return elements(contact.path("roles").path("contact").path("student_relationships"))
        .map(relationship -> text(relationship, "student"))
        .toList();
  }

  private List<JsonNode> students() {
    return users("student");
  }

  private List<JsonNode> users(String role) {
    return client.walk("/v3.1/users?limit=1000&role=" + role);
  }

  private JsonNode user(String id) {
    return client.json("/v3.1/users/" + id).path("data");
  }

  private static String sisId(JsonNode student) {
    return text(student.path("roles").path("student"), "sis_id");
  }

  private static String id(JsonNode record) {
    return text(record, "id");
  }

  private static List<String> ids(List<JsonNode> records) {
    return records.stream().map(IdentitiesTest::id).toList();
  }

  private static List<String> names(List<JsonNode> users) {
    return users.stream()
        .map(user -> user.path("name"))
        .map(name -> name.path("first").asString("") + " " + name.path("last").asString(""))
        .toList();
  }

  private void refuses(RosterChange change, String reason) {
    assertThatThrownBy(() -> sandbox.apply(change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
