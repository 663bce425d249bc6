package dev.homeroom.server.district;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.TestServer;
import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.DeclarationRights;
import dev.homeroom.server.access.Grant;
import dev.homeroom.server.access.ReadPermissions;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.district.DistrictStates.StateFilter;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.sharing.decision.Shares.Detail;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.Test;

final class DistrictStatesTest {
  private static final int DISTRICTS = 50;
  private static final StateFilter ALL = StateFilter.of(new Scope(reviewer()));

  /** Gives every declared district all that its state can tell. */
  private static final List<String> EVERYTHING =
      List.of(
          "update districts set revision = 2, name = 'District ' || district",
          "insert into revisions (district, revision, written_at)"
              + " select district, r, now() from districts, generate_series(1, 2) as r",
          "insert into shares select district, 2, sha256(id), 'fingerprint' from districts",
          "insert into share_counts select district, 'SECTION', district, 1 from districts",
          "insert into share_findings select district, kind, 'ERROR', 1, array[kind], 'explained'"
              + " from districts, unnest(array['UNDECLARED_USERS', 'UNDECLARED_SECTIONS']) as kind",
          "insert into share_changes"
              + " select district, r, 'SECTION', r, 0 from districts, generate_series(1, 2) as r",
          "insert into confirmed_sharings (district, sharing, revision, digest, confirmed_at,"
              + " confirmed_by, pinned_count, pinned_digest)"
              + " select district, sharing, 1, sha256(id), now(), 'reviewer', 2, sha256(id)"
              + " from districts join district_declarations using (district)",
          "insert into pinned_sections"
              + " select district, set_byte(id, 0, n) from districts, generate_series(1, 2) as n",
          "insert into sections (district, id, name, sis_id, teachers, students, content_hash,"
              + " mapping_version, revision)"
              + " select district, set_byte(id, 0, 1), '', '', '{}', '{}', 0, 1, 1 from districts",
          "insert into sharing_approvals select district, gen_random_uuid(), 'OPEN', sharing,"
              + " sharing, 'because', 'reviewer', now() from district_declarations",
          "insert into plans (district, plan, state, digest, reason, run, created_at)"
              + " select district, gen_random_uuid(), state, sha256(id), '', gen_random_uuid(),"
              + " now() from districts, unnest(array['PENDING', 'SUPERSEDED']) as state",
          "insert into sync_runs (run, district, mode, requested_mode, dry_run, state, created_at)"
              + " select gen_random_uuid(), district, 'FULL', 'AUTO', dry, state, now() - age"
              + " from districts, (values (true, 'SUCCEEDED', interval '1 day'),"
              + " (false, 'FAILED', interval '2 days'), (false, 'CANCELLED', interval '3 days'))"
              + " as run (dry, state, age)",
          "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
              + " select 'sync', encode(id, 'hex'), now() + interval '1 day', false, 1 from districts");

  @Test
  void a_page_of_many_states_takes_as_many_statements_as_a_page_of_one() {
    try (var server = TestServer.start();
        var database = TestPostgres.open(server.database())) {
      for (int i = 0; i < DISTRICTS; i++) {
        declare(server, "districts/%024x".formatted(i + 1));
      }
      EVERYTHING.forEach(database.dsl()::execute);

      var statements = new AtomicInteger();
      var counted = counting(database.dsl(), statements);
      var one = DistrictStates.page(counted, ALL, Optional.empty(), 1);
      int forOne = statements.getAndSet(0);
      var all = DistrictStates.page(counted, ALL, Optional.empty(), DISTRICTS);

      assertThat(statements).hasValue(forOne);
      assertThat(all).hasSize(DISTRICTS).startsWith(one.getFirst());
      assertThat(all).allSatisfy(DistrictStatesTest::isWhole);
      assertThat(all.stream().map(DistrictState::getShare).distinct()).hasSize(DISTRICTS);
      assertThat(all)
          .allSatisfy(
              state -> assertThat(find(counted, state.getName())).as("by itself").contains(state));
    }
  }

  private static void isWhole(DistrictState state) {
    var district = state.getName().replace("/state", "");
    var share = state.getShare();
    assertThat(share.getRevision()).isEqualTo(2);
    assertThat(share.getCovered().getSections()).isPositive();
    assertThat(share.getFindingsList())
        .extracting(ShareFinding::getKind)
        .containsExactly(
            ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS,
            ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_USERS);
    assertThat(share.getLastChange().getName()).isEqualTo(district + "/shareChanges/2");
    assertThat(share.getLastChange().getAdded().getSections()).isEqualTo(2);
    assertThat(share.getConfirmed().getLiveSectionsList()).hasSize(1);
    assertThat(share.getConflict()).isFalse();
    assertThat(share.getApproval().getReason()).isEqualTo("because");
    assertThat(state.hasNextSyncTime()).isTrue();
    assertThat(state.getPendingPlan().getName()).startsWith(district + "/plans/");
    assertThat(state.getLatestRun().getName()).startsWith(district + "/syncRuns/");
    assertThat(state.getLatestRun().getState()).isEqualTo(SyncState.SYNC_STATE_FAILED);
  }

  private static Optional<DistrictState> find(DSLContext sql, String name) {
    return DistrictStates.find(
        sql, ResourceNames.requireDistrictState("name", name), ALL, Detail.NUMBER);
  }

  private static DSLContext counting(DSLContext sql, AtomicInteger statements) {
    return sql.configuration()
        .deriveAppending(
            new DefaultExecuteListenerProvider(
                ExecuteListener.onExecuteStart(_ -> statements.incrementAndGet())))
        .dsl();
  }

  private static void declare(TestServer server, String name) {
    var section = "%024x".formatted(1);
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(name)
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSuspend(true)
                            .setSharing(
                                Sharing.newBuilder()
                                    .setType(SharingType.SHARING_TYPE_SECTIONS)
                                    .addSections(section)))
                    .setOwner(
                        DistrictOwner.newBuilder()
                            .setCluster("prod")
                            .setNamespace("homeroom")
                            .setName("district"))
                    .build());
  }

  private static Caller reviewer() {
    var all =
        new Grant(
            CallerRole.CALLER_ROLE_REVIEWER,
            Optional.empty(),
            Set.of(),
            Set.of(),
            Set.of(),
            new DeclarationRights(false, false));
    return new Caller(
        "issuer",
        "reviewer",
        Set.of(CallerRole.CALLER_ROLE_REVIEWER),
        new ReadPermissions.Granted(List.of(all)));
  }
}
