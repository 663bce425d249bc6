package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.drift.DriftSummary.Difference;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What single changes do to the records that the API shows. */
final class RosterChangesTest {
  private Sandbox sandbox;
  private PlainClient client;
  private JsonNode section;
  private String sectionId;
  private String studentId;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withClock(Clock.fixed(Instant.parse("2026-11-05T06:00:00Z"), ZoneOffset.UTC)));
    client = new PlainClient(sandbox);
    section = client.json("/v3.1/sections?limit=1").path("data").path(0).path("data");
    sectionId = text(section, "id");
    studentId = texts(section.path("students")).getFirst();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void a_name_may_hold_nul_characters() {
    sandbox.apply(new RosterChange.RenameUser(studentId, "Zo\0e", "O\0Neil"));

    assertThat(client.get("/v3.1/users/" + studentId).body()).contains("Zo\\u0000e");
    assertThat(text(user(studentId).path("name"), "last")).isEqualTo("O\0Neil");
  }

  @Test
  void a_student_who_leaves_is_gone_from_sections_and_contacts() {
    var contacts = client.ids("/v3.1/users/" + studentId + "/mycontacts");

    var summary = sandbox.apply(new RosterChange.WithdrawUser(studentId));

    assertThat(client.get("/v3.1/users/" + studentId).statusCode()).isEqualTo(404);
    assertThat(students()).doesNotContain(studentId);
    assertThat(summary.of(Role.STUDENT)).isEqualTo(new Difference(0, 0, 1));
    assertThat(
            client.ids("/v3.1/users?role=contact&limit=10000").stream().filter(contacts::contains))
        .allSatisfy(contact ->
            assertThat(user(contact).path("roles").path("contact").path("student_relationships"))
                .isNotEmpty());
  }

  @Test
  void a_student_comes_back_under_the_same_id() {
    sandbox.apply(new RosterChange.WithdrawUser(studentId));
    sandbox.apply(new RosterChange.Restore(RecordType.USERS, studentId));

    assertThat(text(user(studentId), "id")).isEqualTo(studentId);
    assertThat(students()).doesNotContain(studentId);
  }

  @Test
  void a_new_student_sits_in_the_sections_named() {
    sandbox.apply(new RosterChange.EnrolStudent(text(section, "school"), "7", List.of(sectionId)));

    var newest = client.ids("/v3.1/users?ending_before=last&limit=1").getFirst();
    assertThat(students()).endsWith(newest);
    assertThat(text(user(newest).path("roles").path("student"), "grade")).isEqualTo("7");
    assertThat(client.count("/v3.1/users?role=student&count=true")).isEqualTo(1005);
  }

  @Test
  void a_seat_moves_from_one_section_to_another() {
    var other =
        client.ids("/v3.1/sections?limit=1000").stream()
            .filter(id -> !texts(record("sections", id).path("students")).contains(studentId))
            .findFirst()
            .orElseThrow();

    var summary = sandbox.apply(new RosterChange.MoveSeat(studentId, sectionId, other));

    assertThat(students()).doesNotContain(studentId);
    assertThat(texts(record("sections", other).path("students"))).endsWith(studentId);
    assertThat(summary.enrollments()).isEqualTo(new Difference(1, 0, 1));
    assertThat(summary.of(RecordType.USERS)).isEqualTo(new Difference(0, 0, 0));
  }

  @Test
  void another_primary_teacher_takes_the_first_place() {
    var teacher = otherTeacher();

    sandbox.apply(new RosterChange.ReplacePrimaryTeacher(sectionId, teacher));
    var replaced = record("sections", sectionId);

    assertThat(text(replaced, "teacher")).isEqualTo(teacher);
    assertThat(texts(replaced.path("teachers")))
        .startsWith(teacher)
        .doesNotContain(text(section, "teacher"));
  }

  @Test
  void a_co_teacher_stands_behind_the_primary_one() {
    var teacher = otherTeacher();

    sandbox.apply(new RosterChange.AddCoTeacher(sectionId, teacher));

    assertThat(texts(record("sections", sectionId).path("teachers")))
        .startsWith(text(section, "teacher"))
        .endsWith(teacher);
  }

  @Test
  void sections_are_renamed_end_and_begin() {
    var like = client.ids("/v3.1/sections?limit=2").getLast();
    sandbox.apply(
        new RosterChange.RenameSection(like, "Chess"),
        new RosterChange.EndSection(sectionId),
        new RosterChange.AddSection(like, List.of(text(section, "teacher")), List.of(studentId)));

    var newest = client.walk("/v3.1/sections?ending_before=last&limit=1").getFirst();
    assertThat(text(record("sections", like), "name")).isEqualTo("Chess");
    assertThat(client.get("/v3.1/sections/" + sectionId).statusCode()).isEqualTo(404);
    assertThat(texts(newest.path("students"))).containsExactly(studentId);
    assertThat(text(newest, "school")).isEqualTo(text(record("sections", like), "school"));
  }

  @Test
  void a_teacher_of_another_name_renames_the_sections() {
    var teacher = text(section, "teacher");

    sandbox.apply(new RosterChange.RenameUser(teacher, "Ada", "Lovelace"));

    var own = client.walk("/v3.1/users/" + teacher + "/sections");
    assertThat(own).anyMatch(each -> text(each, "name").contains(" - Lovelace - "));
    assertThat(own)
        .filteredOn(each -> text(each, "name").contains("Lovelace"))
        .allMatch(each -> text(each, "last_modified").startsWith("2026-11-05"));
  }

  @Test
  void a_removed_record_leaves_references_behind() {
    sandbox.apply(new RosterChange.Remove(RecordType.SCHOOLS, text(section, "school")));

    assertThat(client.get("/v3.1/schools/" + text(section, "school")).statusCode()).isEqualTo(404);
    assertThat(client.get("/v3.1/sections/" + sectionId + "/school").statusCode()).isEqualTo(404);
    assertThat(text(record("sections", sectionId), "school")).isEqualTo(text(section, "school"));
  }

  @Test
  void a_rare_grade_lasts_until_the_next_one_or_the_next_year() {
    var other = students().getLast();
    sandbox.apply(
        new RosterChange.ChangeGrade(studentId, "Ungraded"),
        new RosterChange.ChangeGrade(other, "13"));
    assertThat(grade(studentId)).isEqualTo("Ungraded");
    assertThat(grade(other)).isEqualTo("13");

    sandbox.apply(new RosterChange.ChangeGrade(studentId, "1"));
    assertThat(grade(studentId)).isEqualTo("1");

    sandbox.apply(new RosterChange.ChangeGrade(studentId, "Other"));
    sandbox.apply(new RosterChange.RollOver());
    assertThat(grade(studentId)).isEqualTo("2");
  }

  @Test
  void what_cannot_happen_is_refused_and_nothing_happens() {
    var before = client.get("/v3.1/sections?limit=1000").body();

    refuses(new RosterChange.WithdrawUser("000000000000000000000000"), "is not known");
    refuses(new RosterChange.WithdrawUser("nonsense"), "is not known");
    refuses(new RosterChange.AddCoTeacher(sectionId, studentId), "is not a teacher");
    refuses(new RosterChange.AddCoTeacher(sectionId, text(section, "teacher")), "already");
    refuses(new RosterChange.MoveSeat(studentId, sectionId, sectionId + "0"), "is not known");
    refuses(new RosterChange.ChangeGrade(studentId, "14"), "grade 14 is none of");
    refuses(new RosterChange.Restore(RecordType.USERS, studentId), "is there already");
    assertThat(client.get("/v3.1/sections?limit=1000").body()).isEqualTo(before);
  }

  private void refuses(RosterChange change, String reason) {
    assertThatThrownBy(() -> sandbox.apply(change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private String grade(String student) {
    return text(user(student).path("roles").path("student"), "grade");
  }

  private List<String> students() {
    return texts(record("sections", sectionId).path("students"));
  }

  private String otherTeacher() {
    return client.ids("/v3.1/users?role=teacher").stream()
        .filter(id -> !texts(section.path("teachers")).contains(id))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode user(String id) {
    return record("users", id);
  }

  private JsonNode record(String type, String id) {
    return client.json("/v3.1/" + type + "/" + id).path("data");
  }
}
