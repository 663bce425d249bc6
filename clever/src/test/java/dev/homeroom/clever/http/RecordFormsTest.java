package dev.homeroom.clever.http;

import static dev.homeroom.clever.http.FakeClever.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.read.Page;
import dev.homeroom.clever.record.Anomalies;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.Term;
import dev.homeroom.clever.record.User;
import dev.homeroom.clever.record.User.ContactRole;
import dev.homeroom.clever.record.User.DistrictAdminRole;
import dev.homeroom.clever.record.User.StaffRole;
import dev.homeroom.clever.record.User.StudentRelationship;
import dev.homeroom.clever.record.User.StudentRole;
import dev.homeroom.clever.record.User.TeacherRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordFormsTest {

  private static final ObjectId ID = ObjectId.of("4fd43cc56d11340000000001");
  private static final ObjectId B = ObjectId.of("4fd43cc56d11340000000002");
  private static final ObjectId C = ObjectId.of("4fd43cc56d11340000000003");

  private FakeClever clever;

  @BeforeEach
  void open() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void close() {
    clever.close();
  }

  /** The page that Clever answers when it lists these records. */
  private <T extends CleverRecord> Page<T> page(RecordType<T> type, String... records)
      throws InterruptedException {
    var data = List.of(records).stream().map(record -> "{\"data\":" + record + "}").toList();
    clever.answers(Answer.json("{\"data\":[" + String.join(",", data) + "],\"links\":[]}"));
    var pages = new ArrayList<Page<T>>();
    clever.client.walk(TOKEN, type, 100, pages::add);
    return pages.getFirst();
  }

  private <T extends CleverRecord> T one(RecordType<T> type, String record)
      throws InterruptedException {
    var page = page(type, record);
    assertThat(page.anomalies()).isEqualTo(Anomalies.NONE);
    return page.records().getFirst();
  }

  @Test
  void a_student_is_read_with_every_field() throws Exception {
    var user =
        one(
            RecordType.USERS,
            """
            {"created":"2024-08-01T00:00:00.000Z","district":"4fd43cc56d11340000000005",
             "email":"z.ångström@example.org","name":{"first":"Zoë","middle":"M","last":"Ångström"},
             "roles":{"student":{"credentials":{"district_username":"zoe"},"dob":"2/11/2007",
               "enrollments":[{"school":"4fd43cc56d11340000000002","start_date":null}],
               "grade":"Kindergarten","graduation_year":"2031","gender":"X",
               "school":"4fd43cc56d11340000000002","sis_id":"s-1","state_id":"n-1",
               "schools":["4fd43cc56d11340000000002","4fd43cc56d11340000000003"],
               "student_number":"17","legacy_id":"4fd43cc56d11340000000003",
               "location":{"zip":"10001"},"ext":{"a":{"b":[1,2,{"c":null}]}}}},
             "id":"4fd43cc56d11340000000001","last_modified":"2024-08-01T00:00:00.000Z"}\
            """);

    assertThat(user)
        .isEqualTo(
            new User(
                ID,
                "Zoë",
                "M",
                "Ångström",
                "z.ångström@example.org",
                new StudentRole(B, List.of(B, C), "s-1", "17", "n-1", "Kindergarten", "2031", C),
                null,
                null,
                null,
                null,
                Flaws.NONE));
  }

  @Test
  void a_user_who_teaches_administers_and_is_staff_has_three_roles() throws Exception {
    var user =
        one(
            RecordType.USERS,
            """
            {"id":"4fd43cc56d11340000000001","name":{"first":"A","last":"B"},"roles":{
              "teacher":{"school":"4fd43cc56d11340000000002","schools":["4fd43cc56d11340000000002"],
                "sis_id":"t-1","teacher_number":"9","state_id":"x","title":"Mr",
                "legacy_id":"4fd43cc56d11340000000003"},
              "staff":{"staff_id":"f-1","schools":["4fd43cc56d11340000000003"],"department":"Office",
                "title":"Head","roles":["School Tech Lead"],"legacy_id":"4fd43cc56d11340000000002"},
              "district_admin":{"title":"IT","legacy_id":"4fd43cc56d11340000000002"},
              "astronaut":{"rank":1}}}\
            """);

    assertThat(user.student()).isNull();
    assertThat(user.teacher()).isEqualTo(new TeacherRole(B, List.of(B), "t-1", "9", "x", "Mr", C));
    assertThat(user.staff())
        .isEqualTo(
            new StaffRole("f-1", List.of(C), "Office", "Head", List.of("School Tech Lead"), B));
    assertThat(user.districtAdmin()).isEqualTo(new DistrictAdminRole("IT", B));
    assertThat(user.contact()).isNull();
  }

  @Test
  void a_contact_has_the_whole_name_in_last() throws Exception {
    var user =
        one(
            RecordType.USERS,
            """
            {"id":"4fd43cc56d11340000000001","name":{"last":"Maria de la Cruz"},"roles":{"contact":
              {"phone":"555-0100","phone_type":"Cell","sis_id":"c-1","student_relationships":
                [{"student":"4fd43cc56d11340000000002","relationship":"Parent","type":"Emergency"},
                 {"student":"4fd43cc56d11340000000003","relationship":"","type":null}]}}}\
            """);

    assertThat(user.firstName()).isNull();
    assertThat(user.lastName()).isEqualTo("Maria de la Cruz");
    assertThat(user.contact())
        .isEqualTo(
            new ContactRole(
                "c-1",
                "555-0100",
                "Cell",
                List.of(
                    new StudentRelationship(B, "Parent", "Emergency"),
                    new StudentRelationship(C, null, null)),
                null));
  }

  @Test
  void missing_null_and_empty_are_the_same() throws Exception {
    var missing =
        page(
            RecordType.SECTIONS,
            "{\"id\":\"4fd43cc56d11340000000001\"}",
            """
            {"id":"4fd43cc56d11340000000001","name":null,"sis_id":null,"school":null,"course":null,
             "term_id":null,"subject":null,"grade":null,"period":null,"section_number":null,
             "teacher":null,"teachers":null,"students":null}\
            """,
            """
            {"id":"4fd43cc56d11340000000001","name":"","sis_id":"","school":"","course":"",
             "term_id":"","subject":"","grade":"","period":"","section_number":"",
             "teacher":"","teachers":"","students":[]}\
            """);

    assertThat(missing.records()).hasSize(3).containsOnly(missing.records().getFirst());
    assertThat(missing.records().getFirst().students()).isEmpty();
    assertThat(missing.anomalies()).isEqualTo(Anomalies.NONE);
  }

  @Test
  void a_role_held_without_any_value_is_held() throws Exception {
    var user =
        one(
            RecordType.USERS,
            "{\"id\":\"4fd43cc56d11340000000001\",\"roles\":{\"student\":{},\"staff\":null}}");

    assertThat(user.student())
        .isEqualTo(new StudentRole(null, List.of(), null, null, null, null, null, null));
    assertThat(user.staff()).isNull();
  }

  @Test
  void a_school_a_term_and_a_section_are_read_with_every_field() throws Exception {
    var school =
        one(
            RecordType.SCHOOLS,
            """
            {"id":"4fd43cc56d11340000000001","name":"City High","sis_id":"9","school_number":"2",
             "state_id":"st","nces_id":"nc","mdr_number":"md","low_grade":"9","high_grade":"12",
             "phone":"555","principal":{"name":"P","email":"p@example.org"},
             "location":{"address":"1 Way","city":"Town","state":"NY","zip":"1","lat":"1","lon":"2"}}\
            """);
    var term =
        one(
            RecordType.TERMS,
            """
            {"id":"4fd43cc56d11340000000001","name":"Fall","start_date":"2026-08-30",
             "end_date":"2026-12-20"}\
            """);
    var section =
        one(
            RecordType.SECTIONS,
            """
            {"id":"4fd43cc56d11340000000001","name":"Maths - B - 1","sis_id":"x-1","course":
             "4fd43cc56d11340000000002","term_id":"4fd43cc56d11340000000003","school":
             "4fd43cc56d11340000000002","subject":"math","grade":"9","period":"1","section_number":
             "4","teacher":"4fd43cc56d11340000000003","teachers":["4fd43cc56d11340000000003",
             "4fd43cc56d11340000000002"],"students":["4fd43cc56d11340000000002"],
             "lms_status":{"synced_in_lms":true}}\
            """);

    assertThat(school)
        .isEqualTo(
            new School(
                ID,
                "City High",
                "9",
                "2",
                "st",
                "nc",
                "md",
                "9",
                "12",
                "555",
                "P",
                "p@example.org",
                "1 Way",
                "Town",
                "NY",
                "1",
                Flaws.NONE));
    assertThat(term)
        .isEqualTo(
            new Term(
                ID, "Fall", LocalDate.of(2026, 8, 30), LocalDate.of(2026, 12, 20), Flaws.NONE));
    assertThat(section)
        .isEqualTo(
            new Section(
                ID,
                "Maths - B - 1",
                "x-1",
                B,
                B,
                C,
                "math",
                "9",
                "1",
                "4",
                C,
                List.of(C, B),
                List.of(B),
                Flaws.NONE));
  }

  @Test
  void a_record_without_a_well_formed_id_is_set_aside_and_the_rest_arrives() throws Exception {
    var page =
        page(
            RecordType.COURSES,
            "{\"id\":\"4fd43cc56d11340000000001\",\"name\":\"Art\"}",
            "{\"name\":\"no id\"}",
            "{\"id\":\"17\"}",
            "{\"id\":4}",
            "null",
            "[{\"id\":\"4fd43cc56d11340000000001\"}]",
            "\"text\"",
            "{\"id\":\"4fd43cc56d11340000000002\"}");

    assertThat(page.records()).extracting(Course::id).containsExactly(ID, B);
    assertThat(page.anomalies()).isEqualTo(new Anomalies(6, 0, 0, 0));
    assertThat(page.listed()).isEqualTo(8);
  }

  @Test
  void a_malformed_value_is_dropped_and_its_record_counted_once() throws Exception {
    var page =
        page(
            RecordType.TERMS,
            """
            {"id":"4fd43cc56d11340000000001","name":{"first":["deep"]},"start_date":"2026-02-30",
             "end_date":20261220}\
            """,
            "{\"id\":\"4fd43cc56d11340000000002\",\"name\":\"Fall\"}");

    assertThat(page.records())
        .containsExactly(
            new Term(
                ID,
                null,
                null,
                null,
                unreadable(
                    RosterField.TERM_NAME, RosterField.TERM_START_DATE, RosterField.TERM_END_DATE)),
            new Term(B, "Fall", null, null, Flaws.NONE));
    assertThat(page.anomalies()).isEqualTo(new Anomalies(0, 1, 0, 0));
  }

  @Test
  void a_malformed_id_in_a_list_is_dropped_and_counted() throws Exception {
    var page =
        page(
            RecordType.SECTIONS,
            """
            {"id":"4fd43cc56d11340000000001","students":["4fd43cc56d11340000000002","x",5,
             {"id":"4fd43cc56d11340000000002"},"4fd43cc56d11340000000003"],"teachers":{"a":1}}\
            """);

    assertThat(page.records().getFirst().students()).containsExactly(B, C);
    assertThat(page.records().getFirst().teachers()).isEmpty();
    assertThat(page.anomalies()).isEqualTo(new Anomalies(0, 1, 0, 0));
  }

  @Test
  void nul_characters_are_dropped_and_counted() throws Exception {
    var page =
        page(
            RecordType.COURSES,
            "{\"id\":\"4fd43cc56d11340000000001\",\"name\":\"A\\u0000r\\u0000t\"}",
            "{\"id\":\"4fd43cc56d11340000000002\",\"name\":\"\\u0000\"}",
            "{\"id\":\"4fd43cc56d11340000000003\",\"name\":\"Art\"}");

    assertThat(page.records())
        .containsExactly(
            new Course(
                ID, "Art", null, new Flaws(Set.of(), Set.of(), Set.of(RosterField.COURSE_NAME))),
            new Course(
                B,
                null,
                null,
                new Flaws(
                    Set.of(RosterField.COURSE_NAME), Set.of(), Set.of(RosterField.COURSE_NAME))),
            new Course(C, "Art", null, Flaws.NONE));
    assertThat(page.anomalies()).isEqualTo(new Anomalies(0, 1, 0, 2));
  }

  private static Flaws unreadable(RosterField... fields) {
    return new Flaws(Set.of(fields), Set.of(), Set.of());
  }

  @Test
  void a_role_of_another_form_says_nothing_of_all_that_belongs_to_it() throws Exception {
    var page =
        page(
            RecordType.USERS,
            """
            {"id":"4fd43cc56d11340000000001","roles":{"student":[{"sis_id":"s-1"}],"staff":{}}}\
            """,
            "{\"id\":\"4fd43cc56d11340000000002\",\"roles\":[],\"name\":\"Ann\"}");

    assertThat(page.records().getFirst().student()).isNull();
    assertThat(page.records().getFirst().staff()).isNotNull();
    assertThat(page.records().getFirst().flaws().dropped())
        .isEqualTo(RosterField.USER_STUDENT.whole())
        .hasSize(9);
    assertThat(page.records().getLast().flaws().dropped())
        .contains(RosterField.USER_FIRST_NAME, RosterField.USER_CONTACT_STUDENTS)
        .doesNotContain(RosterField.USER_EMAIL)
        .hasSize(3 + 5 + 8 + 7 + 6 + 2 + 5);
    assertThat(page.anomalies()).isEqualTo(new Anomalies(0, 2, 0, 0));
  }

  @Test
  void a_missing_member_makes_its_list_unreadable() throws Exception {
    var sections =
        page(
            RecordType.SECTIONS,
            """
            {"id":"4fd43cc56d11340000000001","students":[null],"teachers":["4fd43cc56d11340000000002",""]}\
            """);
    var users =
        page(
            RecordType.USERS,
            """
            {"id":"4fd43cc56d11340000000001","roles":{
              "student":{"schools":[null]},"staff":{"roles":["",null]},
              "contact":{"student_relationships":
                [{"student":"4fd43cc56d11340000000002"},{"relationship":"Other"}]}}}\
            """,
            """
            {"id":"4fd43cc56d11340000000002","roles":{"staff":{"roles":["Clerk",""]}}}\
            """);

    assertThat(sections.records().getFirst().flaws().unreadable())
        .containsExactlyInAnyOrder(RosterField.SECTION_STUDENTS, RosterField.SECTION_TEACHERS);
    assertThat(users.records().getFirst().flaws().unreadable())
        .containsExactlyInAnyOrder(
            RosterField.USER_STUDENT_SCHOOLS,
            RosterField.USER_STAFF_ROLES,
            RosterField.USER_CONTACT_STUDENTS);
    assertThat(users.records().getLast().flaws()).isEqualTo(Flaws.NONE);
    assertThat(users.records().getLast().staff())
        .isEqualTo(new StaffRole(null, List.of(), null, null, List.of("Clerk"), null));
  }

  @Test
  void a_date_with_a_time_of_day_is_its_day() throws Exception {
    var term =
        one(
            RecordType.TERMS,
            """
            {"id":"4fd43cc56d11340000000001","start_date":"2026-08-30T00:00:00.000Z",
             "end_date":"2026-12-20 23:59:59"}\
            """);

    assertThat(term.startDate()).isEqualTo(LocalDate.of(2026, 8, 30));
    assertThat(term.endDate()).isEqualTo(LocalDate.of(2026, 12, 20));
  }

  @Test
  void a_value_beyond_its_bounds_is_left_out_and_named() throws Exception {
    var astral = "\uD801\uDC00";
    var page =
        page(
            RecordType.COURSES,
            course("n".repeat(512), "7".repeat(256)),
            course(astral.repeat(512), "7"),
            course("n".repeat(513), "7".repeat(257)));
    var terms =
        page(
            RecordType.TERMS,
            term("1900-01-01", "2200-12-31"),
            term("1899-12-31", "2201-01-01"),
            term("+999999999-12-31", "0026-01-01"));

    assertThat(page.records())
        .extracting(Course::number)
        .containsExactly("7".repeat(256), "7", null);
    assertThat(page.records().get(1).name()).isEqualTo(astral.repeat(512));
    assertThat(page.records().getLast())
        .isEqualTo(
            new Course(
                ID,
                null,
                null,
                new Flaws(
                    Set.of(),
                    Set.of(RosterField.COURSE_NAME, RosterField.COURSE_NUMBER),
                    Set.of())));
    assertThat(terms.records().getFirst().flaws()).isEqualTo(Flaws.NONE);
    assertThat(terms.records().subList(1, 3))
        .allSatisfy(term ->
            assertThat(term.flaws().outOfBounds())
                .containsExactlyInAnyOrder(RosterField.TERM_START_DATE, RosterField.TERM_END_DATE));
  }

  private static String course(String name, String number) {
    return "{\"id\":\"4fd43cc56d11340000000001\",\"name\":\"%s\",\"number\":\"%s\"}"
        .formatted(name, number);
  }

  private static String term(String start, String end) {
    return "{\"id\":\"4fd43cc56d11340000000001\",\"start_date\":\"%s\",\"end_date\":\"%s\"}"
        .formatted(start, end);
  }

  @Test
  void a_list_with_more_members_than_any_class_has_is_left_out() throws Exception {
    var many =
        IntStream.range(0, 10_001)
            .mapToObj(number -> "\"4fd43cc56d113400%08x\"".formatted(number))
            .collect(Collectors.joining(","));
    var page =
        page(
            RecordType.SECTIONS,
            "{\"id\":\"4fd43cc56d11340000000001\",\"students\":[" + many + "]}");

    assertThat(page.records().getFirst().students()).isEmpty();
    assertThat(page.records().getFirst().flaws().outOfBounds())
        .containsExactly(RosterField.SECTION_STUDENTS);
  }

  @Test
  void what_no_field_can_hold_spoils_no_page() throws Exception {
    var page =
        page(
            RecordType.COURSES,
            "{\"id\":\"4fd43cc56d11340000000001\",\"name\":\"\\ud800 half\"}",
            "{\"id\":\"4fd43cc56d11340000000002\",\"ext\":"
                + "[".repeat(20_000)
                + "]".repeat(20_000)
                + ",\"name\":"
                + "9".repeat(5_000)
                + "e99999999999}",
            "{\"id\":\"4fd43cc56d11340000000003\",\"name\":\"Art\"}");

    assertThat(page.records()).extracting(Course::id).containsExactly(ID, B, C);
    assertThat(page.records()).extracting(Course::name).containsExactly(null, null, "Art");
    assertThat(page.anomalies()).isEqualTo(new Anomalies(0, 2, 0, 0));
  }

  @Test
  void bytes_that_are_no_utf_8_spoil_no_page() throws Exception {
    clever.answers(
        Answer.json(
            "{\"data\":[{\"data\":{\"id\":\"4fd43cc56d11340000000001\",\"name\":\"M\u00faoz\"}}],"
                + "\"links\":[]}",
            StandardCharsets.ISO_8859_1));
    var pages = new ArrayList<Page<Course>>();
    clever.client.walk(TOKEN, RecordType.COURSES, 100, pages::add);

    assertThat(pages.getFirst().records()).extracting(Course::name).containsExactly("M\uFFFDoz");
  }

  @Test
  void people_do_not_show_in_text() throws Exception {
    var user =
        one(
            RecordType.USERS,
            """
            {"id":"4fd43cc56d11340000000001","name":{"first":"Canary","last":"Canary"},
             "email":"Canary","roles":{"student":{"sis_id":"Canary"},"teacher":{"sis_id":"Canary"},
             "staff":{"staff_id":"Canary"},"district_admin":{"title":"Canary"},"contact":
             {"phone":"Canary","student_relationships":[{"student":"4fd43cc56d11340000000002",
             "relationship":"Canary"}]}}}\
            """);

    assertThat(
            "%s %s %s %s %s %s"
                .formatted(
                    user,
                    user.student(),
                    user.teacher(),
                    user.staff(),
                    user.districtAdmin(),
                    user.contact()))
        .doesNotContain("Canary")
        .doesNotContain(B.hex())
        .doesNotContain(ID.hex());
  }
}
