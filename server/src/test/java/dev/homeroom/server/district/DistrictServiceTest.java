package dev.homeroom.server.district;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListDistrictStatesRequest;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.Schedule;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Districts declared by a client. Each test has a district of its own; one of them is at Clever.
 */
final class DistrictServiceTest {
  private static final String TOKEN = "not-a-token-of-clever-00";

  @SuppressWarnings("NullAway.Init")
  private static Sandbox clever;

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  private static int districts;

  @BeforeAll
  static void start() throws Exception {
    clever = Sandbox.start(SandboxConfig.demo().withStudents(20).withRateLimit(0));
    server = TestServer.start(URI.create(clever.baseUrl()));
    database = TestPostgres.open(server.database());
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
    clever.close();
  }

  @Test
  void a_declared_district_is_synced_at_once_and_tells_how_it_fares() {
    var name = "districts/" + clever.districtId();
    var wrong = apply(name, request -> request.setCleverToken(TOKEN));
    assertThat(wrong.getCredentialState()).isEqualTo(CredentialState.CREDENTIAL_STATE_UNKNOWN);

    var rejected =
        Eventually.see(
            () -> state(name),
            s -> s.getCredentialState() == CredentialState.CREDENTIAL_STATE_REJECTED);
    assertThat(rejected.getCredentialMessage()).isNotEmpty().doesNotContain(TOKEN);
    assertThat(rejected.getRevision()).isZero();
    assertThat(rejected.hasCounts()).isFalse();
    var failed = Eventually.see(() -> state(name), s -> s.getLatestRun().hasEndTime());
    assertThat(failed.getLatestRun().getFailure())
        .isEqualTo(SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED);

    var corrected = apply(name, request -> request.setCleverToken(clever.token()));
    assertThat(corrected.getCredentialHash()).isNotEqualTo(wrong.getCredentialHash());
    var synced = Eventually.see(() -> state(name), s -> s.getRevision() == 1);
    assertThat(synced.getCredentialState()).isEqualTo(CredentialState.CREDENTIAL_STATE_VALID);
    assertThat(synced.getCredentialMessage()).isEmpty();
    assertThat(synced.getCounts().getStudents()).isEqualTo(20);
    assertThat(synced.getDisplayName()).isNotEmpty();
    assertThat(synced.hasLastSyncTime()).isTrue();
    assertThat(synced.hasNextSyncTime()).isTrue();

    var ended = Eventually.see(() -> state(name), s -> s.getLatestRun().hasEndTime());
    assertThat(ended.getLatestRun().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    var rows = rows();
    assertThat(apply(name, request -> request.setCleverToken(clever.token()))).isEqualTo(ended);
    assertThat(rows()).isEqualTo(rows);
    assertThat(runs(name)).isEqualTo(2);

    delete(name);
    assertThat(Refused.by(() -> state(name)).reason()).isEqualTo("DISTRICT_NOT_FOUND");
    assertThat(
            server
                .roster(TestServer.APP)
                .getDistrict(GetDistrictRequest.newBuilder().setName(name).build())
                .getRevision())
        .isEqualTo(1);
  }

  @Test
  void an_applied_district_has_every_default_filled_in() {
    var state = apply(district(), request -> request);

    assertThat(state.getSpec().getSchedule().getCron()).isEqualTo("0 2 * * *");
    assertThat(state.getSpec().getSchedule().getTimeZone()).isEqualTo("UTC");
    assertThat(state.getOwner().getCluster()).isEqualTo("api");
    assertThat(state.getCredentialHash()).isEmpty();
    assertThat(state.getAppliedSpecHash()).matches("[0-9a-f]{64}");
  }

  @Test
  void guard_settings_are_filled_in_and_refused_out_of_range_field_by_field() {
    var name = district();
    var usual = apply(name, request -> request);
    assertThat(usual.getSpec().getGuard().getRemovedPercent()).isEqualTo(10);
    assertThat(usual.getSpec().getGuard().getStudentFloor()).isEqualTo(25);

    var other =
        apply(
            name,
            request -> {
              request.getSpecBuilder().getGuardBuilder().setRemovedPercent(100);
              return request;
            });
    assertThat(other.getSpec().getGuard().getRemovedPercent()).isEqualTo(100);
    assertThat(other.getAppliedSpecHash()).isNotEqualTo(usual.getAppliedSpecHash());

    var refused =
        Refused.by(() ->
            apply(
                name,
                request -> {
                  request
                      .getSpecBuilder()
                      .getGuardBuilder()
                      .setRemovedPercent(0)
                      .setChangedPercent(101)
                      .setStudentFloor(1_000_001);
                  return request;
                }));
    assertThat(refused.fields())
        .containsExactly(
            "spec.guard.removed_percent", "spec.guard.changed_percent", "spec.guard.student_floor");
  }

  @Test
  void the_spec_hash_changes_exactly_with_the_spec() {
    var name = district();
    var first = apply(name, request -> request);
    var same =
        apply(
            name,
            request -> {
              request
                  .getSpecBuilder()
                  .setSchedule(Schedule.newBuilder().setCron(" 0  2 * * * ").setTimeZone("UTC"));
              return request;
            });
    var other =
        apply(
            name,
            request -> {
              request.getSpecBuilder().setSchedule(Schedule.newBuilder().setCron("5 2 * * *"));
              return request;
            });

    assertThat(same.getAppliedSpecHash()).isEqualTo(first.getAppliedSpecHash());
    assertThat(other.getAppliedSpecHash()).isNotEqualTo(first.getAppliedSpecHash());
  }

  @Test
  void every_wrong_field_is_named_at_once() {
    var refused =
        Refused.by(() ->
            server
                .districts(TestServer.OPERATOR)
                .applyDistrict(
                    ApplyDistrictRequest.newBuilder()
                        .setName("districts/XYZ")
                        .setSpec(
                            DistrictSpec.newBuilder()
                                .setSchedule(
                                    Schedule.newBuilder().setCron("0 2 * *").setTimeZone("UTC")))
                        .setCleverToken("two words")
                        .setOwner(DistrictOwner.newBuilder().setCluster("prod"))
                        .build()));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields())
        .containsExactlyInAnyOrder(
            "name",
            "spec.sharing.type",
            "spec.schedule.cron",
            "clever_token",
            "owner.namespace",
            "owner.name");
    assertThat(refused.message()).doesNotContain("two words");
  }

