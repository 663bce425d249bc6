package dev.homeroom.server.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetCourseRequest;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.GetSchoolRequest;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetTermRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListSectionsResponse;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.ListUsersResponse;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionFilter;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserFilter;
import dev.homeroom.v1.UserRole;
import io.grpc.Context;
import io.grpc.Status;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rosters read by a client, from a district that was really synced. */
final class RosterServiceTest {
  private static final String UNKNOWN = "0123456789abcdef01234567";

  @SuppressWarnings("NullAway.Init")
  private static Sandbox clever;

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static String district;

  @BeforeAll
  static void sync() throws Exception {
    clever = Sandbox.start(SandboxConfig.demo().withStudents(200).withRateLimit(0));
    server = TestServer.start(URI.create(clever.baseUrl()));
    district = "districts/" + clever.districtId();
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSharing(
                                Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT)))
                    .setCleverToken(clever.token())
                    .build());
    Eventually.see(RosterServiceTest::state, state -> state.getRevision() == 1);
  }

  @AfterAll
  static void stop() {
    server.close();
    clever.close();
  }

  @Test
  void a_district_tells_its_name_and_its_revision() {
    var found =
        server
            .roster(TestServer.APP)
            .getDistrict(GetDistrictRequest.newBuilder().setName(district).build());

    assertThat(found.getName()).isEqualTo(district);
    assertThat(found.getDisplayName()).isNotEmpty();
    assertThat(found.getRevision()).isPositive();
  }

  @Test
  void districts_with_a_roster_are_listed() {
    var page =
        server.roster(TestServer.APP).listDistricts(ListDistrictsRequest.getDefaultInstance());

    assertThat(page.getDistrictsList()).extracting(found -> found.getName()).contains(district);
    assertThat(page.getNextPageToken()).isEmpty();
  }

  @Test
  void what_a_list_tells_is_what_a_get_tells() {
    var roster = server.roster(TestServer.APP);
    var school =
        roster
            .listSchools(ListSchoolsRequest.newBuilder().setParent(district).build())
            .getSchools(0);
    var term =
        roster.listTerms(ListTermsRequest.newBuilder().setParent(district).build()).getTerms(0);
    var course =
        roster
            .listCourses(ListCoursesRequest.newBuilder().setParent(district).build())
            .getCourses(0);
    var section = sections("", "").getFirst();
    var user = users(UserRole.USER_ROLE_UNSPECIFIED).getFirst();

    assertThat(roster.getSchool(GetSchoolRequest.newBuilder().setName(school.getName()).build()))
        .isEqualTo(school);
    assertThat(roster.getTerm(GetTermRequest.newBuilder().setName(term.getName()).build()))
        .isEqualTo(term);
    assertThat(roster.getCourse(GetCourseRequest.newBuilder().setName(course.getName()).build()))
        .isEqualTo(course);
    assertThat(roster.getSection(GetSectionRequest.newBuilder().setName(section.getName()).build()))
        .isEqualTo(section);
    assertThat(roster.getUser(GetUserRequest.newBuilder().setName(user.getName()).build()))
        .isEqualTo(user);
  }

  @Test
  void pages_of_any_size_together_are_the_whole_list_in_order_of_ids() {
    var whole = sections("", "").stream().map(Section::getName).toList();

    var paged = new ArrayList<String>();
    var token = "";
    do {
      var page = sectionPage(7, token, "", "");
      assertThat(page.getSectionsCount()).isBetween(1, 7);
      page.getSectionsList().forEach(section -> paged.add(section.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(paged).isEqualTo(whole).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void pages_after_a_sync_go_on_at_the_revision_of_the_first() {
    var whole = users(UserRole.USER_ROLE_UNSPECIFIED);
    var sectionsBefore = sections("", "");
    var teacher = sectionsBefore.getFirst().getPrimaryTeacher();
    var taughtBefore = sections(teacher, "");
    var firstUsers = userPage(10, "");
    var firstSections = sectionPage(3, "", "", "");
    var firstTaught = sectionPage(1, "", teacher, "");

    clever.drift(30);
    var revision = syncAgain();

    assertThat(users(UserRole.USER_ROLE_UNSPECIFIED)).isNotEqualTo(whole);
    assertThat(sections("", "")).isNotEqualTo(sectionsBefore);
    assertThat(firstUsers.getRevision()).isLessThan(revision);
    assertThat(restOfUsers(firstUsers)).isEqualTo(whole);
    assertThat(restOfSections(firstSections, "")).isEqualTo(sectionsBefore);
    assertThat(restOfSections(firstTaught, teacher)).isEqualTo(taughtBefore);
  }

  @Test
  void a_list_of_a_user_has_the_sections_that_the_user_is_in() {
    var all = sections("", "");
    var student =
        all.stream().filter(s -> s.getStudentsCount() > 0).findFirst().orElseThrow().getStudents(0);
    var teacher = all.getFirst().getTeachers(0);

    assertThat(sections(student, ""))
        .isEqualTo(all.stream().filter(s -> s.getStudentsList().contains(student)).toList())
        .isNotEmpty();
    assertThat(sections(teacher, ""))
        .isEqualTo(all.stream().filter(s -> s.getTeachersList().contains(teacher)).toList());
    assertThat(sections(district + "/users/" + UNKNOWN, "")).isEmpty();
  }

  @Test
  void a_list_of_a_school_has_its_sections() {
    var all = sections("", "");
    var school = all.getFirst().getSchool();

    assertThat(sections("", school))
        .isEqualTo(all.stream().filter(s -> s.getSchool().equals(school)).toList());
  }

  @Test
  void a_list_of_a_role_has_the_users_who_hold_it() {
    var all = users(UserRole.USER_ROLE_UNSPECIFIED);

    assertThat(users(UserRole.USER_ROLE_STUDENT))
        .isEqualTo(all.stream().filter(User::hasStudent).toList())
        .isNotEmpty();
    assertThat(users(UserRole.USER_ROLE_TEACHER))
        .isEqualTo(all.stream().filter(User::hasTeacher).toList())
        .isNotEmpty();
    assertThat(users(UserRole.USER_ROLE_STAFF))
        .isEqualTo(all.stream().filter(User::hasStaff).toList());
    assertThat(users(UserRole.USER_ROLE_CONTACT))
        .isEqualTo(all.stream().filter(User::hasContact).toList());
  }

  @Test
  void a_section_roster_has_everyone_in_it_with_the_primary_teacher_first() {
    var section =
        sections("", "").stream()
            .filter(s -> s.getTeachersCount() > 1 && s.getStudentsCount() > 0)
            .findFirst()
            .orElseThrow();

    var roster =
        server
            .roster(TestServer.APP)
            .getSectionRoster(
                GetSectionRosterRequest.newBuilder().setSection(section.getName()).build());

    assertThat(roster.getSection()).isEqualTo(section);
    assertThat(roster.getStudentsList())
        .extracting(User::getName)
        .isEqualTo(section.getStudentsList());
    assertThat(roster.getTeachers(0).getName()).isEqualTo(section.getPrimaryTeacher());
    assertThat(roster.getTeachersList())
        .extracting(User::getName)
        .containsExactlyInAnyOrderElementsOf(section.getTeachersList());
    assertThat(roster.getSchool().getName()).isEqualTo(section.getSchool());
    assertThat(roster.getTerm().getName()).isEqualTo(section.getTerm());
    assertThat(roster.getCourse().getName()).isEqualTo(section.getCourse());
    assertThat(roster.getRevision()).isPositive();
  }

  @Test
  void a_call_whose_deadline_passes_leaves_no_statement_behind() throws SQLException {
    try (var holder = connect();
        var lock = holder.createStatement();
        var observer = connect();
        var look = observer.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("lock table terms in access exclusive mode");
      var call =
          CompletableFuture.supplyAsync(() ->
              Refused.by(() ->
                  server
                      .roster(TestServer.APP)
                      .withDeadlineAfter(Duration.ofSeconds(3))
                      .listTerms(ListTermsRequest.newBuilder().setParent(district).build())));

      Eventually.see(() -> waiting(look), count -> count == 1);
      assertThat(call.orTimeout(30, TimeUnit.SECONDS).join().code())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      Eventually.see(() -> waiting(look), count -> count == 0);
    }
  }

  @Test
  void a_caller_who_leaves_leaves_no_statement_behind() throws SQLException {
    try (var holder = connect();
        var lock = holder.createStatement();
        var observer = connect();
        var look = observer.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("lock table courses in access exclusive mode");
      var leaving = Context.current().withCancellation();
      var call =
          CompletableFuture.supplyAsync(() -> {
            var before = leaving.attach();
            try {
              return Refused.by(() ->
                  server
                      .roster(TestServer.APP)
                      .listCourses(ListCoursesRequest.newBuilder().setParent(district).build()));
            } finally {
              leaving.detach(before);
            }
          });

      Eventually.see(() -> waiting(look), count -> count == 1);
      leaving.cancel(null);

      assertThat(call.orTimeout(30, TimeUnit.SECONDS).join().code())
          .isEqualTo(Status.Code.CANCELLED);
      Eventually.see(() -> waiting(look), count -> count == 0);
      lock.execute("rollback");
      assertThat(
              server
                  .roster(TestServer.APP)
                  .listCourses(ListCoursesRequest.newBuilder().setParent(district).build())
                  .getCoursesList())
          .isNotEmpty();
    }
  }

  private static Connection connect() throws SQLException {
    var config = server.database();
    return DriverManager.getConnection(config.url(), config.user(), config.password());
  }

  private static int waiting(Statement statement) {
    try (var found =
        statement.executeQuery(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database()")) {
      found.next();
      return found.getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @TestFactory
  Stream<DynamicTest> what_is_not_there_is_refused() {
    var roster = server.roster(TestServer.APP);
    return Stream.of(
        refused(
            "a district that nobody declared",
            "DISTRICT_NOT_FOUND",
            () ->
                roster.getDistrict(
                    GetDistrictRequest.newBuilder().setName("districts/" + UNKNOWN).build())),
        refused(
            "schools of a district that nobody declared",
            "DISTRICT_NOT_FOUND",
            () ->
                roster.listSchools(
                    ListSchoolsRequest.newBuilder().setParent("districts/" + UNKNOWN).build())),
        refused(
            "an unknown school",
            "RECORD_NOT_FOUND",
            () ->
                roster.getSchool(
                    GetSchoolRequest.newBuilder()
                        .setName(district + "/schools/" + UNKNOWN)
                        .build())),
        refused(
            "the roster of an unknown section",
            "RECORD_NOT_FOUND",
            () ->
                roster.getSectionRoster(
                    GetSectionRosterRequest.newBuilder()
                        .setSection(district + "/sections/" + UNKNOWN)
                        .build())));
  }

  @Test
  void a_missing_user_is_not_named_in_the_refusal() {
    var refused =
        Refused.by(() ->
            server
                .roster(TestServer.APP)
                .getUser(
                    GetUserRequest.newBuilder().setName(district + "/users/" + UNKNOWN).build()));

    assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.message() + refused.metadata()).doesNotContain(UNKNOWN);
  }

  @TestFactory
  Stream<DynamicTest> a_malformed_field_is_named() {
    var roster = server.roster(TestServer.APP);
    return Stream.of(
        invalid("name", () -> roster.getDistrict(GetDistrictRequest.getDefaultInstance())),
        invalid(
            "name",
            () ->
                roster.getUser(
                    GetUserRequest.newBuilder()
                        .setName(district + "/users/" + UNKNOWN.toUpperCase(Locale.ROOT))
                        .build())),
        invalid(
            "name",
            () ->
                roster.getTerm(
                    GetTermRequest.newBuilder().setName(district + "/schools/" + UNKNOWN).build())),
        invalid(
            "parent",
            () -> roster.listTerms(ListTermsRequest.newBuilder().setParent("districts/-").build())),
        invalid(
            "page_size",
            () ->
                roster.listTerms(
                    ListTermsRequest.newBuilder().setParent(district).setPageSize(1001).build())),
        invalid(
            "page_size",
            () -> roster.listDistricts(ListDistrictsRequest.newBuilder().setPageSize(-1).build())),
        invalid("filter.user", () -> sectionPage(1, "", "somebody", "")),
        invalid(
            "filter.user",
            () -> sectionPage(1, "", "districts/" + UNKNOWN + "/users/" + UNKNOWN, "")),
        invalid("filter.school", () -> sectionPage(1, "", "", district + "/users/" + UNKNOWN)),
        invalid(
            "filter.role",
            () ->
                roster.listUsers(
                    ListUsersRequest.newBuilder()
                        .setParent(district)
                        .setFilter(UserFilter.newBuilder().setRoleValue(99))
                        .build())),
        invalid(
            "section",
            () -> roster.getSectionRoster(GetSectionRosterRequest.getDefaultInstance())));
  }

  @TestFactory
  Stream<DynamicTest> a_page_token_that_is_not_of_this_list_is_refused() {
    var token = sectionPage(1, "", "", "").getNextPageToken();
    var edited = (token.charAt(5) == 'A' ? "B" : "A");
    var school = sections("", "").getFirst().getSchool();
    return Stream.of(
        refused("garbage", "PAGE_TOKEN_INVALID", () -> sectionPage(1, "garbage", "", "")),
        refused("not base64", "PAGE_TOKEN_INVALID", () -> sectionPage(1, "!", "", "")),
        refused(
            "edited",
            "PAGE_TOKEN_INVALID",
            () -> sectionPage(1, token.substring(0, 5) + edited + token.substring(6), "", "")),
        refused("of another filter", "PAGE_TOKEN_INVALID", () -> sectionPage(1, token, "", school)),
        refused("of another list", "PAGE_TOKEN_INVALID", () -> userPage(1, token)));
  }

  private static DynamicTest refused(String which, String reason, Supplier<?> call) {
    return DynamicTest.dynamicTest(
        which, () -> assertThat(Refused.by(call).reason()).isEqualTo(reason));
  }

  private static DynamicTest invalid(String field, Supplier<?> call) {
    return DynamicTest.dynamicTest(
        field,
        () -> {
          var refused = Refused.by(call);
          assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
          assertThat(refused.reason()).isEqualTo("INVALID_FIELD");
          assertThat(refused.fields()).isEqualTo(List.of(field));
        });
  }

  private static DistrictState state() {
    return server
        .districts(TestServer.OPERATOR)
        .getDistrictState(
            GetDistrictStateRequest.newBuilder().setName(district + "/state").build());
  }

  private static long syncAgain() {
    var before = state().getRevision();
    var _ =
        SyncServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
            .triggerSync(TriggerSyncRequest.newBuilder().setName(district).build());
    return Eventually.see(RosterServiceTest::state, state -> state.getRevision() > before)
        .getRevision();
  }

  private static List<Section> sections(String user, String school) {
    var page = sectionPage(1000, "", user, school);
    assertThat(page.getNextPageToken()).isEmpty();
    return page.getSectionsList();
  }

  private static ListSectionsResponse sectionPage(
      int size, String token, String user, String school) {
    return server
        .roster(TestServer.APP)
        .listSections(
            ListSectionsRequest.newBuilder()
                .setParent(district)
                .setPageSize(size)
                .setPageToken(token)
                .setFilter(SectionFilter.newBuilder().setUser(user).setSchool(school))
                .build());
  }

  private static List<Section> restOfSections(ListSectionsResponse first, String user) {
    var all = new ArrayList<>(first.getSectionsList());
    var page = first;
    while (!page.getNextPageToken().isEmpty()) {
      page = sectionPage(50, page.getNextPageToken(), user, "");
      assertThat(page.getRevision()).isEqualTo(first.getRevision());
      all.addAll(page.getSectionsList());
    }
    return all;
  }

  private static List<User> users(UserRole role) {
    var page =
        server
            .roster(TestServer.REVIEWER)
            .listUsers(
                ListUsersRequest.newBuilder()
                    .setParent(district)
                    .setPageSize(1000)
                    .setFilter(UserFilter.newBuilder().setRole(role))
                    .build());
    assertThat(page.getNextPageToken()).isEmpty();
    return page.getUsersList();
  }

  private static ListUsersResponse userPage(int size, String token) {
    return server
        .roster(TestServer.APP)
        .listUsers(
            ListUsersRequest.newBuilder()
                .setParent(district)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }

  private static List<User> restOfUsers(ListUsersResponse first) {
    var all = new ArrayList<>(first.getUsersList());
    var page = first;
    while (!page.getNextPageToken().isEmpty()) {
      page = userPage(40, page.getNextPageToken());
      assertThat(page.getRevision()).isEqualTo(first.getRevision());
      all.addAll(page.getUsersList());
    }
    Set<String> names = all.stream().map(User::getName).collect(Collectors.toSet());
    assertThat(names).hasSameSizeAs(all);
    return all;
  }
}
