package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterChange.ChangeGrade;
import dev.homeroom.sandbox.district.RosterChange.CloseSchool;
import dev.homeroom.sandbox.district.RosterChange.EndSection;
import dev.homeroom.sandbox.district.RosterChange.EnrolStudent;
import dev.homeroom.sandbox.district.RosterChange.LeaveSeat;
import dev.homeroom.sandbox.district.RosterChange.RekeySisIds;
import dev.homeroom.sandbox.district.RosterChange.Remove;
import dev.homeroom.sandbox.district.RosterChange.RenameUser;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.v1.GuardSettings;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is carried out at once, and what waits for a person. */
final class GuardTest {
  @Test
  void an_empty_list_that_clever_does_not_count_as_empty_removes_nothing_and_says_so() {
    try (var district = PlannedDistrict.students(300)) {
      var before = district.counts();
      district.clever.faults().add(new Fault.EmptyList(RecordType.USERS));

      for (int run = 1; run <= 3; run++) {
        assertThat(district.state().getIncomplete()).isFalse();
        var ended = district.syncWhole();
        assertThat(ended.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
        assertThat(ended.getMessage()).contains("nothing was removed");
      }

      assertThat(district.state().getIncomplete()).isTrue();
      assertThat(district.counts()).isEqualTo(before);
      district.clever.faults().clear();
      district.syncWhole();
      assertThat(district.state().getIncomplete()).isFalse();
      assertThat(district.state().getRevision()).isEqualTo(1);
    }
  }

  @Test
  void an_empty_list_that_clever_counts_as_empty_waits_and_lapses_when_the_records_are_back() {
    try (var district = PlannedDistrict.students(60)) {
      var before = district.counts();
      district.clever.faults().add(emptyUsers());

      var run = district.syncWhole();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage()).contains("60 of 60 students would be removed");
      assertThat(district.counts()).isEqualTo(before);
      var plan = district.pending();
      district.clever.faults().clear();
      assertThat(district.syncWhole().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(district.plan(plan.getName()).getState()).isEqualTo(PlanState.PLAN_STATE_LAPSED);
      assertThat(district.changes(plan)).isEmpty();
      assertThat(district.state().hasPendingPlan()).isFalse();
      assertThat(district.state().getRevision()).isEqualTo(1);
    }
  }

  @Test
  void a_school_that_goes_waits_however_small() {
    try (var district = PlannedDistrict.students(100)) {
      var before = district.counts();
      district.clever.apply(new CloseSchool(district.ids(RecordType.SCHOOLS).getFirst()));

      var run = district.sync();

      assertThat(run.getMessage()).contains("1 schools would go as a whole");
      assertThat(district.counts().getSchools()).isEqualTo(before.getSchools());
      assertThat(district.counts().getStudents()).isEqualTo(before.getStudents());
      assertThat(district.counts().getSections()).isEqualTo(before.getSections());
      district.carryOut(district.pending());
      assertThat(district.counts().getSchools()).isEqualTo(before.getSchools() - 1);
      assertThat(district.counts().getStudents())
          .isEqualTo(district.clever.roster().count(Role.STUDENT));
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void the_last_teacher_of_a_school_waits() {
    try (var district = PlannedDistrict.students(30)) {
      var teachers = district.ids(Role.TEACHER);
      assertThat(teachers).hasSizeLessThan(5);
      district.leave(teachers);

      var run = district.sync();

      assertThat(run.getMessage()).contains("left without any teacher");
      assertThat(district.counts().getTeachers()).isEqualTo(teachers.size());
    }
  }

  @Test
  void e_mails_that_a_data_access_cut_blanks_stay_while_everything_else_goes_on() {
    try (var district = PlannedDistrict.students(60)) {
      long filled = district.count("select count(*) from users where email is not null");
      assertThat(filled).isGreaterThan(60);
      var renamed = district.ids(Role.STUDENT).getFirst();
      district.clever.dataAccess(new DataAccess(Set.of(), Set.of("users.email")));
      district.clever.apply(new RenameUser(renamed, "Nova", "Quill"));

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(district.count("select count(*) from users where email is not null"))
          .isEqualTo(filled);
      assertThat(district.count("select count(*) from users where first_name = 'Nova'"))
          .isEqualTo(1);
      var plan = district.pending();
      assertThat(plan.getCountsList())
          .allMatch(count -> count.getAspect() == PlanAspect.PLAN_ASPECT_FIELD)
          .anyMatch(count -> count.getPart().equals("email") && count.getCount() == filled);

      var again = district.sync();
      assertThat(district.pending()).isEqualTo(plan);
      assertThat(again.getRevision()).isEqualTo(run.getRevision());

      district.carryOut(plan);
      assertThat(district.count("select count(*) from users where email is not null")).isZero();
    }
  }

  @Test
  void a_cut_that_was_rejected_stays_rejected_pass_after_pass() {
    try (var district = PlannedDistrict.students(60)) {
      long filled = district.count("select count(*) from users where email is not null");
      district.clever.dataAccess(new DataAccess(Set.of(), Set.of("users.email")));
      district.sync();
      var plan = district.pending();
      district.reject(plan);

      for (int pass = 1; pass <= 2; pass++) {
        assertThat(district.syncWhole().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
        assertThat(district.state().hasPendingPlan()).isFalse();
        assertThat(district.count("select count(*) from users where email is not null"))
            .isEqualTo(filled);
      }

      district.carryOut(plan);
      assertThat(district.count("select count(*) from users where email is not null")).isZero();
    }
  }

  @Test
  void small_removals_add_up_over_a_day() {
    try (var district = PlannedDistrict.students(300)) {
      var students = district.ids(Role.STUDENT);
      int run = 0;
      while (run < 20) {
        district.leave(students.subList(run * 3, run * 3 + 3));
        run++;
        if (district.sync().getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN) {
          break;
        }
      }

      assertThat(run).isBetween(9, 11);
      long before = district.counts().getStudents();
      assertThat(before).isEqualTo(300 - (run - 1) * 3L);
      district.leave(students.subList(60, 63));
      district.sync();
      assertThat(district.counts().getStudents()).isEqualTo(before);

      district.time.pass(Duration.ofHours(25));
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(district.counts().getStudents()).isEqualTo(before - 6);
    }
  }

  @Test
  void what_joined_today_cannot_go_in_bulk_today() {
    try (var district = PlannedDistrict.students(100)) {
      district.time.pass(Duration.ofHours(25));
      var school = district.ids(RecordType.SCHOOLS).getFirst();
      var before = Set.copyOf(district.ids(Role.STUDENT));
      for (int i = 0; i < 60; i++) {
        district.clever.apply(new EnrolStudent(school, "3", List.of()));
      }
      district.sync();
      assertThat(district.counts().getStudents()).isEqualTo(160);
      var joined = district.ids(Role.STUDENT).stream().filter(id -> !before.contains(id)).toList();
      district.leave(joined.subList(0, 56));

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage())
          .contains("56 of 160 students would be removed within 24 hours")
          .contains("56 of these had joined within that time");
      assertThat(district.counts().getStudents()).isEqualTo(160);
    }
  }

  @Test
  void what_joined_and_left_today_counts_with_what_leaves_later_today() {
    try (var district = PlannedDistrict.students(300)) {
      district.time.pass(Duration.ofHours(25));
      var school = district.ids(RecordType.SCHOOLS).getFirst();
      var before = district.ids(Role.STUDENT);
      for (int i = 0; i < 25; i++) {
        district.clever.apply(new EnrolStudent(school, "3", List.of()));
      }
      district.sync();
      district.leave(
          district.ids(Role.STUDENT).stream().filter(id -> !before.contains(id)).toList());
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      district.leave(before.subList(0, 8));

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage())
          .contains("33 of 325 students would be removed within 24 hours")
          .contains("25 of these had joined within that time");
      assertThat(district.counts().getStudents()).isEqualTo(300);
    }
  }

  @Test
  void the_last_sections_of_a_small_district_wait_below_every_floor() {
    try (var district =
        PlannedDistrict.guarded(
            12, GuardSettings.newBuilder().setSectionFloor(1000).setEnrollmentFloor(100_000))) {
      var sections = district.ids(RecordType.SECTIONS);
      assertThat(sections).hasSizeGreaterThan(2);
      district.clever.apply(
          sections.stream().map(id -> (RosterChange) new EndSection(id)).toList());

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage()).contains("no sections would be left");
      assertThat(district.counts().getSections()).isEqualTo(sections.size());
    }
  }

  @Test
  void the_last_students_of_all_sections_wait_below_every_floor() {
    try (var district =
        PlannedDistrict.guarded(
            12,
            GuardSettings.newBuilder().setEmptiedSectionFloor(1000).setEnrollmentFloor(100_000))) {
      var seats =
          district
              .sql()
              .fetch("select encode(id, 'hex'), encode(unnest(students), 'hex') from sections");
      long before = district.counts().getEnrollments();
      district.clever.apply(
          seats.stream()
              .map(seat ->
                  (RosterChange)
                      new LeaveSeat(seat.get(1, String.class), seat.get(0, String.class)))
              .toList());

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage()).contains("no section would have a student left");
      assertThat(district.counts().getEnrollments()).isEqualTo(before);
    }
  }

