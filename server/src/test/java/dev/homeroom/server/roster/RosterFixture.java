package dev.homeroom.server.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.District;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchSyncRunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A server with one district of a sandbox, synced when a test says so. */
public final class RosterFixture implements AutoCloseable {
  private static final int PAGE = 37;
  private static final Sharing WHOLE_DISTRICT =
      Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build();

  /** Where the district changes. */
  public final Sandbox clever;

  /** The first server. */
  public final TestServer server;

  /** The district's resource name. */
  public final String district;

  private RosterFixture(SandboxConfig config, Function<Sandbox, Sharing> declared) {
    try {
      this.clever = Sandbox.start(config.withRateLimit(0));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    this.server = TestServer.start(URI.create(clever.baseUrl()));
    this.district = "districts/" + clever.districtId();
    declare(declared.apply(clever));
    sync();
  }

  /** A district at revision 1. */
  public static RosterFixture students(int students, long seed) {
    return sharing(students, seed, _ -> WHOLE_DISTRICT);
  }

  /** The same, of a district whose records are of this quality. */
  public static RosterFixture students(int students, long seed, DataQuality quality) {
    return new RosterFixture(
        SandboxConfig.demo().withStudents(students).withSeed(seed).withQuality(quality),
        _ -> WHOLE_DISTRICT);
  }

  /** The same, of a district that declares to share this. */
  public static RosterFixture sharing(
      int students, long seed, Function<Sandbox, Sharing> declared) {
    return new RosterFixture(SandboxConfig.demo().withStudents(students).withSeed(seed), declared);
  }

  /** Declares what the district shares. */
  public void declare(Sharing sharing) {
    declare(DistrictSpec.newBuilder().setSharing(sharing));
  }

  /** Declares the district. */
  public void declare(DistrictSpec.Builder spec) {
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setSpec(spec)
                    .setCleverToken(clever.token())
                    .build());
  }

  /**
   * Syncs, approves what waits for a person because of it, and returns the revision that the roster
   * is at then.
   */
  public long sync() {
    var run = run(SyncMode.SYNC_MODE_AUTO);
    if (run.getState() == SyncState.SYNC_STATE_SUCCEEDED) {
      return run.getRevision();
    }
    var plan = state().getPendingPlan();
    var approve =
        ApprovePlanRequest.newBuilder().setName(plan.getName()).setDigest(plan.getDigest());
    var _ =
        PlanServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.REVIEWER)))
            .approvePlan(approve.build());
    return Eventually.see(
            this::state,
            state ->
                !state.hasPendingPlan() && state.getLatestRun().hasEndTime() && isLater(state, run))
        .getRevision();
  }

  private static boolean isLater(DistrictState state, SyncRun run) {
    return !state.getLatestRun().getName().equals(run.getName());
  }

  /** How the district fares. */
  public DistrictState state() {
    return server
        .districts(TestServer.OPERATOR)
        .getDistrictState(
            GetDistrictStateRequest.newBuilder().setName(district + "/state").build());
  }

  /** Syncs and returns the run as it ended, which is well. */
  public SyncRun run(SyncMode mode) {
    var run = ended(mode);
    assertThat(run.getState())
        .as("%s", run)
        .isIn(SyncState.SYNC_STATE_SUCCEEDED, SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
    return run;
  }

  /** Syncs and returns the run as it ended. */
  public SyncRun ended(SyncMode mode) {
    SyncServiceBlockingStub runs =
        SyncServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
            .withDeadlineAfter(Duration.ofSeconds(60));
    var triggered =
        runs.triggerSync(TriggerSyncRequest.newBuilder().setName(district).setMode(mode).build());
    SyncRun last = triggered;
    var states =
        runs.watchSyncRun(WatchSyncRunRequest.newBuilder().setName(triggered.getName()).build());
    while (states.hasNext()) {
      last = states.next().getSyncRun();
    }
    return last;
  }

  /** Reads as an app. */
  public RosterServiceBlockingStub app() {
    return server.roster(TestServer.APP);
  }

  /** The whole roster by name, the district's own record included, as it is now. */
  public Map<String, Message> roster() {
    return roster(Optional.empty());
  }

  /** The whole roster by name as it was at a revision. */
  public Map<String, Message> roster(long revision) {
    return roster(Optional.of(AsOf.newBuilder().setRevision(revision).build()));
  }

  /** The whole roster by name as it was at a moment. */
  public Map<String, Message> roster(Optional<AsOf> asOf) {
    return roster(app(), asOf);
  }

  /** What of the roster a reader is told now, by name. */
  public Map<String, Message> roster(RosterServiceBlockingStub reader) {
    return roster(reader, Optional.empty());
  }

  private Map<String, Message> roster(RosterServiceBlockingStub app, Optional<AsOf> asOf) {
    var all = new TreeMap<String, Message>();
    var own = GetDistrictRequest.newBuilder().setName(district);
    asOf.ifPresent(own::setAsOf);
    all.put(district, withoutRevision(app.getDistrict(own.build())));
    addAll(
        all,
        School::getName,
        (token, names) -> {
          var request =
              ListSchoolsRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(PAGE)
                  .setPageToken(token);
          asOf.ifPresent(request::setAsOf);
          var page = app.listSchools(request.build());
          names.addAll(page.getSchoolsList());
          return page.getNextPageToken();
        });
    addAll(
        all,
        Term::getName,
        (token, names) -> {
          var request =
              ListTermsRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(PAGE)
                  .setPageToken(token);
          asOf.ifPresent(request::setAsOf);
          var page = app.listTerms(request.build());
          names.addAll(page.getTermsList());
          return page.getNextPageToken();
        });
    addAll(
        all,
        Course::getName,
        (token, names) -> {
          var request =
              ListCoursesRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(PAGE)
                  .setPageToken(token);
          asOf.ifPresent(request::setAsOf);
          var page = app.listCourses(request.build());
          names.addAll(page.getCoursesList());
          return page.getNextPageToken();
        });
    addAll(
        all,
        Section::getName,
        (token, names) -> {
          var request =
              ListSectionsRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(PAGE)
                  .setPageToken(token);
          asOf.ifPresent(request::setAsOf);
          var page = app.listSections(request.build());
          names.addAll(page.getSectionsList());
          return page.getNextPageToken();
        });
    addAll(
        all,
        User::getName,
        (token, names) -> {
          var request =
              ListUsersRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(PAGE)
                  .setPageToken(token);
          asOf.ifPresent(request::setAsOf);
          var page = app.listUsers(request.build());
          names.addAll(page.getUsersList());
          return page.getNextPageToken();
        });
    return all;
  }

  /** The records of one collection in a roster, ordered by name. */
  public static <M extends Message> List<M> of(Map<String, Message> roster, Class<M> type) {
    return roster.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The district's record without the revision that it was read at. */
  public static District withoutRevision(District read) {
    return read.toBuilder().clearRevision().build();
  }

  @Override
  public void close() {
    server.close();
    clever.close();
  }

  private static <M extends Message> void addAll(
      Map<String, Message> all,
      Function<M, String> name,
      BiFunction<String, List<M>, String> nextPage) {
    var token = "";
    do {
      var page = new ArrayList<M>();
      token = nextPage.apply(token, page);
      page.forEach(record -> all.put(name.apply(record), record));
    } while (!token.isEmpty());
  }
}
