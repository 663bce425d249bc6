package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.Role;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A row that a newer release wrote spoils no answer of this one. */
final class NewerReleaseTest {
  @Test
  void words_of_a_newer_release_are_unspecified_and_all_else_is_answered() {
    try (var district = PlannedDistrict.students(60)) {
      district.leave(district.ids(Role.STUDENT).subList(0, 30));
      var run = district.sync();
      assertThat(district.state().hasPendingPlan()).isTrue();
      district
          .sql()
          .execute(
              """
              do $$ declare c record; begin
                for c in select conrelid::regclass as of, conname from pg_constraint
                  where contype = 'c' and conrelid::regclass::text in
                    ('sync_runs', 'sync_run_types', 'findings', 'plans', 'plan_counts',
                     'share_counts', 'share_findings', 'share_changes', 'district_declarations')
                loop execute format('alter table %s drop constraint %I', c.of, c.conname); end loop;
              end $$
              """);
      for (var change :
          List.of(
              "sync_runs set state = 'NEWER', failure = 'NEWER'",
              "sync_run_types set type = 'NEWER' where type = 'TERM'",
              "plan_counts set type = 'NEWER' where type = 'SECTION'",
              "share_counts set kind = 'NEWER' where kind = 'TERM'",
              "share_changes set kind = 'NEWER' where kind = 'TERM'",
              "district_declarations set credential_state = 'NEWER'")) {
        assertThat(district.sql().execute("update " + change)).as(change).isPositive();
      }
      district
          .sql()
          .execute("insert into findings select run, 'NEWER', 'NEWER', 1 from sync_runs limit 1");
      district
          .sql()
          .execute(
              "insert into share_findings (district, kind, severity, count, samples, explanation)"
                  + " values (1, 'NEWER', 'NEWER', 1, '{}', '')");

      var state = district.state();

      assertThat(state.getCredentialState())
          .isEqualTo(CredentialState.CREDENTIAL_STATE_UNSPECIFIED);
      assertThat(state.getLatestRun().getName()).isEqualTo(run.getName());
      assertThat(state.getLatestRun().getState()).isEqualTo(SyncState.SYNC_STATE_UNSPECIFIED);
      assertThat(state.getPendingPlan().getCountsList()).isNotEmpty();
      var runs =
          district
              .syncs()
              .listSyncRuns(ListSyncRunsRequest.newBuilder().setParent(district.name()).build());
      assertThat(runs.getSyncRunsList())
          .hasSize(2)
          .allMatch(each -> each.getFailure() == SyncFailure.SYNC_FAILURE_UNSPECIFIED);
      district.sql().execute("update plans set state = 'NEWER'");
      assertThat(
              district
                  .plans()
                  .listPlans(ListPlansRequest.newBuilder().setParent(district.name()).build())
                  .getPlansList())
          .hasSize(1);
    }
  }
}
