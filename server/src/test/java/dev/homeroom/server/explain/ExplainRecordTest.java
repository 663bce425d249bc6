package dev.homeroom.server.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.AccessExplanation;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainRecordRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RecordExplanation;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.RecordVersionEnd;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why records are there or not, as a reviewer is told. */
final class ExplainRecordTest {
  @SuppressWarnings("NullAway.Init")
  private RosterFixture fixture;

  @BeforeEach
  void start() {
    fixture = RosterFixture.students(60, 17);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void a_record_that_left_and_came_back_is_told_with_its_whole_life() {
    var term = RosterFixture.of(fixture.roster(), Term.class).getFirst().getName();
    var fresh = explain(term);
    assertThat(fresh.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LIVE);
    assertThat(fresh.getVersionsList())
        .extracting(RecordVersion::getFromRevision)
        .containsExactly(1L);
    assertThat(fresh.getVersions(0).getFromSyncRun()).startsWith(fixture.district + "/syncRuns/");
    assertThat(fresh.getExplanation()).contains("since revision 1");

    fixture.clever.apply(new RosterChange.Remove(RecordType.TERMS, id(term)));
    fixture.sync();
    var gone = explain(term);
    assertThat(gone.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(gone.getVersions(0).getEnd())
        .isEqualTo(RecordVersionEnd.RECORD_VERSION_END_ARCHIVED);
    assertThat(gone.getVersions(0).getUntilRevision()).isEqualTo(2);
    assertThat(gone.getVersions(0).getUntilSyncRun()).isNotEmpty();
    assertThat(gone.getPlansList()).isEmpty();
    assertThat(gone.getExplanation()).contains("left the roster with revision 2");

    fixture.clever.apply(new RosterChange.Restore(RecordType.TERMS, id(term)));
    fixture.sync();
    var back = explain(term);
    assertThat(back.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LIVE);
    assertThat(back.getVersionsList())
        .extracting(RecordVersion::getFromRevision)
        .containsExactly(3L, 1L);
    assertThat(back.getExplanation()).contains("since revision 3").contains("away from revision 2");
  }

  @Test
  void a_removal_that_the_guard_holds_is_told_with_its_plan_and_who_approved_it() {
    var students =
        RosterFixture.of(fixture.roster(), User.class).stream()
            .filter(User::hasStudent)
            .map(User::getName)
            .limit(30)
            .toList();
    students.forEach(
        name -> fixture.clever.apply(new RosterChange.Remove(RecordType.USERS, id(name))));
    var run = fixture.run(SyncMode.SYNC_MODE_AUTO);

    var held = explain(students.getFirst());
    assertThat(held.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_HELD);
    var plan = held.getPlans(0);
    assertThat(plan.getPlan().getState()).isEqualTo(PlanState.PLAN_STATE_PENDING);
    assertThat(plan.getPlan().getSyncRun()).isEqualTo(run.getName());
    assertThat(plan.getChangesList())
        .isNotEmpty()
        .allMatch(change -> change.getRecord().equals(students.getFirst()));
    assertThat(held.getExplanation())
        .contains(plan.getPlan().getName())
        .contains(plan.getPlan().getReason());

    long revision = fixture.sync();
    var gone = explain(students.getFirst());
    assertThat(gone.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(gone.getVersions(0).getUntilRevision()).isEqualTo(revision);
    assertThat(gone.getPlans(0).getPlan().getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);
    assertThat(gone.getExplanation())
        .contains(plan.getPlan().getName())
        .contains(TestServer.REVIEWER + " approved");
    assertThat(Refused.by(() -> explainAccess(students.getFirst())).reason())
        .as("an archived user sees nothing and is seen by nobody")
        .isEqualTo("RECORD_NOT_FOUND");
  }

  @Test
  void what_an_old_approval_keeps_is_held_until_a_full_sync_judges_it_again() {
    var sections = RosterFixture.of(fixture.roster(), Section.class);
    var smaller =
        sections.stream().filter(each -> each.getStudentsCount() > 1).findFirst().orElseThrow();
    fixture.clever.apply(
        new RosterChange.LeaveSeat(id(smaller.getStudents(0)), id(smaller.getName())));
    var students =
        users(User::hasStudent).stream()
            .map(User::getName)
            .filter(name -> !smaller.getStudentsList().contains(name))
            .limit(30)
            .toList();
    students.forEach(
        name -> fixture.clever.apply(new RosterChange.Remove(RecordType.USERS, id(name))));
    var _ = fixture.run(SyncMode.SYNC_MODE_AUTO);
    assertThat(explain(smaller.getName()).getExplanation()).contains("parts of it are held by");

    for (var age : List.of("25 hours", "1 hour")) {
      approve(age);

      var held = explain(students.getFirst());
      assertThat(held.getStanding()).as(age).isEqualTo(RecordStanding.RECORD_STANDING_HELD);
      assertThat(held.getExplanation())
          .contains(held.getPlans(0).getPlan().getName() + ", which ana approved")
          .contains(age.equals("1 hour") ? "full sync removes it" : "full sync asks the guard");
      assertThat(explain(smaller.getName()).getExplanation())
          .as(age)
          .contains("parts of it are held by");
    }
  }

  /** Approves the plan that waits, without a run that carries it out. */
  private void approve(String ago) {
    try (var database = TestPostgres.open(fixture.server.database())) {
      var approved =
          database
              .dsl()
              .execute(
                  "update plans set state = 'APPROVED', decided_by = 'ana',"
                      + " decided_at = now() - interval '"
                      + ago
                      + "'");
      assertThat(approved).isEqualTo(1);
    }
  }

  @Test
  void a_record_that_the_declared_sharing_does_not_cover_is_told_as_held_and_then_as_left_out() {
    var all = RosterFixture.of(fixture.roster(), Section.class);
    var sections = all.stream().map(Section::getName).toList();
    var chosen = sections.subList(0, 2).stream().map(ExplainRecordTest::id).toList();
    var outside = sections.getLast();
    var seated =
        all.subList(0, 2).stream().flatMap(each -> each.getStudentsList().stream()).toList();
    var student =
        all.stream()
            .flatMap(each -> each.getStudentsList().stream())
            .filter(name -> !seated.contains(name))
            .findFirst()
            .orElseThrow();
    fixture.declare(
        Sharing.newBuilder()
            .setType(SharingType.SHARING_TYPE_SECTIONS)
            .addAllSections(chosen)
            .build());
    var _ = fixture.run(SyncMode.SYNC_MODE_AUTO);

    var held = explain(outside);
    assertThat(held.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_HELD);
    assertThat(held.getNotCoveredBy()).isEqualTo(SharingType.SHARING_TYPE_SECTIONS);
    assertThat(held.getExplanation())
        .contains("Clever shows it", "(SECTIONS: 2) does not cover it", "held by")
        .contains(held.getPlans(0).getPlan().getName());
    assertThat(explain(sections.getFirst()).getNotCoveredBy())
        .isEqualTo(SharingType.SHARING_TYPE_UNSPECIFIED);

    long revision = fixture.sync();
    var leftOut = explain(outside);
    assertThat(leftOut.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LEFT_OUT);
    assertThat(leftOut.getNotCoveredBy()).isEqualTo(SharingType.SHARING_TYPE_SECTIONS);
    assertThat(leftOut.getVersions(0).getUntilRevision()).isEqualTo(revision);
    assertThat(leftOut.getExplanation())
        .contains("(SECTIONS: 2) does not cover it, so it is left out")
        .contains("left the roster with revision " + revision)
        .contains(TestServer.REVIEWER + " approved");
    assertThat(explain(student).getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LEFT_OUT);
    assertThat(Refused.by(() -> explainAccess(student)).reason()).isEqualTo("RECORD_NOT_FOUND");

    fixture.clever.apply(
        new RosterChange.AddSection(chosen.getFirst(), List.of(), List.of(id(student))));
    fixture.sync();
    var rows = fixture.clever.roster().rows(RecordType.SECTIONS);
    var fresh =
        rows.liveSlots()
            .mapToObj(slot -> fixture.district + "/sections/" + rows.id(slot))
            .filter(name -> !sections.contains(name))
            .toList();
    assertThat(fresh).hasSize(1);
    var never = explain(fresh.getFirst());
    assertThat(never.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LEFT_OUT);
    assertThat(never.getVersionsList()).isEmpty();
    assertThat(never.getExplanation()).doesNotContain("left the roster");

    fixture.clever.apply(new RosterChange.EndSection(chosen.getFirst()));
    fixture.sync();
    var ended = explain(sections.getFirst());
    assertThat(ended.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(ended.getNotCoveredBy()).isEqualTo(SharingType.SHARING_TYPE_UNSPECIFIED);
  }

  @Test
  void of_what_a_plan_holds_a_reviewer_is_told_only_what_the_own_grant_reads() {
    fixture.server.grant(
        Map.of("directory-reviewer", "role: reviewer, districts: all, fields: directory"));
    var section =
        RosterFixture.of(fixture.roster(), Section.class).stream()
            .max(Comparator.comparingInt(Section::getStudentsCount))
            .orElseThrow();
    RosterFixture.of(fixture.roster(), User.class).stream()
        .filter(User::hasStudent)
        .map(User::getName)
        .sorted(Comparator.comparing(name -> !section.getStudentsList().contains(name)))
        .limit(30)
        .forEach(name -> fixture.clever.apply(new RosterChange.WithdrawUser(id(name))));
    var _ = fixture.run(SyncMode.SYNC_MODE_AUTO);

    assertThat(explain(section.getName()).getPlans(0).getChangesList())
        .extracting(PlanChange::getPart)
        .contains("students");
    var told = explain("directory-reviewer", section.getName()).getPlans(0);
    assertThat(told.getPlan()).isEqualTo(explain(section.getName()).getPlans(0).getPlan());
    assertThat(told.getChangesList()).extracting(PlanChange::getPart).doesNotContain("students");
    var student = section.getStudents(0);
    assertThat(explain("directory-reviewer", student).getStanding())
        .isEqualTo(RecordStanding.RECORD_STANDING_HELD);
  }

  @Test
  void whom_classmates_see_and_whether_anybody_signs_in_follow_access_yaml() throws IOException {
    var user =
        RosterFixture.of(fixture.roster(), User.class).stream()
            .filter(User::hasStudent)
            .findFirst()
            .orElseThrow()
            .getName();
    var usual = Files.readString(fixture.server.accessFile());

    Files.writeString(
        fixture.server.accessFile(),
        usual.replace("users: {", "users: {classmates: NameOnly, staffFields: all, "));
    var named =
        Eventually.see(
            () -> explainAccess(user), told -> !told.getExplanation().contains("Of classmates"));
    assertThat(named.getSeesList())
        .filteredOn(seen -> seen.getRule() == AccessRule.ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS)
        .singleElement()
        .returns(true, seen -> seen.getFields().getNames());
    assertThat(named.getPeopleList())
        .filteredOn(seen -> seen.getRole() == CallerRole.CALLER_ROLE_STUDENT)
        .extracting(PeopleSight::getRule)
        .contains(AccessRule.ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS);
    assertThat(named.getPeopleList())
        .filteredOn(seen -> seen.getRole() == CallerRole.CALLER_ROLE_STAFF)
        .singleElement()
        .returns(4, seen -> seen.getFields().getClassesCount());

    Files.writeString(fixture.server.accessFile(), usual.replaceAll("users: .*\n", ""));
    var closed = Eventually.see(() -> explainAccess(user), told -> !told.getLetIn());
    assertThat(closed.getSeesList()).isEmpty();
    assertThat(closed.getPeopleList()).isEmpty();
    assertThat(closed.getExplanation()).contains("access.yaml has no users");
  }

  @Test
  void a_merged_user_is_told_with_the_successor_to_those_who_see_it_and_read_the_legacy_id() {
    var teacher = users(User::hasTeacher).getFirst();
    var school = teacher.getTeacher().getSchool();
    fixture.clever.apply(new RosterChange.AddSchool("middle"));
    fixture.sync();
    var other =
        RosterFixture.of(fixture.roster(), School.class).stream()
            .map(School::getName)
            .filter(name -> !teacher.getTeacher().getSchoolsList().contains(name))
            .findFirst()
            .orElseThrow();
    fixture.clever.apply(new RosterChange.HireEmployee("staff", List.of(id(other))));
    fixture.sync();
    var staff = users(User::hasStaff).getLast().getName();
    fixture.server.grant(
        Map.of(
            "directory-reviewer",
            "role: reviewer, districts: all, fields: directory",
            "school-reviewer",
            "role: reviewer, districts: [%s], schools: [%s], fields: all"
                .formatted(id(fixture.district), id(school))));
    assertThat(explain(teacher.getName()).getSuccessorsList()).isEmpty();

    fixture.clever.apply(new RosterChange.MergeEmployees(id(staff), id(teacher.getName())));
    fixture.sync();

    for (var subject : List.of(TestServer.REVIEWER, "school-reviewer")) {
      var merged = explain(subject, teacher.getName());
      assertThat(merged.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
      assertThat(merged.getSuccessorsList()).as(subject).containsExactly(staff);
      assertThat(merged.getExplanation()).contains("Clever has merged it into " + staff + ".");
    }
    var withoutIds = explain("directory-reviewer", teacher.getName());
    assertThat(withoutIds.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(withoutIds.getSuccessorsList()).isEmpty();
    assertThat(withoutIds.getExplanation()).doesNotContain(staff).doesNotContain("merged");

    fixture.clever.apply(new RosterChange.LeaveSchool(id(staff), id(school)));
    fixture.sync();
    assertThat(explain(teacher.getName()).getSuccessorsList()).containsExactly(staff);
    var elsewhere = explain("school-reviewer", teacher.getName());
    assertThat(elsewhere.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(elsewhere.getSuccessorsList()).isEmpty();
    assertThat(elsewhere.getExplanation()).doesNotContain(staff);
  }

  private List<User> users(Predicate<User> which) {
    return RosterFixture.of(fixture.roster(), User.class).stream().filter(which).toList();
  }

  @Test
  void what_nothing_is_known_of_is_refused_without_its_id() {
    var unknown = "0123456789abcdef01234567";

    var refused = Refused.by(() -> explain(fixture.district + "/users/" + unknown));

    assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.reason()).isEqualTo("RECORD_NOT_FOUND");
    assertThat(refused.message() + refused.metadata()).doesNotContain(unknown);
    for (var name : List.of("", fixture.district, fixture.district + "/plans/" + unknown)) {
      assertThat(Refused.by(() -> explain(name)).fields()).containsExactly("name");
    }
  }

  private RecordExplanation explain(String name) {
    return explain(TestServer.REVIEWER, name);
  }

  private RecordExplanation explain(String subject, String name) {
    return as(subject).explainRecord(ExplainRecordRequest.newBuilder().setName(name).build());
  }

  private AccessExplanation explainAccess(String name) {
    return as(TestServer.REVIEWER)
        .explainAccess(ExplainAccessRequest.newBuilder().setName(name).build());
  }

  private ExplainServiceGrpc.ExplainServiceBlockingStub as(String subject) {
    return ExplainServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(TestServer.bearer(fixture.server.issuer().token(subject)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