  @ParameterizedTest
  @ValueSource(strings = {"   ", "0 2 30 2 *", "0 2 31 4,6 *", "0 2 30-31 feb *"})
  void a_schedule_that_never_comes_is_refused(String cron) {
    var refused =
        Refused.by(() ->
            apply(
                district(),
                request -> {
                  request.getSpecBuilder().setSchedule(Schedule.newBuilder().setCron(cron));
                  return request;
                }));

    assertThat(refused.fields()).isEqualTo(List.of("spec.schedule.cron"));
  }

  @Test
  void a_schedule_of_leap_days_comes() {
    var state =
        apply(
            district(),
            request -> {
              request.getSpecBuilder().setSchedule(Schedule.newBuilder().setCron("0 2 29 2 *"));
              return request;
            });

    assertThat(state.getSpec().getSchedule().getCron()).isEqualTo("0 2 29 2 *");
  }

  @Test
  void a_district_without_any_token_has_no_valid_credentials() {
    var name = district();
    apply(name, DistrictServiceTest::resume);

    var state =
        Eventually.see(
            () -> state(name),
            each -> each.getCredentialState() == CredentialState.CREDENTIAL_STATE_REJECTED);

    assertThat(state.getCredentialMessage()).contains("declares no token");
  }

  @Test
  void a_time_zone_that_nobody_knows_is_named() {
    var refused =
        Refused.by(() ->
            apply(
                district(),
                request -> {
                  request
                      .getSpecBuilder()
                      .setSchedule(Schedule.newBuilder().setTimeZone("Mars/Olympus"));
                  return request;
                }));

    assertThat(refused.fields()).isEqualTo(List.of("spec.schedule.time_zone"));
  }

  @Test
  void a_request_id_is_a_uuid() {
    var refused = Refused.by(() -> apply(district(), request -> request.setRequestId("1-1-1-1-1")));

    assertThat(refused.fields()).isEqualTo(List.of("request_id"));
  }

  @Test
  void only_its_owner_changes_a_district_and_a_resource_made_anew_is_the_same_owner() {
    var name = district();
    var first = apply(name, request -> request.setOwner(owner("alpha", "uid-1")));

    var refused = Refused.by(() -> apply(name, request -> request.setOwner(owner("beta", "x"))));
    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo("DISTRICT_OWNED");
    assertThat(refused.metadata().get("owner")).contains("schools/alpha", "prod");
    assertThat(Refused.by(() -> apply(name, request -> request)).reason())
        .isEqualTo("DISTRICT_OWNED");
    assertThat(Refused.by(() -> delete(name)).reason()).isEqualTo("DISTRICT_OWNED");

    var anew = apply(name, request -> request.setOwner(owner("alpha", "uid-2")));
    assertThat(anew.getOwner().getUid()).isEqualTo("uid-2");
    assertThat(anew.getAppliedSpecHash()).isEqualTo(first.getAppliedSpecHash());
  }

