package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterChange.HireEmployee;
import dev.homeroom.sandbox.district.RosterChange.JoinSchool;
import dev.homeroom.sandbox.district.RosterChange.LeaveSchool;
import dev.homeroom.sandbox.district.RosterChange.MergeEmployees;
import dev.homeroom.sandbox.district.RosterChange.ReplacePrimaryTeacher;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.sandbox.district.RosterChange.SplitEmployee;
import dev.homeroom.sandbox.district.RosterChange.SwapPrimaryTeacher;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.SyncState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits of a record that itself stays: a role, a school, a seat. */
final class HeldChangesTest {
  @Test
  void a_role_waits_with_the_removals_of_its_run_while_the_user_stays() {
    try (var district = PlannedDistrict.students(200)) {
      var teacher = district.ids(Role.TEACHER).getFirst();
      district.clever.apply(
          new HireEmployee("staff", List.of(district.ids(RecordType.SCHOOLS).getFirst())));
      district.clever.apply(new MergeEmployees(teacher, district.ids(Role.STAFF).getLast()));
      district.sync();
      assertThat(roles(district, teacher)).isEqualTo("teacher staff");
      var title = staffTitle(district, teacher);
      district.leave(district.ids(Role.STUDENT).subList(0, 30));
      district.clever.apply(new SplitEmployee(teacher, "staff", "own@example.com"));

      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);

      assertThat(roles(district, teacher)).isEqualTo("teacher staff");
      assertThat(staffTitle(district, teacher)).isEqualTo(title);
      var plan = district.pending();
      assertThat(of(district, plan, PlanAspect.PLAN_ASPECT_ROLE))
          .singleElement()
          .satisfies(change -> {
            assertThat(change.getRecord()).isEqualTo(district.name() + "/users/" + teacher);
            assertThat(change.getKind()).isEqualTo(PlanChangeKind.PLAN_CHANGE_KIND_REMOVE);
            assertThat(change.getPart()).isEqualTo("staff");
          });

      district.syncWhole();
      assertThat(district.pending()).isEqualTo(plan);
      district.carryOut(plan);
      assertThat(roles(district, teacher)).isEqualTo("teacher");
    }
  }

  @Test
  void a_school_that_a_user_leaves_waits_with_the_removals_of_its_run() {
    try (var district = PlannedDistrict.students(200)) {
      var students = district.ids(Role.STUDENT);
      var moving = students.getLast();
      var own = school(district, moving);
      var other =
          district.ids(RecordType.SCHOOLS).stream()
              .filter(school -> !school.equals(own))
              .findFirst()
              .orElseThrow();
      district.clever.apply(new JoinSchool(moving, other));
      district.sync();
      assertThat(schools(district, moving)).isEqualTo(2);
      district.leave(students.subList(0, 30));
      district.clever.apply(new LeaveSchool(moving, other));

      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);

      assertThat(schools(district, moving)).isEqualTo(2);
      var plan = district.pending();
      assertThat(of(district, plan, PlanAspect.PLAN_ASPECT_MEMBERSHIP))
          .singleElement()
          .satisfies(change -> {
            assertThat(change.getRecord()).isEqualTo(district.name() + "/users/" + moving);
            assertThat(change.getMember()).isEqualTo(district.name() + "/schools/" + other);
            assertThat(change.getPart()).isEqualTo("student_schools");
          });

      assertThat(district.reject(plan).getState()).isEqualTo(PlanState.PLAN_STATE_REJECTED);
      assertThat(district.syncWhole().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(schools(district, moving)).as("rejected").isEqualTo(2);
      district.carryOut(plan);
      assertThat(schools(district, moving)).as("approved later").isEqualTo(1);
      assertThat(school(district, moving)).isEqualTo(own);
    }
  }

  @Test
  void a_replaced_primary_teacher_gives_way_at_once_while_the_old_seat_may_wait() {
    try (var district = PlannedDistrict.students(200)) {
      var sections =
          district
              .sql()
              .fetch(
                  """
                  select encode(s.id, 'hex'), encode(s.primary_teacher, 'hex'), encode(u.id, 'hex')
                    from sections s
                    join lateral (
                      select id from users
                       where teacher and s.school = any (teacher_schools) and id <> all (s.teachers)
                       order by id limit 1) as u on true
                   where cardinality(s.teachers) = 1
                   order by s.id limit 2
                  """);
      var replaced = sections.get(0);
      var swapped = sections.get(1);
      String section = replaced.get(0, String.class);
      String old = replaced.get(1, String.class);
      String next = replaced.get(2, String.class);
      String other = swapped.get(0, String.class);
      district.leave(district.ids(Role.STUDENT).subList(0, 30));
      district.clever.apply(
          List.<RosterChange>of(
              new ReplacePrimaryTeacher(section, next),
              new SwapPrimaryTeacher(other, swapped.get(2, String.class))));

      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);

      assertThat(teachers(district, section)).contains(old, next);
      assertThat(primary(district, section)).isEqualTo(next);
      assertThat(primary(district, other)).isEqualTo(swapped.get(2, String.class));
      assertThat(teachers(district, other)).contains(swapped.get(1, String.class));
      district.assertSeatsFollowSections();
      var plan = district.pending();
      assertThat(district.changes(plan))
          .filteredOn(change -> change.getPart().equals("teachers"))
          .singleElement()
          .satisfies(change -> {
            assertThat(change.getRecord()).isEqualTo(district.name() + "/sections/" + section);
            assertThat(change.getMember()).isEqualTo(district.name() + "/users/" + old);
            assertThat(change.getAspect()).isEqualTo(PlanAspect.PLAN_ASPECT_ENROLLMENT);
          });
      assertThat(district.changes(plan))
          .noneMatch(change -> change.getPart().equals("primary_teacher"));

      district.carryOut(plan);
      assertThat(teachers(district, section)).isEqualTo(next);
      assertThat(teachers(district, other)).contains(swapped.get(1, String.class));
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void what_returned_after_a_rejection_is_held_anew_and_the_rest_stays_rejected() {
    try (var district = PlannedDistrict.students(200)) {
      var students = district.ids(Role.STUDENT);
      var returning = students.subList(0, 26);
      district.leave(students.subList(0, 30));
      district.sync();
      var rejected = district.pending();
      district.reject(rejected);
      district.clever.apply(
          returning.stream().map(id -> (RosterChange) new Restore(RecordType.USERS, id)).toList());
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);

      district.leave(returning);
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);

      var plan = district.pending();
      assertThat(plan.getReason()).contains("26 of 200 students would be removed");
      assertThat(
              of(district, plan, PlanAspect.PLAN_ASPECT_RECORD).stream()
                  .map(PlanChange::getRecord)
                  .filter(record ->
                      students.stream().anyMatch(student -> record.endsWith("/" + student))))
          .containsExactlyInAnyOrderElementsOf(
              returning.stream().map(id -> district.name() + "/users/" + id).toList());

      district.carryOut(plan);
      assertThat(returning).noneMatch(district::has);
      assertThat(students.subList(26, 30)).as("still rejected").allMatch(district::has);
      assertThat(district.state().hasPendingPlan()).isFalse();

      district.carryOut(rejected);
      assertThat(students.subList(0, 30)).noneMatch(district::has);
      assertThat(district.counts().getStudents()).isEqualTo(170);
      district.assertSeatsFollowSections();
    }
  }

  private static List<PlanChange> of(PlannedDistrict district, Plan plan, PlanAspect aspect) {
    return district.changes(plan).stream().filter(each -> each.getAspect() == aspect).toList();
  }

  private static String roles(PlannedDistrict district, String user) {
    return text(
        district,
        "select concat_ws(' ', case when teacher then 'teacher' end, case when staff then 'staff'"
            + " end) from users where encode(id, 'hex') = '"
            + user
            + "'");
  }

  private static String staffTitle(PlannedDistrict district, String user) {
    return text(
        district,
        "select coalesce(staff_id, '') || coalesce(staff_title, '') from users"
            + " where encode(id, 'hex') = '"
            + user
            + "'");
  }

  private static String school(PlannedDistrict district, String student) {
    return text(
        district,
        "select encode(student_school, 'hex') from users where encode(id, 'hex') = '"
            + student
            + "'");
  }

  private static long schools(PlannedDistrict district, String student) {
    return district.count(
        "select cardinality(student_schools) from users where encode(id, 'hex') = '"
            + student
            + "'");
  }

  private static String primary(PlannedDistrict district, String section) {
    return text(
        district,
        "select encode(primary_teacher, 'hex') from sections where encode(id, 'hex') = '"
            + section
            + "'");
  }

  private static String teachers(PlannedDistrict district, String section) {
    return text(
        district,
        "select string_agg(encode(t, 'hex'), ' ') from sections, unnest(teachers) as t"
            + " where encode(id, 'hex') = '"
            + section
            + "'");
  }

  private static String text(PlannedDistrict district, String query) {
    return district.sql().fetchSingle(query).get(0, String.class);
  }
}
