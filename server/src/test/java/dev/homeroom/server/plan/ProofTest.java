package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange.EnrolStudent;
import dev.homeroom.sandbox.district.RosterChange.RenameUser;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has to be proven before anything is removed, and what a reading without proof does. */
final class ProofTest {
  private static final int PAGE = 20;

  @Test
  void a_list_that_breaks_off_half_way_fails_the_run_and_leaves_the_roster_alone() {
    try (var district = PlannedDistrict.students(60)) {
      var before = district.counts();
      var users = FaultTarget.of(RecordType.USERS);
      district.clever.faults().add(new Fault.PageSize(PAGE, users));
      district.clever.faults().add(new Fault.CutOff(users.after(3)));

      var run = district.syncWhole();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_FAILED);
      assertThat(run.getFailure()).isEqualTo(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE);
      assertThat(run.getMessage()).isNotEmpty();
      assertThat(district.counts()).isEqualTo(before);
      assertThat(district.state().getRevision()).isEqualTo(1);
      district.clever.faults().clear();
      assertThat(district.syncWhole().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    }
  }

  @Test
  void half_a_walk_that_ends_as_if_it_were_whole_removes_only_what_clever_does_not_know() {
    try (var district = PlannedDistrict.students(60)) {
      var before = district.counts();
      var leaving = district.ids(Role.STUDENT).subList(50, 53);
      district.leave(leaving);
      district.clever.faults().add(new Fault.PageSize(PAGE, FaultTarget.of(RecordType.USERS)));
      district
          .clever
          .faults()
          .add(
              new Fault.EmptyList(false, FaultTarget.of(RecordType.USERS).under("users").after(2)));

      var run = district.syncWhole();

      assertThat(district.clever.faults().met(Fault.EmptyList.class)).isPositive();
      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(leaving).noneMatch(district::has);
      assertThat(district.counts().getStudents()).isEqualTo(before.getStudents() - 3);
      assertThat(district.counts().getTeachers()).isEqualTo(before.getTeachers());
      district.assertSeatsFollowSections();
    }
  }

  @Test
  void a_wrong_count_makes_clever_be_asked_for_each_record_that_would_go() {
    try (var district = PlannedDistrict.students(60)) {
      var leaving = district.ids(Role.STUDENT).subList(0, 3);
      district.leave(leaving);
      district.clever.faults().add(new Fault.WrongCount(RecordType.USERS, 7));

      var run = district.syncWhole();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(leaving).noneMatch(district::has);
      assertThat(district.counts().getStudents()).isEqualTo(57);
      assertThat(district.state().getIncomplete()).isFalse();
    }
  }

  @Test
  void too_many_doubts_leave_a_run_that_only_adds_and_changes_until_it_can_be_believed() {
    try (var district = PlannedDistrict.students(400)) {
      var before = district.counts();
      var students = district.ids(Role.STUDENT);
      var staying = students.getLast();
      district.leave(students.subList(0, 350));
      district.clever.faults().add(new Fault.WrongCount(RecordType.USERS, 1));

      for (int run = 1; run <= 3; run++) {
        assertThat(district.state().getIncomplete()).as("before run %d", run).isFalse();
        district.clever.apply(new RenameUser(staying, "Nova" + run, "Quill"));
        district.clever.apply(
            new EnrolStudent(district.ids(RecordType.SCHOOLS).getFirst(), "1", List.of()));

        var ended = district.syncWhole();

        assertThat(ended.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
        assertThat(ended.getMessage()).contains("nothing was removed");
        assertThat(ended.getRevision()).isEqualTo(run + 1);
        assertThat(
                district.count("select count(*) from users where first_name = 'Nova" + run + "'"))
            .isEqualTo(1);
        assertThat(district.counts().getStudents()).isEqualTo(before.getStudents() + run);
        assertThat(district.counts().getEnrollments()).isEqualTo(before.getEnrollments());
        assertThat(district.counts().getContacts()).isEqualTo(before.getContacts());
      }

      assertThat(district.state().getIncomplete()).isTrue();
      assertThat(district.state().hasPendingPlan()).isFalse();
      district.assertSeatsFollowSections();

      district.clever.faults().clear();
      var believed = district.syncWhole();
      assertThat(believed.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(district.state().getIncomplete()).isFalse();
      assertThat(district.counts().getStudents()).isEqualTo(before.getStudents() + 3);
      assertThat(district.pending().getReason()).contains("350 of 403 students would be removed");
    }
  }
}