  @Test
  void a_suspended_district_has_no_next_sync_and_refuses_a_trigger() {
    var name = district();
    var state = apply(name, request -> request);
    assertThat(state.getSpec().getSuspend()).isTrue();
    assertThat(state.hasNextSyncTime()).isFalse();
    assertThat(state.hasLatestRun()).isFalse();

    var refused =
        Refused.by(() ->
            SyncServiceGrpc.newBlockingStub(server.channel())
                .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
                .triggerSync(TriggerSyncRequest.newBuilder().setName(name).build()));
    assertThat(refused.reason()).isEqualTo("DISTRICT_SUSPENDED");

    var resumed = apply(name, request -> resume(request));
    assertThat(resumed.hasNextSyncTime()).isTrue();
    assertThat(resumed.hasLatestRun()).isTrue();
  }

  @Test
  void a_district_that_is_not_declared_can_be_deleted_only_where_missing_is_allowed() {
    var name = district();

    assertThat(Refused.by(() -> delete(name)).reason()).isEqualTo("DISTRICT_NOT_FOUND");
    assertThat(
            server
                .districts(TestServer.OPERATOR)
                .deleteDistrict(
                    DeleteDistrictRequest.newBuilder().setName(name).setAllowMissing(true).build()))
        .isNotNull();
  }

  @Test
  void states_are_paged_in_order_of_ids() {
    apply(district(), request -> request);
    apply(district(), request -> request);
    var names = new ArrayList<String>();
    var token = "";
    do {
      var page =
          server
              .districts(TestServer.REVIEWER)
              .listDistrictStates(
                  ListDistrictStatesRequest.newBuilder()
                      .setPageSize(1)
                      .setPageToken(token)
                      .build());
      page.getDistrictStatesList().forEach(state -> names.add(state.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names).hasSizeGreaterThanOrEqualTo(2).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_token_is_nowhere_in_the_database() {
    apply(district(), request -> request.setCleverToken(TOKEN));

    var hex = HexFormat.of().formatHex(TOKEN.getBytes(UTF_8));
    assertThat(rows()).isNotEmpty();
    assertThat(rows().toString()).doesNotContain(TOKEN).doesNotContain(hex);
  }

  /** Every declaration as Postgres writes it, with the transaction that wrote it. */
  private static List<String> rows() {
    return database
        .dsl()
        .fetch("select xmin::text, d::text from district_declarations d")
        .map(row -> row.get(0, String.class) + " " + row.get(1, String.class));
  }

  private static int runs(String district) {
    return SyncServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
        .listSyncRuns(ListSyncRunsRequest.newBuilder().setParent(district).build())
        .getSyncRunsCount();
  }

  /** A district that Clever does not have. */
  private static String district() {
    return "districts/%024x".formatted(++districts);
  }

  private static DistrictOwner owner(String name, String uid) {
    return DistrictOwner.newBuilder()
        .setCluster("prod")
        .setNamespace("schools")
        .setName(name)
        .setUid(uid)
        .build();
  }

  /** Applies a district, which is suspended unless Clever has it. */
  private static DistrictState apply(
      String name, UnaryOperator<ApplyDistrictRequest.Builder> change) {
    var request =
        ApplyDistrictRequest.newBuilder()
            .setName(name)
            .setSpec(
                DistrictSpec.newBuilder()
                    .setSharing(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_SECTIONS))
                    .setSuspend(!name.endsWith(clever.districtId())));
    return server.districts(TestServer.OPERATOR).applyDistrict(change.apply(request).build());
  }

  private static ApplyDistrictRequest.Builder resume(ApplyDistrictRequest.Builder request) {
    request.getSpecBuilder().setSuspend(false);
    return request;
  }

  private static DistrictState state(String name) {
    return server
        .districts(TestServer.REVIEWER)
        .getDistrictState(GetDistrictStateRequest.newBuilder().setName(name + "/state").build());
  }

  private static Object delete(String name) {
    return server
        .districts(TestServer.OPERATOR)
        .deleteDistrict(DeleteDistrictRequest.newBuilder().setName(name).build());
  }
}
