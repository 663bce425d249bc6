package dev.homeroom.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterChange.WithdrawUser;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictServiceGrpc.DistrictServiceBlockingStub;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.GetPlanRequest;
import dev.homeroom.v1.GetSyncRunRequest;
import dev.homeroom.v1.GuardSettings;
import dev.homeroom.v1.ListPlanChangesRequest;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import dev.homeroom.v1.RejectPlanRequest;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.Schedule;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.TriggerSyncRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.DSLContext;

/**
 * A district at a sandbox Clever, declared at a server of its own, that a test changes and syncs.
 */
final class PlannedDistrict implements AutoCloseable {
  /** Only the test starts runs, so that a schedule's run never joins or precedes one of these. */
  private static final String RARELY = "0 0 29 2 *";

  final Sandbox clever;
  final RunningClock time = new RunningClock(Instant.now());
  final TestServer server;
  final Database database;
  private final String name;
  private TestServer current;
  private Duration ahead = Duration.ZERO;

  private PlannedDistrict(int students, GuardSettings guard) {
    try {
      this.clever = Sandbox.start(SandboxConfig.demo().withStudents(students).withRateLimit(0));
    } catch (java.io.IOException failure) {
      throw new IllegalStateException(failure);
    }
    this.server = TestServer.start(URI.create(clever.baseUrl()), time);
    this.current = server;
    this.database = TestPostgres.open(server.database());
    this.name = "districts/" + clever.districtId();
    declare(guard);
    Eventually.see(this::state, state -> state.getLatestRun().hasEndTime());
    assertThat(state().getRevision()).isEqualTo(1);
  }

  /** A district of this size after its first sync. */
  static PlannedDistrict students(int students) {
    return new PlannedDistrict(students, GuardSettings.getDefaultInstance());
  }

  static PlannedDistrict guarded(int students, GuardSettings.Builder guard) {
    return new PlannedDistrict(students, guard.build());
  }

  /** Stops the server; from now on a replica serves whose own clock is this far ahead. */
  void replaceServer(Duration ahead) {
    current.stop();
    this.ahead = ahead;
    current = server.sibling(Clock.offset(Clock.systemUTC(), ahead));
  }

  void declare(GuardSettings guard) {
    var _ =
        districts()
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(name)
                    .setCleverToken(clever.token())
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSchedule(Schedule.newBuilder().setCron(RARELY))
                            .setSharing(
                                Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT))
                            .setGuard(guard))
                    .build());
  }

  String name() {
    return name;
  }

  /** Runs a sync to its end, by events where they suffice. */
  SyncRun sync() {
    return sync(SyncMode.SYNC_MODE_AUTO);
  }

  /** Runs a sync that reads every list to its end. */
  SyncRun syncWhole() {
    return sync(SyncMode.SYNC_MODE_FULL);
  }

  private SyncRun sync(SyncMode mode) {
    return ended(
        syncs().triggerSync(TriggerSyncRequest.newBuilder().setName(name).setMode(mode).build()));
  }

  SyncRun ended(SyncRun run) {
    var request = GetSyncRunRequest.newBuilder().setName(run.getName()).build();
    return Eventually.see(() -> syncs().getSyncRun(request), SyncRun::hasEndTime);
  }

  DistrictState state() {
    return districts()
        .getDistrictState(GetDistrictStateRequest.newBuilder().setName(name + "/state").build());
  }

  RosterCounts counts() {
    return state().getCounts();
  }

  /** The plan that waits; a test that finds none fails. */
  Plan pending() {
    var state = state();
    assertThat(state.hasPendingPlan()).as("a plan waits").isTrue();
    return state.getPendingPlan();
  }

  Plan plan(String plan) {
    return plans().getPlan(GetPlanRequest.newBuilder().setName(plan).build());
  }

  List<PlanChange> changes(Plan plan) {
    return plans()
        .listPlanChanges(
            ListPlanChangesRequest.newBuilder().setParent(plan.getName()).setPageSize(1000).build())
        .getChangesList();
  }

  Plan approve(Plan plan) {
    return approve(plan, "");
  }

  private Plan approve(Plan plan, String request) {
    return plans()
        .approvePlan(
            ApprovePlanRequest.newBuilder()
                .setName(plan.getName())
                .setDigest(plan.getDigest())
                .setRequestId(request)
                .build());
  }

  /** Approves, and waits until it is carried out and its run has ended. */
  Plan carryOut(Plan plan) {
    return carryOut(plan, "");
  }

  /** The same under a request's id. */
  Plan carryOut(Plan plan, String request) {
    var _ = approve(plan, request);
    var carriedOut = Eventually.see(() -> plan(plan.getName()), Plan::hasCarryOutTime);
    Eventually.see(this::state, state -> state.getLatestRun().hasEndTime());
    return carriedOut;
  }

  Plan reject(Plan plan) {
    return plans()
        .rejectPlan(
            RejectPlanRequest.newBuilder()
                .setName(plan.getName())
                .setDigest(plan.getDigest())
                .build());
  }

  /** Ids of holders of a role whom Clever shows, in the order of ids. */
  List<String> ids(Role role) {
    var roster = clever.roster();
    var rows = roster.rows(RecordType.USERS);
    return IntStream.range(0, rows.slots())
        .filter(rows::isLive)
        .filter(slot -> role.in(roster.users().roles(slot)))
        .mapToObj(slot -> rows.id(slot).toString())
        .toList();
  }

  /** Ids of the records of a type that Clever shows. */
  List<String> ids(RecordType type) {
    var rows = clever.roster().rows(type);
    return IntStream.range(0, rows.slots())
        .filter(rows::isLive)
        .mapToObj(slot -> rows.id(slot).toString())
        .toList();
  }

  /** Users leave the SIS, and with them their seats. */
  void leave(List<String> users) {
    var _ = clever.apply(users.stream().map(id -> (RosterChange) new WithdrawUser(id)).toList());
  }

  /** Whether the live roster has the user. */
  boolean has(String user) {
    return count("select count(*) from users where encode(id, 'hex') = '" + user + "'") == 1;
  }

  long count(String query) {
    return sql().fetchSingle(query).get(0, Long.class);
  }

  DSLContext sql() {
    return database.dsl();
  }

  /** What is derived follows the live sections, held members included. */
  void assertSeatsFollowSections() {
    assertThat(
            count(
                """
                select count(*) from (
                  (select unnest(students || teachers) as member, id from sections
                   except select "user", unnest(sections) from user_sections)
                  union all
                  (select "user", unnest(sections) from user_sections
                   except select unnest(students || teachers), id from sections)
                ) as different
                """))
        .isZero();
  }

  DistrictServiceBlockingStub districts() {
    return DistrictServiceGrpc.newBlockingStub(current.channel())
        .withCallCredentials(TestServer.bearer(token(TestServer.OPERATOR)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  SyncServiceBlockingStub syncs() {
    return SyncServiceGrpc.newBlockingStub(current.channel())
        .withCallCredentials(TestServer.bearer(token(TestServer.OPERATOR)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  PlanServiceBlockingStub plans() {
    return plans(TestServer.REVIEWER);
  }

  PlanServiceBlockingStub plans(String subject) {
    return PlanServiceGrpc.newBlockingStub(current.channel())
        .withCallCredentials(TestServer.bearer(token(subject)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  private String token(String subject) {
    return server.issuer().token(subject, time.instant().plus(ahead));
  }

  @Override
  public void close() {
    database.close();
    server.close();
    clever.close();
  }
}
