package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.homeroom.server.Refused;
import dev.homeroom.v1.AccessExplanation;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.GrantOutcome;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.User;
import dev.homeroom.v1.VisibleFields;
import dev.homeroom.v1.VisibleRecords;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a reviewer is told of who sees what, against what Clever says and what callers are told. */
final class ExplainAccessTest {
  private static final PrivacyClass IDENTIFIER = PrivacyClass.PRIVACY_CLASS_IDENTIFIER;
  private static final PrivacyClass DIRECTORY = PrivacyClass.PRIVACY_CLASS_DIRECTORY;
  private static final PrivacyClass RECORD = PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD;

  @SuppressWarnings("NullAway.Init")
  private static AccessDistricts town;

  @SuppressWarnings("NullAway.Init")
  private static AccessTruth truth;

  @BeforeAll
  static void start() {
    town = AccessDistricts.shared();
    truth = town.truth;
  }

  @Test
  void a_student_is_told_with_what_the_student_sees_and_what_each_app_sees_of_the_student() {
    var student = first("student", _ -> true);
    var attended = truth.attended(student);

    var told = explain("here-reviewer", student);

    assertThat(told.getName()).isEqualTo(town.fixture.district + "/users/" + student);
    assertThat(told.getRevision()).isPositive();
    assertThat(told.getRolesList()).containsExactly(CallerRole.CALLER_ROLE_STUDENT);
    assertThat(told.getLetIn()).isTrue();
    assertThat(told.getExplanation()).contains("as a student", "Of classmates", "NameOnly");
    assertThat(told.getSeesList())
        .extracting(
            VisibleRecords::getType,
            VisibleRecords::getRule,
            VisibleRecords::getFields,
            VisibleRecords::getCount)
        .containsExactly(
            tuple(
                RecordType.RECORD_TYPE_SCHOOL,
                AccessRule.ACCESS_RULE_OWN_SCHOOLS,
                fields(),
                shared(truth.schoolsOf(student, "student"), truth.schools().keySet())),
            tuple(
                RecordType.RECORD_TYPE_SCHOOL,
                AccessRule.ACCESS_RULE_OF_OWN_SECTIONS,
                fields(),
                shared(truth.referred(attended, "school"), truth.schools().keySet())),
            tuple(
                RecordType.RECORD_TYPE_TERM,
                AccessRule.ACCESS_RULE_OF_OWN_SECTIONS,
                everything(),
                shared(truth.referred(attended, "term_id"), truth.terms())),
            tuple(
                RecordType.RECORD_TYPE_COURSE,
                AccessRule.ACCESS_RULE_OF_OWN_SECTIONS,
                everything(),
                shared(truth.referred(attended, "course"), truth.courses())),
            tuple(
                RecordType.RECORD_TYPE_SECTION,
                AccessRule.ACCESS_RULE_OWN_SECTIONS,
                fields(DIRECTORY).toBuilder().setOwnSeat(true).build(),
                (long) attended.size()),
            tuple(RecordType.RECORD_TYPE_USER, AccessRule.ACCESS_RULE_OWN_RECORD, everything(), 1L),
            tuple(
                RecordType.RECORD_TYPE_USER,
                AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS,
                fields().toBuilder().setNames(true).build(),
                shared(truth.people(attended, "teachers"), truth.users().keySet())));
    assertThat(granted(told, "directory-app"))
        .returns(GrantOutcome.GRANT_OUTCOME_SEES, GrantedSight::getOutcome)
        .returns(AccessRule.ACCESS_RULE_GRANTED_DISTRICT, GrantedSight::getRule)
        .returns(fields(DIRECTORY), GrantedSight::getFields);
    assertThat(granted(told, "elsewhere-app"))
        .returns(GrantOutcome.GRANT_OUTCOME_OTHER_SCHOOLS, GrantedSight::getOutcome)
        .returns(VisibleFields.getDefaultInstance(), GrantedSight::getFields);
    assertThat(granted(told, "nowhere-app").getOutcome())
        .isEqualTo(GrantOutcome.GRANT_OUTCOME_OTHER_DISTRICTS);
    assertThat(granted(told, "here-operator").getOutcome())
        .isEqualTo(GrantOutcome.GRANT_OUTCOME_ROLE_READS_NO_RECORDS);
  }

