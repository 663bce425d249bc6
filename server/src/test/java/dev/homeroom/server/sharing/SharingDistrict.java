package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.RESYNC_REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.AdoptSectionsRequest;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ApproveSharingChangeRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.ReleaseDistrictRequest;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc.SharingServiceBlockingStub;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A district at a sandbox Clever whose sharing a test declares, confirms and changes. */
public final class SharingDistrict implements AutoCloseable {
  public final Sandbox clever;
  public final TestServer server;
  public final Database database;
  private final String name;

  /** A district of this size that nobody has declared. */
  public SharingDistrict(int students) {
    try {
      this.clever = Sandbox.start(SandboxConfig.demo().withStudents(students).withRateLimit(0));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    this.server = TestServer.start(URI.create(clever.baseUrl()));
    this.database = TestPostgres.open(server.database());
    this.name = "districts/" + clever.districtId();
  }

  public String name() {
    return name;
  }

  public static Sharing.Builder sharing(SharingType type) {
    return Sharing.newBuilder().setType(type);
  }

  public static Sharing.Builder sections(List<String> ids) {
    return sharing(SharingType.SHARING_TYPE_SECTIONS).addAllSections(ids);
  }

  /** Declares it so, and waits for the sync that follows. */
  public DistrictState declare(Sharing.Builder sharing) {
    var _ = apply(sharing, request -> request);
    return settled();
  }

  /** Declares it so, and does not wait. */
  public DistrictState apply(
      Sharing.Builder sharing, UnaryOperator<ApplyDistrictRequest.Builder> change) {
    var request = ApplyDistrictRequest.newBuilder().setName(name).setCleverToken(clever.token());
    request.getSpecBuilder().setSharing(sharing);
    return server.districts(TestServer.OPERATOR).applyDistrict(change.apply(request).build());
  }

  public static ApplyDistrictRequest.Builder suspended(ApplyDistrictRequest.Builder request) {
    request.getSpecBuilder().setSuspend(true);
    return request;
  }

  public void delete() {
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .deleteDistrict(DeleteDistrictRequest.newBuilder().setName(name).build());
  }

  /** Lets anybody declare it. */
  public void release() {
    var _ =
        server
            .districts(TestServer.REVIEWER)
            .releaseDistrict(ReleaseDistrictRequest.newBuilder().setName(name).build());
  }

  /** Reads everything, and waits for the end of it. */
  public DistrictState sync() {
    var _ =
        SyncServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
            .triggerSync(
                TriggerSyncRequest.newBuilder()
                    .setName(name)
                    .setMode(SyncMode.SYNC_MODE_FULL)
                    .build());
    return settled();
  }

  /**
   * The state once no sync is active and no decision waits for one: a request is deleted in the
   * transaction that creates its run, which may be a moment after the decision was answered.
   */
  public DistrictState settled() {
    Eventually.see(
        "without requests for runs",
        () -> database.dsl().fetchCount(RESYNC_REQUESTS),
        requests -> requests == 0);
    return Eventually.see(this::state, state -> state.getLatestRun().hasEndTime());
  }

  public DistrictState state() {
    return server
        .districts(TestServer.REVIEWER)
        .getDistrictState(GetDistrictStateRequest.newBuilder().setName(name + "/state").build());
  }

  public Share share() {
    return state().getShare();
  }

  /** Confirms what the state shows. */
  public Share confirm() {
    return reviewer().confirmSharing(confirmation().build());
  }

  /** A confirmation of what the state shows. */
  public ConfirmSharingRequest.Builder confirmation() {
    var share = share();
    assertThat(share.getDigest()).as("a sync has come to a share").isNotEmpty();
    return ConfirmSharingRequest.newBuilder()
        .setName(name)
        .setRevision(share.getRevision())
        .setShareDigest(share.getDigest())
        .setReason("as agreed");
  }

  public AdoptSectionsRequest.Builder adoption(List<String> sections) {
    return AdoptSectionsRequest.newBuilder()
        .setName(name)
        .addAllSections(sections)
        .setReason("the new year");
  }

  public ApproveSharingChangeRequest.Builder change(Sharing.Builder to) {
    return ApproveSharingChangeRequest.newBuilder()
        .setName(name)
        .setFrom(share().getConfirmed().getSharing())
        .setTo(to)
        .setReason("the district asked for it");
  }

  public SharingChangeApproval approve(Sharing.Builder to) {
    return reviewer().approveSharingChange(change(to).build());
  }

  public List<String> leftOutSections() {
    return reviewer()
        .listLeftOutRecords(
            ListLeftOutRecordsRequest.newBuilder()
                .setParent(name)
                .setType(dev.homeroom.v1.RecordType.RECORD_TYPE_SECTION)
                .setPageSize(1000)
                .build())
        .getRecordsList()
        .stream()
        .map(record -> record.substring(record.lastIndexOf('/') + 1))
        .toList();
  }

  public List<SharingDecision> decisions() {
    return reviewer()
        .listSharingDecisions(ListSharingDecisionsRequest.newBuilder().setParent(name).build())
        .getDecisionsList();
  }

  /** Ids of the sections that Clever shows, in order. */
  public List<String> sectionsAtClever() {
    var rows = clever.roster().rows(RecordType.SECTIONS);
    return rows.liveSlots().mapToObj(slot -> rows.id(slot).toString()).sorted().toList();
  }

  /** Those of one school, at least four: what of them goes never takes a whole school away. */
  public List<String> sectionsOfOneSchool() {
    var rows = clever.roster().rows(RecordType.SECTIONS);
    var sections = clever.roster().sections();
    var bySchool =
        rows.liveSlots()
            .boxed()
            .collect(
                Collectors.groupingBy(
                    sections::school,
                    Collectors.mapping(slot -> rows.id(slot).toString(), Collectors.toList())));
    var most = bySchool.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    assertThat(most).hasSizeGreaterThanOrEqualTo(4);
    return most.stream().sorted().toList();
  }

  /** Ids of the sections of the live roster, in order. */
  public List<String> liveSections() {
    return database
        .dsl()
        .fetch("select encode(id, 'hex') from sections order by id")
        .map(row -> row.get(0, String.class));
  }

  public SharingServiceBlockingStub reviewer() {
    return sharing(TestServer.REVIEWER);
  }

  public SharingServiceBlockingStub sharing(String subject) {
    return SharingServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(subject)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    database.close();
    server.close();
    clever.close();
  }
}
