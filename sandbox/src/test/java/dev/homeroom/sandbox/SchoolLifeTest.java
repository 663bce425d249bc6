package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RosterChange;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Schools, employees, contacts, co-teachers, empty fields, and the end of a school year. */
final class SchoolLifeTest {
  private static final List<String> GRADES =
      List.of(
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

  private Sandbox sandbox;
  private PlainClient client;
  private List<String> schools;
  private JsonNode student;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withStudents(150)
                .withRateLimit(0)
                .withClock(Clock.fixed(SharedDistrict.START, ZoneOffset.UTC)));
    client = new PlainClient(sandbox);
    schools = client.ids("/v3.1/schools");
    student =
        users("student").stream()
            .filter(user -> user.path("roles").path("student").path("schools").size() == 1)
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void employees_are_hired_with_schools_and_admins_without() {
    sandbox.apply(
        new RosterChange.HireEmployee("teacher", List.of(schools.get(1), schools.get(0))),
        new RosterChange.HireEmployee("district_admin", List.of()));

    var teacher = users("teacher").getLast().path("roles").path("teacher");
    assertThat(text(teacher, "school")).isEqualTo(schools.get(1));
    assertThat(texts(teacher.path("schools"))).containsExactly(schools.get(0), schools.get(1));
    assertThat(client.count("/v3.1/users?role=district_admin&count=true")).isEqualTo(4);
    refuses(new RosterChange.HireEmployee("teacher", List.of()), "1 to 3 schools, not 0");
    refuses(new RosterChange.HireEmployee("district_admin", schools), "0 to 0 schools");
    refuses(new RosterChange.HireEmployee("student", schools), "teacher, staff and district_admin");
  }

  @Test
  void students_get_contacts() {
    var contacts = client.ids("/v3.1/users/" + id(student) + "/mycontacts").size();

    sandbox.apply(new RosterChange.AddContact(List.of(id(student))));

    assertThat(client.ids("/v3.1/users/" + id(student) + "/mycontacts")).hasSize(contacts + 1);
    refuses(new RosterChange.AddContact(List.of()), "one or two students");
  }

  @Test
  void addresses_change_and_go() {
    sandbox.apply(new RosterChange.ChangeEmail(id(student), "new@example.com"));
    assertThat(text(user(id(student)), "email")).isEqualTo("new@example.com");

    sandbox.apply(new RosterChange.ChangeEmail(id(student), ""));
    assertThat(user(id(student)).path("email").asString("")).isEmpty();
  }

  @Test
  void a_student_moves_to_another_school_and_its_sections() {
    var from = text(student.path("roles").path("student"), "school");
    var to = schools.stream().filter(school -> !school.equals(from)).findFirst().orElseThrow();
    var section = client.ids("/v3.1/schools/" + to + "/sections").getFirst();

    sandbox.apply(new RosterChange.MoveToSchool(id(student), to, List.of(section)));

    assertThat(client.ids("/v3.1/users/" + id(student) + "/schools")).containsExactly(to);
    assertThat(client.ids("/v3.1/users/" + id(student) + "/sections")).containsExactly(section);
    refuses(new RosterChange.MoveToSchool(id(student), to, List.of()), "primary school already");
  }

  @Test
  void a_user_joins_a_school_and_leaves_it_again() {
    var own = text(student.path("roles").path("student"), "school");
    var other = schools.stream().filter(school -> !school.equals(own)).findFirst().orElseThrow();

    sandbox.apply(new RosterChange.JoinSchool(id(student), other));
    assertThat(client.ids("/v3.1/users/" + id(student) + "/schools"))
        .containsExactlyInAnyOrder(own, other);
    refuses(new RosterChange.JoinSchool(id(student), other), "belongs to this school already");

    sandbox.apply(new RosterChange.LeaveSchool(id(student), own));
    assertThat(client.ids("/v3.1/users/" + id(student) + "/schools")).containsExactly(other);
    assertThat(client.ids("/v3.1/users/" + id(student) + "/sections")).isEmpty();
    refuses(new RosterChange.LeaveSchool(id(student), other), "withdraw the user instead");
    refuses(
        new RosterChange.JoinSchool(users("contact").getFirst().path("id").asString(), own),
        "has no schools");
  }

  @Test
  void seats_are_taken_and_left() {
    var section = client.ids("/v3.1/users/" + id(student) + "/sections").getFirst();

    sandbox.apply(new RosterChange.LeaveSeat(id(student), section));
    assertThat(section(section)).doesNotContain(id(student));
    refuses(new RosterChange.LeaveSeat(id(student), section), "does not sit");

    sandbox.apply(new RosterChange.TakeSeat(id(student), section));
    assertThat(section(section)).endsWith(id(student));
    refuses(new RosterChange.TakeSeat(id(student), section), "already");
  }