  @Test
  void a_teacher_is_told_with_the_students_and_colleagues_and_whom_the_teacher_is_shown_to() {
    var school = truth.schools().firstKey();
    var teacher = first("teacher", id -> truth.members(Set.of(school)).contains(id));
    var taught = truth.taught(teacher);

    var told = explain("here-reviewer", teacher);

    assertThat(told.getExplanation()).endsWith("as a teacher.");
    assertThat(told.getSeesList())
        .filteredOn(seen -> seen.getType() == RecordType.RECORD_TYPE_USER)
        .extracting(VisibleRecords::getRule, VisibleRecords::getFields, VisibleRecords::getCount)
        .containsExactly(
            tuple(AccessRule.ACCESS_RULE_OWN_RECORD, everything(), 1L),
            tuple(
                AccessRule.ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS,
                fields(IDENTIFIER, DIRECTORY, RECORD),
                shared(truth.people(taught, "students"), truth.users().keySet())),
            tuple(
                AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS,
                fields(DIRECTORY),
                shared(truth.people(taught, "teachers"), truth.users().keySet())));
    assertThat(granted(told, "school-app"))
        .returns(GrantOutcome.GRANT_OUTCOME_SEES, GrantedSight::getOutcome)
        .returns(AccessRule.ACCESS_RULE_GRANTED_SCHOOLS, GrantedSight::getRule)
        .returns(fields(IDENTIFIER, DIRECTORY, RECORD), GrantedSight::getFields);
  }

  @Test
  void whoever_is_said_to_see_a_user_does_and_nobody_else() {
    for (var user : oneOfEach()) {
      var told = explain("reviewer", user);
      assertThat(told.getPeopleList())
          .as(user)
          .extracting(PeopleSight::getRole, PeopleSight::getRule, PeopleSight::getCount)
          .containsExactly(
              tuple(
                  CallerRole.CALLER_ROLE_STUDENT,
                  AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS,
                  viewers(user, "student", id -> among(truth.attended(id), "teachers", user))),
              tuple(
                  CallerRole.CALLER_ROLE_TEACHER,
                  AccessRule.ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS,
                  viewers(user, "teacher", id -> among(truth.taught(id), "students", user))),
              tuple(
                  CallerRole.CALLER_ROLE_TEACHER,
                  AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS,
                  viewers(user, "teacher", id -> among(truth.taught(id), "teachers", user))),
              tuple(
                  CallerRole.CALLER_ROLE_STAFF,
                  AccessRule.ACCESS_RULE_OF_OWN_SCHOOLS,
                  viewers(
                      user,
                      "staff",
                      id -> truth.members(truth.schoolsOf(id, "staff")).contains(user))),
              tuple(
                  CallerRole.CALLER_ROLE_DISTRICT_ADMIN,
                  AccessRule.ACCESS_RULE_OWN_DISTRICT,
                  viewers(user, "district_admin", _ -> true)));
      for (var grant : told.getGrantedList()) {
        assertThat(read(grant.getSubject(), user))
            .as("%s by %s", user, grant)
            .isEqualTo(
                grant.getOutcome() == GrantOutcome.GRANT_OUTCOME_SEES
                    ? Optional.of(whole(user, grant.getFields()))
                    : Optional.empty());
      }
    }
  }

  @Test
  void a_contact_signs_in_nowhere_and_is_seen_by_those_of_the_whole_district() {
    var told = explain("here-reviewer", truth.holding(Set.of("contact")).getFirst());

    assertThat(told.getLetIn()).isFalse();
    assertThat(told.getRolesList()).isEmpty();
    assertThat(told.getSeesList()).isEmpty();
    assertThat(told.getExplanation()).contains("contact");
    assertThat(told.getPeopleList())
        .filteredOn(seen -> seen.getCount() > 0)
        .extracting(PeopleSight::getRole)
        .containsExactly(CallerRole.CALLER_ROLE_DISTRICT_ADMIN);
    assertThat(granted(told, "school-app").getOutcome())
        .isEqualTo(GrantOutcome.GRANT_OUTCOME_OTHER_SCHOOLS);
  }

  @Test
  void a_reviewer_learns_no_number_that_the_own_grant_does_not_open() {
    var student = first("student", _ -> true);

    var told = explain("directory-reviewer", student);

    assertThat(told.getSeesList())
        .allSatisfy(seen ->
            assertThat(seen.hasCount())
                .as("%s", seen)
                .isEqualTo(
                    seen.getRule() == AccessRule.ACCESS_RULE_OWN_RECORD
                        || seen.getRule() == AccessRule.ACCESS_RULE_OWN_SCHOOLS));
    assertThat(told.getPeopleList())
        .allSatisfy(seen ->
            assertThat(seen.hasCount())
                .as("%s", seen)
                .isEqualTo(
                    seen.getRole() == CallerRole.CALLER_ROLE_STAFF
                        || seen.getRole() == CallerRole.CALLER_ROLE_DISTRICT_ADMIN
                        || (seen.getRole() == CallerRole.CALLER_ROLE_TEACHER
                            && seen.getRule() == AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS)));

    var school = truth.schools().firstKey();
    var admin = truth.holding(Set.of("district_admin")).getFirst();
    var teacher = first("teacher", id -> truth.members(Set.of(school)).contains(id));
    var here = explain("school-reviewer", teacher);
    assertThat(here.getSeesList())
        .filteredOn(seen -> seen.getRule() == AccessRule.ACCESS_RULE_OWN_SECTIONS)
        .extracting(VisibleRecords::getCount)
        .containsExactly(shared(truth.taught(teacher), truth.sectionsAt(Set.of(school))));
    assertThat(here.getPeopleList())
        .filteredOn(seen -> seen.getRole() == CallerRole.CALLER_ROLE_DISTRICT_ADMIN)
        .extracting(PeopleSight::getCount)
        .containsExactly(0L);
    assertThat(refused("school-reviewer", town.district, admin).reason())
        .as("who belongs to no school of the reviewer's")
        .isEqualTo("RECORD_NOT_FOUND");
  }