  @Test
  void the_reason_counts_a_school_once_and_names_what_else_the_plan_holds() {
    try (var district = PlannedDistrict.students(100)) {
      long schools = district.counts().getSchools();
      long contacts = district.counts().getContacts();
      assertThat(contacts).isPositive();
      district.clever.faults().add(emptyUsers());

      district.syncWhole();

      var plan = district.pending();
      assertThat(plan.getReason())
          .contains(schools + " schools would be left without any teacher or any student.")
          .contains("The plan also holds")
          .contains(contacts + " contacts");
    }
  }

  @Test
  void terms_and_courses_that_a_plan_holds_are_named() {
    try (var district = PlannedDistrict.students(100)) {
      long courses = district.counts().getCourses();
      var some = district.ids(RecordType.COURSES).subList(0, 2);
      district.leave(district.ids(Role.STUDENT).subList(0, 30));
      some.forEach(id -> district.clever.apply(new Remove(RecordType.COURSES, id)));

      district.sync();

      assertThat(district.counts().getCourses()).isEqualTo(courses);
      assertThat(district.pending().getReason())
          .contains("The plan also holds")
          .contains("2 courses");
    }
  }

  @Test
  void what_was_approved_and_came_back_counts_when_it_goes_again() {
    try (var district = PlannedDistrict.students(200)) {
      var leaving = district.ids(Role.STUDENT).subList(0, 30);
      district.leave(leaving);
      district.sync();
      district.carryOut(district.pending());
      assertThat(leaving).noneMatch(district::has);
      district.clever.apply(
          leaving.stream().map(id -> (RosterChange) new Restore(RecordType.USERS, id)).toList());
      district.sync();
      assertThat(leaving).allMatch(district::has);
      district.leave(leaving);

      var run = district.sync();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage()).contains("30 of 200 students would be removed");
      assertThat(leaving).allMatch(district::has);
    }
  }

  @Test
  void a_replica_whose_clock_is_a_day_ahead_measures_against_the_same_roster() {
    try (var district = PlannedDistrict.students(300)) {
      var students = district.ids(Role.STUDENT);
      district.leave(students.subList(0, 25));
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      long sizes = district.count("select count(*) from roster_sizes");
      district.replaceServer(Duration.ofHours(25));
      district.leave(students.subList(25, 50));

      var run = district.sync();

      assertThat(district.count("select count(*) from roster_sizes")).isGreaterThanOrEqualTo(sizes);
      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage()).contains("50 of 300 students would be removed");
    }
  }

  @Test
  void a_source_that_gives_all_students_new_ids_changes_nothing_until_somebody_approves() {
    try (var district = PlannedDistrict.students(100)) {
      var before = district.counts();
      var old = district.ids(Role.STUDENT);
      district.clever.apply(new RekeySisIds("student"));

      var run = district.sync();

      assertThat(run.getMessage()).contains("other ids");
      assertThat(district.counts().getStudents()).isEqualTo(100);
      assertThat(district.counts().getEnrollments()).isEqualTo(before.getEnrollments());
      assertThat(district.has(old.getFirst())).isTrue();
      var plan = district.pending();
      assertThat(plan.getCountsList())
          .anyMatch(count ->
              count.getKind() == PlanChangeKind.PLAN_CHANGE_KIND_ADD
                  && count.getPart().equals("record")
                  && count.getCount() == 100);
      district.assertSeatsFollowSections();
      district.sync();
      assertThat(district.pending()).isEqualTo(plan);

      district.carryOut(plan);
      assertThat(district.counts().getStudents()).isEqualTo(100);
      assertThat(district.counts().getEnrollments()).isEqualTo(before.getEnrollments());
      assertThat(district.has(old.getFirst())).isFalse();
      assertThat(district.has(district.ids(Role.STUDENT).getFirst())).isTrue();
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void changes_of_most_of_a_role_wait_with_the_removals() {
    try (var district = PlannedDistrict.students(60)) {
      long before = seniors(district);
      district.clever.apply(
          district.ids(Role.STUDENT).stream()
              .map(id -> (RosterChange) new ChangeGrade(id, "12"))
              .toList());

      var run = district.sync();

      assertThat(run.getMessage()).contains("students would change");
      assertThat(seniors(district)).isEqualTo(before);
      district.carryOut(district.pending());
      assertThat(seniors(district)).isEqualTo(60);
    }
  }

  @Test
  void a_record_that_was_set_aside_keeps_its_type_from_losing_any() {
    try (var district = PlannedDistrict.students(60)) {
      var leaving = district.ids(Role.STUDENT).subList(10, 12);
      district.leave(leaving);
      district.clever.faults().add(new Fault.RecordWithoutId(RecordType.USERS));

      var run = district.syncWhole();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(district.counts().getStudents()).isEqualTo(60);
      district.clever.faults().clear();
      district.syncWhole();
      assertThat(district.counts().getStudents()).isEqualTo(58);
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void a_seat_that_nothing_proves_gone_stays_and_goes_when_it_is_proven() {
    try (var district = PlannedDistrict.students(60)) {
      long seats = district.counts().getEnrollments();
      var leaving = district.ids(Role.STUDENT).subList(10, 12);
      district.leave(leaving);
      district.clever.faults().add(new Fault.RecordWithoutId(RecordType.SECTIONS));

      district.syncWhole();

      assertThat(district.counts().getEnrollments()).isEqualTo(seats);
      assertThat(district.counts().getStudents()).isEqualTo(58);
      district.clever.faults().clear();
      district.syncWhole();
      assertThat(district.counts().getEnrollments())
          .isEqualTo(district.clever.roster().studentEnrollments())
          .isLessThan(seats);
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void the_settings_of_a_district_decide_what_waits() {
    try (var district =
        PlannedDistrict.guarded(
            60, GuardSettings.newBuilder().setRemovedPercent(50).setStudentFloor(2))) {
      district.leave(district.ids(Role.STUDENT).subList(0, 20));

      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);

      district.declare(GuardSettings.newBuilder().setStudentFloor(2).build());
      district.leave(List.of(district.ids(Role.STUDENT).getFirst()));
      assertThat(district.sync().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(district.counts().getStudents()).isEqualTo(40);
    }
  }

  private static Fault emptyUsers() {
    return new Fault.EmptyList(true, FaultTarget.of(RecordType.USERS));
  }

  private static long seniors(PlannedDistrict district) {
    return district.count("select count(*) from users where student_grade = '12'");
  }
}