  @Test
  void the_primary_teacher_swaps_and_a_co_teacher_leaves() {
    var section = client.walk("/v3.1/sections?limit=1").getFirst();
    var first = text(section, "teacher");
    var second = otherTeacher(section);

    sandbox.apply(new RosterChange.SwapPrimaryTeacher(id(section), second));
    assertThat(texts(record("sections", id(section)).path("teachers"))).startsWith(second, first);
    refuses(new RosterChange.RemoveCoTeacher(id(section), second), "let another be the primary");

    sandbox.apply(new RosterChange.RemoveCoTeacher(id(section), first));
    assertThat(texts(record("sections", id(section)).path("teachers"))).doesNotContain(first);
  }

  @Test
  void a_section_has_ten_teachers_at_most() {
    var section = client.walk("/v3.1/sections?limit=1").getFirst();
    var others =
        users("teacher").stream()
            .map(SchoolLifeTest::id)
            .filter(teacher -> !texts(section.path("teachers")).contains(teacher))
            .toList();
    var room = 10 - section.path("teachers").size();
    others.stream()
        .limit(room)
        .forEach(teacher -> sandbox.apply(new RosterChange.AddCoTeacher(id(section), teacher)));

    refuses(new RosterChange.AddCoTeacher(id(section), others.get(room)), "at most 10 teachers");
    refuses(new RosterChange.SwapPrimaryTeacher(id(section), others.get(room)), "at most 10");
  }

  @Test
  void a_section_id_that_is_used_again_keeps_the_clever_id() {
    var sections = client.walk("/v3.1/sections?limit=2");
    var reused = sections.getFirst();
    var like = sections.getLast();

    sandbox.apply(
        new RosterChange.ReuseSection(
            id(reused), id(like), List.of(text(like, "teacher")), List.of(id(student))));

    var now = record("sections", id(reused));
    assertThat(text(now, "sis_id")).isEqualTo(text(reused, "sis_id"));
    assertThat(texts(now.path("students"))).containsExactly(id(student));
    assertThat(text(now, "name")).isEqualTo(text(like, "name"));
  }

  @Test
  void the_last_section_takes_its_course_with_it() {
    var course =
        client.ids("/v3.1/courses?limit=1000").stream()
            .filter(id -> client.ids("/v3.1/courses/" + id + "/sections").size() == 1)
            .findFirst()
            .orElseThrow();
    var section = client.ids("/v3.1/courses/" + course + "/sections").getFirst();

    sandbox.apply(new RosterChange.EndSection(section));

    assertThat(client.get("/v3.1/courses/" + course).statusCode()).isEqualTo(404);
  }

  @Test
  void schools_open_are_renamed_and_close() {
    sandbox.apply(
        new RosterChange.AddSchool("middle"),
        new RosterChange.RenameSchool(schools.get(0), "Hogwarts"));
    assertThat(client.ids("/v3.1/schools")).hasSize(schools.size() + 1);
    assertThat(text(record("schools", schools.get(0)), "name")).isEqualTo("Hogwarts");

    sandbox.apply(new RosterChange.CloseSchool(schools.get(0)));
    assertThat(client.get("/v3.1/schools/" + schools.get(0)).statusCode()).isEqualTo(404);
    assertThat(client.walk("/v3.1/users?limit=1000"))
        .allSatisfy(
            user -> assertThat(user.toString()).doesNotContain("\"" + schools.get(0) + "\""));
    assertThat(client.walk("/v3.1/sections?limit=1000"))
        .isNotEmpty()
        .noneMatch(section -> text(section, "school").equals(schools.get(0)));
    refuses(new RosterChange.AddSchool("magic"), "elementary, middle, all");
  }

  @Test
  void the_last_school_stays() {
    client.ids("/v3.1/schools").stream()
        .skip(1)
        .forEach(school -> sandbox.apply(new RosterChange.CloseSchool(school)));

    refuses(new RosterChange.CloseSchool(client.ids("/v3.1/schools").getFirst()), "last school");
  }

  @ParameterizedTest
  @CsvSource({
    "student, email, /v3.1/users?role=student, email",
    "student, grade, /v3.1/users?role=student, roles/student/grade",
    "contact, phone, /v3.1/users?role=contact, roles/contact/phone",
    "section, term_id, /v3.1/sections?, term_id"
  })
  void a_field_is_empty_in_as_many_records_as_asked_for(
      String whose, String field, String list, String path) {
    var before = filled(list, path);
    var all = client.walk(list + "&limit=1000").size();

    sandbox.apply(new RosterChange.BlankField(whose, field, 50));
    var half = filled(list, path);
    sandbox.apply(new RosterChange.BlankField(whose, field, 100));

    assertThat(half).isBetween(before / 5, before * 4 / 5);
    assertThat(filled(list, path)).isZero();
    sandbox.apply(new RosterChange.BlankField(whose, field, 0));
    assertThat(filled(list, path)).isEqualTo(before);
    assertThat(client.walk(list + "&limit=1000")).hasSize(all);
    refuses(new RosterChange.BlankField(whose, field, 101), "from 0 to 100");
    refuses(new RosterChange.BlankField(whose, "shoe_size", 5), "section term_id");
  }

