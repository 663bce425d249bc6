package dev.homeroom.server.roster;

import static dev.homeroom.sandbox.share.CaseFolding.folded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.district.RosterChange.ChangeEmail;
import dev.homeroom.sandbox.district.RosterChange.RenameUser;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.CountRosterRequest;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.CourseFilter;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.School;
import dev.homeroom.v1.SchoolFilter;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionFilter;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.TermFilter;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserFilter;
import dev.homeroom.v1.UserRole;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each filter against the same question asked of the whole list, now and as it was. */
final class FiltersTest {
  private static final int PAGE = 3;

  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  /** The whole roster at each of the two revisions. */
  @SuppressWarnings("NullAway.Init")
  private static Map<Long, Map<String, Message>> rosters;

  @BeforeAll
  static void live() {
    fixture = RosterFixture.students(90, 21);
    var first = fixture.roster();
    fixture.clever.drift(25);
    var second = fixture.sync();
    assertThat(second).isEqualTo(2);
    rosters = Map.of(1L, first, 2L, fixture.roster());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @TestFactory
  Stream<DynamicTest> users_are_those_who_meet_the_filter() {
    var student = any(User.class, user -> user.hasStudent() && user.hasEmail());
    var teacher = any(User.class, User::hasTeacher);
    var contact = any(User.class, User::hasContact);
    var legacyId =
        any(User.class, user -> user.getTeacher().hasLegacyId()).getTeacher().getLegacyId();
    var section = any(Section.class, each -> each.getStudentsCount() > 2);
    var school = student.getStudent().getSchool();
    var related = contact.getContact().getStudentRelationships(0).getStudent();
    return Stream.of(
            row("role", filter -> filter.setRole(UserRole.USER_ROLE_STAFF), User::hasStaff),
            row(
                "school",
                filter -> filter.setSchool(school),
                user ->
                    user.getStudent().getSchoolsList().contains(school)
                        || user.getTeacher().getSchoolsList().contains(school)
                        || user.getStaff().getSchoolsList().contains(school)),
            row(
                "school and role",
                filter -> filter.setSchool(school).setRole(UserRole.USER_ROLE_TEACHER),
                user -> user.getTeacher().getSchoolsList().contains(school)),
            row(
                "school of a role without one",
                filter -> filter.setSchool(school).setRole(UserRole.USER_ROLE_CONTACT),
                user -> false),
            row(
                "grade",
                filter -> filter.setGrade(student.getStudent().getGrade()),
                user ->
                    user.hasStudent()
                        && user.getStudent().getGrade().equals(student.getStudent().getGrade())),
            row(
                "email",
                filter -> filter.setEmail(student.getEmail().toUpperCase(Locale.ROOT)),
                user -> user.getEmail().equalsIgnoreCase(student.getEmail())),
            row(
                "sis_id",
                filter -> filter.setSisId(teacher.getTeacher().getSisId()),
                user -> sisIds(user).contains(teacher.getTeacher().getSisId())),
            row(
                "sis_id in another role",
                filter ->
                    filter
                        .setSisId(teacher.getTeacher().getSisId())
                        .setRole(UserRole.USER_ROLE_STUDENT),
                user ->
                    user.hasStudent()
                        && user.getStudent().getSisId().equals(teacher.getTeacher().getSisId())),
            row(
                "legacy_id",
                filter -> filter.setLegacyId(legacyId),
                user -> legacyIds(user).contains(legacyId)),
            row(
                "legacy_id and role",
                filter -> filter.setLegacyId(legacyId).setRole(UserRole.USER_ROLE_TEACHER),
                user -> user.getTeacher().getLegacyId().equals(legacyId)),
            row(
                "legacy_id in another role",
                filter -> filter.setLegacyId(legacyId).setRole(UserRole.USER_ROLE_CONTACT),
                user -> user.getContact().getLegacyId().equals(legacyId)),
            row(
                "beginning of the family name",
                filter ->
                    filter.setNamePrefix(
                        student.getFullName().getLast().substring(0, 2).toUpperCase(Locale.ROOT)),
                user -> begins(user, student.getFullName().getLast().substring(0, 2))),
            row(
                "beginning of the given name",
                filter -> filter.setNamePrefix(student.getFullName().getFirst().substring(0, 2)),
                user -> begins(user, student.getFullName().getFirst().substring(0, 2))),
            row("a pattern for a beginning", filter -> filter.setNamePrefix("%"), user -> false),
            row(
                "contact_of",
                filter -> filter.setContactOf(related),
                user ->
                    user.getContact().getStudentRelationshipsList().stream()
                        .anyMatch(each -> each.getStudent().equals(related))),
            row(
                "all at once",
                filter ->
                    filter
                        .setRole(UserRole.USER_ROLE_STUDENT)
                        .setSchool(school)
                        .setGrade(student.getStudent().getGrade()),
                user ->
                    user.getStudent().getSchoolsList().contains(school)
                        && user.getStudent().getGrade().equals(student.getStudent().getGrade())),
            new Row<UserFilter.Builder, User>(
                "section",
                filter -> filter.setSection(section.getName()),
                (user, roster) -> seats(roster, section.getName()).contains(user.getName())),
            new Row<UserFilter.Builder, User>(
                "section and role",
                filter -> filter.setSection(section.getName()).setRole(UserRole.USER_ROLE_TEACHER),
                (user, roster) ->
                    roster.get(section.getName()) instanceof Section found
                        && found.getTeachersList().contains(user.getName())))
        .flatMap(row ->
            tests(
                row,
                User.class,
                (revision, token) -> {
                  var filter = UserFilter.newBuilder();
                  row.filter().accept(filter);
                  var page =
                      fixture
                          .app()
                          .listUsers(
                              ListUsersRequest.newBuilder()
                                  .setParent(fixture.district)
                                  .setFilter(filter)
                                  .setPageSize(PAGE)
                                  .setPageToken(token)
                                  .setAsOf(at(revision))
                                  .build());
                  return new Page<>(page.getUsersList(), page.getNextPageToken());
                }));
  }

  @TestFactory
  Stream<DynamicTest> sections_are_those_that_meet_the_filter() {
    var section =
        any(
            Section.class,
            each -> each.getStudentsCount() > 2 && each.hasCourse() && each.hasTerm());
    return Stream.of(
            sections(
                "school",
                filter -> filter.setSchool(section.getSchool()),
                each -> each.getSchool().equals(section.getSchool())),
            sections(
                "course",
                filter -> filter.setCourse(section.getCourse()),
                each -> each.getCourse().equals(section.getCourse())),
            sections(
                "term",
                filter -> filter.setTerm(section.getTerm()),
                each -> each.getTerm().equals(section.getTerm())),
            sections(
                "grade",
                filter -> filter.setGrade(section.getGrade()),
                each -> section.getGrade().isEmpty() || each.getGrade().equals(section.getGrade())),
            sections(
                "subject",
                filter -> filter.setSubject(section.getSubject()),
                each ->
                    section.getSubject().isEmpty()
                        || each.getSubject().equals(section.getSubject())),
            sections(
                "user",
                filter -> filter.setUser(section.getTeachers(0)),
                each ->
                    each.getTeachersList().contains(section.getTeachers(0))
                        || each.getStudentsList().contains(section.getTeachers(0))),
            sections(
                "teacher",
                filter -> filter.setTeacher(section.getTeachers(0)),
                each -> each.getTeachersList().contains(section.getTeachers(0))),
            sections(
                "student",
                filter -> filter.setStudent(section.getStudents(0)),
                each -> each.getStudentsList().contains(section.getStudents(0))),
            sections(
                "teacher who is a student",
                filter -> filter.setTeacher(section.getStudents(0)),
                each -> false),
            sections(
                "sis_id",
                filter -> filter.setSisId(section.getSisId()),
                each -> each.getSisId().equals(section.getSisId())),
            sections(
                "beginning of the name",
                filter ->
                    filter.setNamePrefix(
                        section.getDisplayName().substring(0, 3).toLowerCase(Locale.ROOT)),
                each -> begins(each.getDisplayName(), section.getDisplayName().substring(0, 3))))
        .flatMap(row ->
            tests(
                row,
                Section.class,
                (revision, token) -> {
                  var filter = SectionFilter.newBuilder();
                  row.filter().accept(filter);
                  var page =
                      fixture
                          .app()
                          .listSections(
                              ListSectionsRequest.newBuilder()
                                  .setParent(fixture.district)
                                  .setFilter(filter)
                                  .setPageSize(PAGE)
                                  .setPageToken(token)
                                  .setAsOf(at(revision))
                                  .build());
                  return new Page<>(page.getSectionsList(), page.getNextPageToken());
                }));
  }

  @Test
  void texts_compare_in_normal_form_and_by_case_folding() {
    try (var names = RosterFixture.students(20, 3)) {
      var students =
          RosterFixture.of(names.roster(), User.class).stream().filter(User::hasStudent).toList();
      rename(names, students.get(0), "Jos\u00e9", "Stra\u00dfer", "\u00e9va@example.org");
      rename(names, students.get(1), "Jose\u0301", "STRASSER", "E\u0301VA@example.org");
      rename(names, students.get(2), "Jose", "\u0131\u015f\u0131k", "eva@example.org");
      names.sync();
      var accented = List.of(students.get(0).getName(), students.get(1).getName());
      var plain = List.of(students.get(2).getName());

      assertThat(found(names, filter -> filter.setNamePrefix("STRASSE"))).isEqualTo(accented);
      assertThat(found(names, filter -> filter.setNamePrefix("stra\u00df"))).isEqualTo(accented);
      assertThat(found(names, filter -> filter.setNamePrefix("jos\u00c9"))).isEqualTo(accented);
      assertThat(found(names, filter -> filter.setNamePrefix("jose\u0301"))).isEqualTo(accented);
      assertThat(found(names, filter -> filter.setNamePrefix("jose"))).isEqualTo(plain);
      assertThat(found(names, filter -> filter.setEmail("\u00c9VA@EXAMPLE.ORG")))
          .isEqualTo(accented);
      assertThat(found(names, filter -> filter.setNamePrefix("\u0131\u015e"))).isEqualTo(plain);
      assertThat(found(names, filter -> filter.setNamePrefix("I\u015e")))
          .as("a dotless i is no i, wherever the reader lives")
          .isEmpty();
    }
  }

  private static void rename(
      RosterFixture names, User user, String first, String last, String email) {
    var id = user.getName().substring(user.getName().lastIndexOf('/') + 1);
    names.clever.apply(new RenameUser(id, first, last), new ChangeEmail(id, email));
  }

  private static List<String> found(RosterFixture names, Consumer<UserFilter.Builder> asked) {
    var filter = UserFilter.newBuilder().setRole(UserRole.USER_ROLE_STUDENT);
    asked.accept(filter);
    return names
        .app()
        .listUsers(
            ListUsersRequest.newBuilder().setParent(names.district).setFilter(filter).build())
        .getUsersList()
        .stream()
        .map(User::getName)
        .toList();
  }

  @Test
  void schools_terms_and_courses_are_those_that_meet_the_filter() {
    var app = fixture.app();
    var school = any(School.class, each -> true);
    var term = any(Term.class, Term::hasStartDate);
    var course = any(Course.class, Course::hasNumber);
    var now = roster(2);

    assertThat(
            app.listSchools(
                    ListSchoolsRequest.newBuilder()
                        .setParent(fixture.district)
                        .setFilter(SchoolFilter.newBuilder().setSisId(school.getSisId()))
                        .build())
                .getSchoolsList())
        .containsExactly(school);
    var prefix = school.getDisplayName().substring(0, 4).toUpperCase(Locale.ROOT);
    assertThat(
            app.listSchools(
                    ListSchoolsRequest.newBuilder()
                        .setParent(fixture.district)
                        .setFilter(SchoolFilter.newBuilder().setNamePrefix(prefix))
                        .build())
                .getSchoolsList())
        .isEqualTo(those(now, School.class, each -> begins(each.getDisplayName(), prefix)));
    var day = term.getEndDate();
    assertThat(
            app.listTerms(
                    ListTermsRequest.newBuilder()
                        .setParent(fixture.district)
                        .setFilter(TermFilter.newBuilder().setDate(day))
                        .build())
                .getTermsList())
        .isEqualTo(
            those(
                now,
                Term.class,
                each ->
                    (!each.hasStartDate() || each.getStartDate().compareTo(day) <= 0)
                        && (!each.hasEndDate() || each.getEndDate().compareTo(day) >= 0)))
        .contains(term);
    assertThat(
            app.listCourses(
                    ListCoursesRequest.newBuilder()
                        .setParent(fixture.district)
                        .setFilter(CourseFilter.newBuilder().setNumber(course.getNumber()))
                        .build())
                .getCoursesList())
        .isEqualTo(those(now, Course.class, each -> each.getNumber().equals(course.getNumber())))
        .contains(course);
  }

  @TestFactory
  Stream<DynamicTest> counts_are_those_of_the_lists() {
    return rosters.keySet().stream()
        .map(revision ->
            DynamicTest.dynamicTest(
                "at " + revision,
                () -> {
                  var answer =
                      fixture
                          .app()
                          .countRoster(
                              CountRosterRequest.newBuilder()
                                  .setParent(fixture.district)
                                  .setAsOf(at(revision))
                                  .build());

                  var roster = roster(revision);
                  var users = RosterFixture.of(roster, User.class);
                  var sections = RosterFixture.of(roster, Section.class);
                  assertThat(answer.getRevision()).isEqualTo(revision);
                  assertThat(answer.getUsers()).isEqualTo(users.size());
                  assertThat(answer.getCounts())
                      .isEqualTo(
                          RosterCounts.newBuilder()
                              .setSchools(RosterFixture.of(roster, School.class).size())
                              .setTerms(RosterFixture.of(roster, Term.class).size())
                              .setCourses(RosterFixture.of(roster, Course.class).size())
                              .setSections(sections.size())
                              .setStudents(users.stream().filter(User::hasStudent).count())
                              .setTeachers(users.stream().filter(User::hasTeacher).count())
                              .setStaff(users.stream().filter(User::hasStaff).count())
                              .setDistrictAdmins(
                                  users.stream().filter(User::hasDistrictAdmin).count())
                              .setContacts(users.stream().filter(User::hasContact).count())
                              .setEnrollments(
                                  sections.stream().mapToInt(Section::getStudentsCount).sum())
                              .setTeacherEnrollments(
                                  sections.stream().mapToInt(Section::getTeachersCount).sum())
                              .build());
                }));
  }

  @Test
  void only_what_is_asked_for_is_counted() {
    var section = any(Section.class, each -> each.getStudentsCount() > 2);

    var answer =
        fixture
            .app()
            .countRoster(
                CountRosterRequest.newBuilder()
                    .setParent(fixture.district)
                    .addTypes(RecordType.RECORD_TYPE_USER)
                    .setUserFilter(UserFilter.newBuilder().setSection(section.getName()))
                    .build());

    var now = roster(2);
    var there = seats(now, section.getName()).stream().filter(now::containsKey).count();
    assertThat(answer.getUsers()).isEqualTo(there);
    assertThat(answer.getCounts().getSections()).isZero();
  }

  @TestFactory
  Stream<DynamicTest> a_filter_that_cannot_be_read_is_refused_by_its_field() {
    return Stream.of(
        invalid("filter.email", UserFilter.newBuilder().setEmail("x".repeat(201))),
        invalid("filter.name_prefix", UserFilter.newBuilder().setNamePrefix("a\0b")),
        invalid("filter.legacy_id", UserFilter.newBuilder().setLegacyId("A".repeat(24))),
        invalid("filter.section", UserFilter.newBuilder().setSection("sections/1")),
        invalid(
            "filter.contact_of",
            UserFilter.newBuilder()
                .setContactOf("districts/0123456789abcdef01234567/users/0123456789abcdef01234567")),
        DynamicTest.dynamicTest(
            "filter.date",
            () -> {
              var refused =
                  Refused.by(() ->
                      fixture
                          .app()
                          .listTerms(
                              ListTermsRequest.newBuilder()
                                  .setParent(fixture.district)
                                  .setFilter(TermFilter.newBuilder().setDate("tomorrow"))
                                  .build()));
              assertThat(refused.fields()).containsExactly("filter.date");
            }));
  }

  @Test
  void a_page_token_is_of_its_caller_and_its_whole_filter() {
    var filter = UserFilter.newBuilder().setRole(UserRole.USER_ROLE_STUDENT);
    var request =
        ListUsersRequest.newBuilder()
            .setParent(fixture.district)
            .setPageSize(PAGE)
            .setFilter(filter);
    var next =
        request.setPageToken(fixture.app().listUsers(request.build()).getNextPageToken()).build();

    assertThat(fixture.app().listUsers(next).getUsersCount()).isEqualTo(PAGE);
    assertThat(
            Refused.by(() -> fixture.server.roster(TestServer.REVIEWER).listUsers(next)).reason())
        .isEqualTo("PAGE_TOKEN_INVALID");
    var other = next.toBuilder().setFilter(filter.setNamePrefix("a")).build();
    assertThat(Refused.by(() -> fixture.app().listUsers(other)).reason())
        .isEqualTo("PAGE_TOKEN_INVALID");
  }

  private static Map<String, Message> roster(long revision) {
    return requireNonNull(rosters.get(revision));
  }

  /** A filter, and the same question asked of a record in the whole roster. */
  private record Row<F, M>(String name, Consumer<F> filter, Question<M> question) {}

  private interface Question<M> {
    boolean meets(M record, Map<String, Message> roster);
  }

  private record Page<M>(List<M> records, String next) {}

  private interface Pages<M> {
    Page<M> read(long revision, String token);
  }

  private Row<UserFilter.Builder, User> row(
      String name, Consumer<UserFilter.Builder> filter, Predicate<User> question) {
    return new Row<>(name, filter, (user, roster) -> question.test(user));
  }

  private Row<SectionFilter.Builder, Section> sections(
      String name, Consumer<SectionFilter.Builder> filter, Predicate<Section> question) {
    return new Row<>(name, filter, (section, roster) -> question.test(section));
  }

  private static <M extends Message> Stream<DynamicTest> tests(
      Row<?, M> row, Class<M> type, Pages<M> pages) {
    return rosters.keySet().stream()
        .map(revision ->
            DynamicTest.dynamicTest(
                row.name() + " at " + revision,
                () -> {
                  var roster = roster(revision);
                  var found = new ArrayList<M>();
                  var token = "";
                  do {
                    var page = pages.read(revision, token);
                    found.addAll(page.records());
                    token = page.next();
                  } while (!token.isEmpty());
                  assertThat(found)
                      .isEqualTo(those(roster, type, each -> row.question().meets(each, roster)));
                }));
  }

  private static <M extends Message> List<M> those(
      Map<String, Message> roster, Class<M> type, Predicate<M> question) {
    return RosterFixture.of(roster, type).stream().filter(question).toList();
  }

  private static <M extends Message> M any(Class<M> type, Predicate<M> question) {
    return those(roster(2), type, question).getFirst();
  }

  private static List<String> seats(Map<String, Message> roster, String section) {
    return roster.get(section) instanceof Section found
        ? Stream.concat(found.getTeachersList().stream(), found.getStudentsList().stream()).toList()
        : List.of();
  }

  private static List<String> legacyIds(User user) {
    return List.of(
        user.getStudent().getLegacyId(),
        user.getTeacher().getLegacyId(),
        user.getStaff().getLegacyId(),
        user.getDistrictAdmin().getLegacyId(),
        user.getContact().getLegacyId());
  }

  private static List<String> sisIds(User user) {
    return List.of(
        user.getStudent().getSisId(),
        user.getTeacher().getSisId(),
        user.getStaff().getStaffId(),
        user.getContact().getSisId());
  }

  private static boolean begins(User user, String prefix) {
    return begins(user.getFullName().getFirst(), prefix)
        || begins(user.getFullName().getLast(), prefix);
  }

  private static boolean begins(String name, String prefix) {
    return folded(name).startsWith(folded(prefix));
  }

  private static DynamicTest invalid(String field, UserFilter.Builder filter) {
    return DynamicTest.dynamicTest(
        field,
        () -> {
          var refused =
              Refused.by(() ->
                  fixture
                      .app()
                      .listUsers(
                          ListUsersRequest.newBuilder()
                              .setParent(fixture.district)
                              .setFilter(filter)
                              .build()));
          assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
          assertThat(refused.fields()).containsExactly(field);
        });
  }

  private static AsOf at(long revision) {
    return AsOf.newBuilder().setRevision(revision).build();
  }
}
