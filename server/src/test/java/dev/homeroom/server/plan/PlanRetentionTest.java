package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.server.Refused;
import dev.homeroom.server.retention.HistoryTrimming;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.SyncState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How long decided plans are kept. */
final class PlanRetentionTest {
  private static final Duration RETENTION = Duration.ofDays(400);

  @Test
  void decided_plans_go_with_history_but_not_while_they_keep_anything_in_the_roster() {
    try (var district = PlannedDistrict.students(200)) {
      var students = district.ids(Role.STUDENT);
      district.leave(students.subList(0, 30));
      district.sync();
      var superseded = district.pending();
      district.leave(students.subList(30, 31));
      district.sync();
      var approved = district.pending();
      var request = UUID.randomUUID().toString();
      var _ = district.carryOut(approved, request);
      var kept = students.subList(100, 130);
      district.leave(kept);
      district.sync();
      var rejected = district.reject(district.pending());

      trimAfter(district, RETENTION.minusDays(1));
      assertThat(plans(district))
          .containsExactly(rejected.getName(), approved.getName(), superseded.getName());

      trimAfter(district, RETENTION.plusDays(1));
      assertThat(plans(district)).containsExactly(rejected.getName());
      assertThat(Refused.by(() -> district.plan(approved.getName())).reason())
          .isEqualTo("PLAN_NOT_FOUND");
      assertThat(district.count("select count(distinct plan) from plan_changes")).isEqualTo(1);
      assertThat(district.count("select count(distinct plan) from plan_counts")).isEqualTo(1);
      assertThat(district.count("select count(*) from plan_requests")).isZero();
      assertThat(district.syncWhole().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(kept).allMatch(district::has);

      district.clever.apply(
          kept.stream().map(id -> (RosterChange) new Restore(RecordType.USERS, id)).toList());
      district.syncWhole();
      assertThat(district.count("select count(*) from plan_changes where not returned"))
          .as("contacts and seats that ended stay ended")
          .isPositive();
      trimAfter(district, RETENTION.plusDays(1));
      assertThat(plans(district)).containsExactly(rejected.getName());

      district.carryOut(rejected);
      trimAfter(district, RETENTION.plusDays(1));
      assertThat(plans(district)).isEmpty();
      assertThat(district.count("select count(*) from plan_changes")).isZero();
      assertThat(kept).allMatch(district::has);
    }
  }

  private static List<String> plans(PlannedDistrict district) {
    return district
        .plans()
        .listPlans(ListPlansRequest.newBuilder().setParent(district.name()).build())
        .getPlansList()
        .stream()
        .map(Plan::getName)
        .toList();
  }

  private static void trimAfter(PlannedDistrict district, Duration time) {
    var clock = Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
    new HistoryTrimming(district.database, clock, RETENTION).trim();
  }
}