  @Test
  void a_school_year_ends_and_the_next_begins() {
    var before = users("student");
    var oldSections = client.ids("/v3.1/sections?limit=1000");
    var oldTerms = client.ids("/v3.1/terms");
    var seniors = before.stream().filter(user -> grade(user).equals("12")).count();

    sandbox.apply(new RosterChange.RollOver());

    assertThat(client.ids("/v3.1/sections?limit=1000"))
        .hasSizeGreaterThan(oldSections.size() / 2)
        .doesNotContainAnyElementsOf(oldSections);
    assertThat(client.walk("/v3.1/terms"))
        .hasSize(oldTerms.size())
        .noneMatch(term -> oldTerms.contains(id(term)))
        .allMatch(term -> text(term, "end_date").compareTo("2027-08-10") > 0);
    Map<String, JsonNode> after = new HashMap<>();
    users("student").forEach(user -> after.put(id(user), user));
    assertThat(after).hasSize(before.size());
    assertThat(before)
        .filteredOn(user -> grade(user).equals("12"))
        .hasSize((int) seniors)
        .noneMatch(user -> after.containsKey(id(user)));
    assertThat(before)
        .filteredOn(user -> !grade(user).equals("12"))
        .allSatisfy(user -> {
          var now = Objects.requireNonNull(after.remove(id(user)));
          assertThat(GRADES.indexOf(grade(now))).isEqualTo(GRADES.indexOf(grade(user)) + 1);
          assertThat(isInRange(now)).isTrue();
        });
    assertThat(after.values())
        .hasSize((int) seniors)
        .allMatch(user -> grade(user).equals("PreKindergarten"))
        .allSatisfy(
            user -> assertThat(client.ids("/v3.1/users/" + id(user) + "/mycontacts")).hasSize(1));
    assertThat(users("student"))
        .allSatisfy(
            user -> assertThat(client.ids("/v3.1/users/" + id(user) + "/sections")).isNotEmpty());
  }

  @Test
  void large_changes_follow_one_another_in_one_go() {
    var course = client.ids("/v3.1/courses").getFirst();
    sandbox.apply(
        new RosterChange.AddContact(List.of(id(student))),
        new RosterChange.RenameCourse(course, "Chess"),
        new RosterChange.RollOver(),
        new RosterChange.RekeySisIds("contact"),
        new RosterChange.RekeySisIds("student"),
        new RosterChange.RollOver(),
        new RosterChange.BlankField("student", "email", 100));

    assertThat(client.walk("/v3.1/sections?limit=1000"))
        .isNotEmpty()
        .allSatisfy(section -> assertThat(section.path("students")).isNotEmpty());
    assertThat(client.walk("/v3.1/terms"))
        .allMatch(term -> text(term, "start_date").compareTo("2028") > 0);
  }

  @Test
  void one_school_year_follows_another() {
    for (var year = 2027; year < 2032; year++) {
      sandbox.apply(new RosterChange.RollOver());
      var start = year + "-08-10";
      assertThat(client.walk("/v3.1/terms"))
          .anyMatch(term -> text(term, "start_date").equals(start));
    }
    assertThat(users("student")).hasSizeGreaterThan(100);
  }

  /** Whether the student's primary school has the student's grade. */
  private boolean isInRange(JsonNode user) {
    var school = record("schools", text(user.path("roles").path("student"), "school"));
    var grade = GRADES.indexOf(grade(user));
    return grade >= GRADES.indexOf(text(school, "low_grade"))
        && grade <= GRADES.indexOf(text(school, "high_grade"));
  }

  private long filled(String list, String path) {
    return client.walk(list + "&limit=1000").stream()
        .filter(record -> !record.at("/" + path).asString("").isEmpty())
        .count();
  }

  private static String grade(JsonNode user) {
    return text(user.path("roles").path("student"), "grade");
  }

  private String otherTeacher(JsonNode section) {
    return users("teacher").stream()
        .map(SchoolLifeTest::id)
        .filter(teacher -> !texts(section.path("teachers")).contains(teacher))
        .findFirst()
        .orElseThrow();
  }

  private List<String> section(String id) {
    return texts(record("sections", id).path("students"));
  }

  private List<JsonNode> users(String role) {
    return client.walk("/v3.1/users?limit=1000&role=" + role);
  }

  private JsonNode user(String id) {
    return record("users", id);
  }

  private JsonNode record(String type, String id) {
    return client.json("/v3.1/" + type + "/" + id).path("data");
  }

  private static String id(JsonNode record) {
    return text(record, "id");
  }

  private void refuses(RosterChange change, String reason) {
    assertThatThrownBy(() -> sandbox.apply(change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
