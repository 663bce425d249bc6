package dev.homeroom.server.roster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange.ChangeEmail;
import dev.homeroom.sandbox.district.RosterChange.ChangeGrade;
import dev.homeroom.v1.ContactRole;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.StaffRole;
import dev.homeroom.v1.StudentRole;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.TeacherRole;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserFilter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A district full of what is rare but real arrives whole: what Clever shows, read by plain HTTP and
 * JSON, is what apps are served.
 */
final class OddRosterTest {
  private static final int STUDENTS = 120;

  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @BeforeAll
  static void sync() {
    fixture = RosterFixture.students(STUDENTS, 20, DataQuality.ODD);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void no_record_and_no_value_is_lost_by_full_runs_and_by_events() throws Exception {
    assertThat(fixture.state().getLatestRun().getFindingsList()).isEmpty();
    assertThat(served(fixture.roster())).isEqualTo(shown());
    assertThat(users().map(user -> user.getStudent().getGrade())).containsAll(Grade.oddWords());

    var teachers = users().filter(User::hasTeacher).toList();
    var students = users().filter(User::hasStudent).limit(Grade.rareWords().size()).toList();
    fixture.clever.apply(
        new ChangeEmail(id(teachers.getFirst().getName()), teachers.getLast().getEmail()));
    for (var index = 0; index < students.size(); index++) {
      fixture.clever.apply(
          new ChangeGrade(id(students.get(index).getName()), Grade.rareWords().get(index)));
    }
    var run = fixture.run(SyncMode.SYNC_MODE_INCREMENTAL);

    assertThat(run.getMode()).as("%s", run).isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
    assertThat(run.getFindingsList()).isEmpty();
    assertThat(served(fixture.roster())).isEqualTo(shown());
  }

  @Test
  void two_teachers_with_one_address_are_two_users() {
    var shared =
        users()
            .filter(User::hasTeacher)
            .collect(Collectors.groupingBy(User::getEmail))
            .values()
            .stream()
            .filter(teachers -> teachers.size() > 1)
            .toList();

    assertThat(shared).isNotEmpty();
    for (var teachers : shared) {
      assertThat(listed(UserFilter.newBuilder().setEmail(teachers.getFirst().getEmail())))
          .containsAll(teachers);
      assertThat(teachers).extracting(user -> user.getTeacher().getSisId()).doesNotHaveDuplicates();
    }
  }

  @Test
  void users_are_found_by_rare_and_unknown_grades() {
    for (var grade : Grade.oddWords()) {
      assertThat(listed(UserFilter.newBuilder().setGrade(grade)))
          .as(grade)
          .isNotEmpty()
          .isEqualTo(users().filter(user -> user.getStudent().getGrade().equals(grade)).toList());
    }
  }

  @Test
  void one_sis_id_in_two_roles_is_two_users() {
    var contacts =
        users().map(User::getContact).map(ContactRole::getSisId).collect(Collectors.toSet());
    var both =
        users()
            .map(User::getTeacher)
            .map(TeacherRole::getSisId)
            .filter(id -> !id.isEmpty() && contacts.contains(id))
            .findFirst()
            .orElseThrow();

    assertThat(listed(UserFilter.newBuilder().setSisId(both)))
        .hasSize(2)
        .anyMatch(User::hasTeacher)
        .anyMatch(User::hasContact);
  }

  /** Preferred names are not mirrored (docs/adr/0004): the name stays the legal one. */
  @Test
  void a_preferred_name_never_stands_in_for_the_legal_one() throws Exception {
    var preferring =
        read(RecordType.USERS).stream()
            .filter(user -> user.path("roles").path("student").has("preferred_name"))
            .toList();

    assertThat(preferring).isNotEmpty();
    var served = users().collect(Collectors.toMap(user -> id(user.getName()), user -> user));
    for (var user : preferring) {
      var preferred = user.path("roles").path("student").path("preferred_name").path("first");
      assertThat(requireNonNull(served.get(text(user, "id"))).getFullName().getFirst())
          .isEqualTo(text(user.path("name"), "first"))
          .isNotEqualTo(preferred.asString());
    }
  }

  private static List<User> listed(UserFilter.Builder filter) {
    return fixture
        .app()
        .listUsers(
            ListUsersRequest.newBuilder()
                .setParent(fixture.district)
                .setPageSize(1000)
                .setFilter(filter)
                .build())
        .getUsersList();
  }

  private static Stream<User> users() {
    return RosterFixture.of(fixture.roster(), User.class).stream();
  }

  /** Every school, section and user by id, as one line of its mirrored values. */
  private static Map<String, String> served(Map<String, Message> roster) {
    var lines = new TreeMap<String, String>();
    RosterFixture.of(roster, School.class)
        .forEach(school -> lines.put(id(school.getName()), line(school)));
    RosterFixture.of(roster, Section.class)
        .forEach(section -> lines.put(id(section.getName()), line(section)));
    RosterFixture.of(roster, User.class).forEach(user -> lines.put(id(user.getName()), line(user)));
    return lines;
  }

  private static Map<String, String> shown() throws IOException, InterruptedException {
    var lines = new TreeMap<String, String>();
    for (var school : read(RecordType.SCHOOLS)) {
      lines.put(
          text(school, "id"),
          texts(school, "name", "sis_id", "school_number", "low_grade", "high_grade"));
    }
    for (var section : read(RecordType.SECTIONS)) {
      lines.put(
          text(section, "id"),
          texts(
                  section,
                  "name",
                  "sis_id",
                  "school",
                  "course",
                  "term_id",
                  "subject",
                  "grade",
                  "period",
                  "section_number",
                  "teacher")
              + ids(section, "teachers")
              + ids(section, "students"));
    }
    for (var user : read(RecordType.USERS)) {
      lines.put(text(user, "id"), line(user));
    }
    return lines;
  }

  private static String line(School school) {
    return joined(
        school.getDisplayName(),
        school.getSisId(),
        school.getSchoolNumber(),
        school.getLowGrade(),
        school.getHighGrade());
  }

  private static String line(Section section) {
    return joined(
            section.getDisplayName(),
            section.getSisId(),
            id(section.getSchool()),
            id(section.getCourse()),
            id(section.getTerm()),
            section.getSubject(),
            section.getGrade(),
            section.getPeriod(),
            section.getSectionNumber(),
            id(section.getPrimaryTeacher()))
        + ids(section.getTeachersList())
        + ids(section.getStudentsList());
  }

  private static String line(User user) {
    var roles = new ArrayList<String>();
    roles.add(
        joined(
            user.getFullName().getFirst(),
            user.getFullName().getMiddle(),
            user.getFullName().getLast(),
            user.getEmail()));
    if (user.hasStudent()) {
      roles.add("student " + line(user.getStudent()));
    }
    if (user.hasTeacher()) {
      roles.add("teacher " + line(user.getTeacher()));
    }
    if (user.hasStaff()) {
      roles.add("staff " + line(user.getStaff()));
    }
    if (user.hasDistrictAdmin()) {
      roles.add("district_admin " + user.getDistrictAdmin().getTitle());
    }
    if (user.hasContact()) {
      roles.add("contact " + line(user.getContact()));
    }
    return roles.toString();
  }

  private static String line(StudentRole role) {
    return joined(
            role.getSisId(),
            role.getStudentNumber(),
            role.getStateId(),
            role.getGrade(),
            role.getGraduationYear(),
            id(role.getSchool()))
        + ids(role.getSchoolsList());
  }

  private static String line(TeacherRole role) {
    return joined(
            role.getSisId(),
            role.getTeacherNumber(),
            role.getStateId(),
            role.getTitle(),
            role.getLegacyId(),
            id(role.getSchool()))
        + ids(role.getSchoolsList());
  }

  private static String line(StaffRole role) {
    return joined(role.getStaffId(), role.getDepartment(), role.getTitle(), role.getLegacyId())
        + ids(role.getSchoolsList());
  }

  private static String line(ContactRole role) {
    return joined(role.getSisId(), role.getPhone(), role.getPhoneType(), role.getLegacyId())
        + role.getStudentRelationshipsList().stream()
            .map(each -> joined(id(each.getStudent()), each.getRelationship(), each.getType()))
            .sorted()
            .toList();
  }

  private static String line(JsonNode user) {
    var held = user.path("roles");
    var student = held.path("student");
    var teacher = held.path("teacher");
    var staff = held.path("staff");
    var contact = held.path("contact");
    var roles = new ArrayList<String>();
    roles.add(joined(texts(user.path("name"), "first", "middle", "last"), text(user, "email")));
    if (held.has("student")) {
      roles.add(
          "student "
              + texts(
                  student,
                  "sis_id",
                  "student_number",
                  "state_id",
                  "grade",
                  "graduation_year",
                  "school")
              + ids(student, "schools"));
    }
    if (held.has("teacher")) {
      roles.add(
          "teacher "
              + texts(
                  teacher, "sis_id", "teacher_number", "state_id", "title", "legacy_id", "school")
              + ids(teacher, "schools"));
    }
    if (held.has("staff")) {
      roles.add(
          "staff "
              + texts(staff, "staff_id", "department", "title", "legacy_id")
              + ids(staff, "schools"));
    }
    if (held.has("district_admin")) {
      roles.add("district_admin " + text(held.path("district_admin"), "title"));
    }
    if (held.has("contact")) {
      roles.add(
          "contact "
              + texts(contact, "sis_id", "phone", "phone_type", "legacy_id")
              + StreamSupport.stream(contact.path("student_relationships").spliterator(), false)
                  .map(each -> texts(each, "student", "relationship", "type"))
                  .sorted()
                  .toList());
    }
    return roles.toString();
  }

  private static List<JsonNode> read(RecordType type) throws IOException, InterruptedException {
    var uri = URI.create(fixture.clever.baseUrl() + "/v3.1/" + type.path() + "?limit=10000");
    var request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + fixture.clever.token())
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var page = JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
      return StreamSupport.stream(page.path("data").spliterator(), false)
          .map(item -> item.path("data"))
          .toList();
    }
  }

  private static String texts(JsonNode record, String... keys) {
    return joined(Stream.of(keys).map(key -> text(record, key)).toArray(String[]::new));
  }

  private static String text(JsonNode record, String key) {
    var value = record.path(key);
    return value.isMissingNode() || value.isNull() ? "" : value.asString();
  }

  private static List<String> ids(JsonNode record, String key) {
    return StreamSupport.stream(record.path(key).spliterator(), false)
        .map(JsonNode::asString)
        .sorted()
        .toList();
  }

  private static List<String> ids(List<String> names) {
    return names.stream().map(OddRosterTest::id).sorted().toList();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String joined(String... values) {
    return String.join("|", values);
  }
}