  @Test
  void who_is_not_there_is_refused_without_the_id_and_other_districts_are_hidden() {
    var student = first("student", _ -> true);
    var unknown = refused("here-reviewer", town.district, AccessDistricts.twin(student));

    assertThat(unknown.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(unknown.reason()).isEqualTo("RECORD_NOT_FOUND");
    assertThat(unknown.message() + unknown.metadata())
        .doesNotContain(AccessDistricts.twin(student));
    assertThat(refused("here-reviewer", town.twin, AccessDistricts.twin(student)).reason())
        .isEqualTo("DISTRICT_NOT_FOUND");
    for (var name :
        List.of("", town.fixture.district, town.fixture.district + "/schools/" + student)) {
      assertThat(Refused.by(() -> call("here-reviewer", name)).fields()).containsExactly("name");
    }
  }

  private static List<String> oneOfEach() {
    return List.of(
        truth.holding(Set.of("student")).getFirst(),
        truth.holding(Set.of("teacher")).getFirst(),
        truth.holding(Set.of("staff")).getFirst(),
        truth.holding(Set.of("teacher", "staff")).getFirst(),
        truth.holding(Set.of("district_admin")).getFirst());
  }

  private static String first(String role, Predicate<String> which) {
    return truth.holding(Set.of(role)).stream().filter(which).findFirst().orElseThrow();
  }

  private static boolean among(Set<String> sections, String list, String user) {
    return truth.people(sections, list).contains(user);
  }

  /** How many others hold the role and see the user by it. */
  private static long viewers(String user, String role, Predicate<String> sees) {
    return truth.users().keySet().stream()
        .filter(id -> !id.equals(user) && truth.roles(id).contains(role) && sees.test(id))
        .count();
  }

  private static long shared(Set<String> ids, Set<String> others) {
    var both = new HashSet<>(ids);
    both.retainAll(others);
    return both.size();
  }

  private static VisibleFields fields(PrivacyClass... classes) {
    return VisibleFields.newBuilder().addAllClasses(List.of(classes)).build();
  }

  private static VisibleFields everything() {
    return fields(IDENTIFIER, DIRECTORY, RECORD, PrivacyClass.PRIVACY_CLASS_SENSITIVE);
  }

  private static GrantedSight granted(AccessExplanation told, String subject) {
    return told.getGrantedList().stream()
        .filter(grant -> grant.getSubject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  /** What the subject is told of the user in fact. */
  private static Optional<User> read(String subject, String user) {
    try {
      return Optional.of(
          RosterServiceGrpc.newBlockingStub(town.server().channel())
              .withCallCredentials(town.subject(subject))
              .getUser(GetUserRequest.newBuilder().setName(name(town.district, user)).build()));
    } catch (StatusRuntimeException refused) {
      return Optional.empty();
    }
  }

  private static User whole(String user, VisibleFields fields) {
    var record =
        RosterServiceGrpc.newBlockingStub(town.server().channel())
            .withCallCredentials(town.subject("app"))
            .getUser(GetUserRequest.newBuilder().setName(name(town.district, user)).build());
    return SeenIds.of(fields.getClassesList().toArray(PrivacyClass[]::new)).of(record);
  }

  private static AccessExplanation explain(String subject, String user) {
    return call(subject, name(town.district, user));
  }

  private static Refused refused(String subject, String district, String user) {
    return Refused.by(() -> call(subject, name(district, user)));
  }

  private static AccessExplanation call(String subject, String name) {
    return ExplainServiceGrpc.newBlockingStub(town.server().channel())
        .withCallCredentials(town.subject(subject))
        .withDeadlineAfter(Duration.ofSeconds(30))
        .explainAccess(ExplainAccessRequest.newBuilder().setName(name).build());
  }

  private static String name(String district, String user) {
    return "districts/" + district + "/users/" + user;
  }
}
