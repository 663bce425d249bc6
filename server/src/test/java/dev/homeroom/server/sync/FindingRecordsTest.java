package dev.homeroom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.record.RosterField;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RosterChange.ChangeEmail;
import dev.homeroom.sandbox.district.RosterChange.WithdrawUser;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.FindingRecord;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.GetSyncRunRequest;
import dev.homeroom.v1.ListFindingRecordsRequest;
import dev.homeroom.v1.ListFindingsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.User;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Findings name records and fields to those who may read them, for as long as they are so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FindingRecordsTest {
  private static final FindingKind OUT_OF_BOUNDS = FindingKind.FINDING_KIND_VALUE_OUT_OF_BOUNDS;
  private static final FindingKind DROPPED = FindingKind.FINDING_KIND_VALUE_DROPPED;
  private static final String HERE = "here-reviewer";
  private static final String ELSEWHERE = "elsewhere-reviewer";
  private static final String NO_NAMES = "no-names-reviewer";
  private static final String LONG = "\"" + "x".repeat(5000) + "\"";

  private Sandbox sandbox;
  private FaultyClever clever;
  private TestServer server;
  private String district;

  /** Students of one school, and of no other. */
  private List<String> students;

  private String term;

  @BeforeAll
  void follow_a_district() throws Exception {
    sandbox = Sandbox.start(SandboxConfig.demo().withRateLimit(0));
    clever = new FaultyClever(sandbox);
    server = TestServer.start(clever.uri());
    district = "districts/" + sandbox.districtId();
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setCleverToken(sandbox.token())
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSharing(
                                Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT)))
                    .build());
    sync(SyncMode.SYNC_MODE_FULL);
    var users =
        server
            .roster(TestServer.APP)
            .listUsers(ListUsersRequest.newBuilder().setParent(district).setPageSize(1000).build())
            .getUsersList()
            .stream()
            .filter(user -> user.hasStudent() && user.getStudent().getSchoolsCount() == 1)
            .toList();
    var here = users.getFirst().getStudent().getSchools(0);
    students =
        users.stream()
            .filter(user -> user.getStudent().getSchools(0).equals(here))
            .map(User::getName)
            .toList();
    var elsewhere =
        users.stream()
            .map(user -> user.getStudent().getSchools(0))
            .filter(school -> !school.equals(here))
            .findFirst()
            .orElseThrow();
    term =
        server
            .roster(TestServer.APP)
            .listTerms(ListTermsRequest.newBuilder().setParent(district).build())
            .getTerms(0)
            .getName();
    server.grant(
        Map.of(
            HERE,
            "role: reviewer, districts: all, schools: [%s], fields: all".formatted(id(here)),
            ELSEWHERE,
            "role: reviewer, districts: all, schools: [%s], fields: all".formatted(id(elsewhere)),
            NO_NAMES,
            "role: reviewer, districts: all, fields: [identifier]"));
  }

  @AfterEach
  void heal() {
    clever.heal();
    sync(SyncMode.SYNC_MODE_FULL);
    assertThat(records(TestServer.REVIEWER, OUT_OF_BOUNDS)).isEmpty();
    assertThat(records(TestServer.REVIEWER, DROPPED)).isEmpty();
  }

  @AfterAll
  void close() {
    server.close();
    clever.close();
    sandbox.close();
  }

  @Test
  void a_record_and_its_field_are_named_to_those_who_may_read_them_until_it_is_mended() {
    clever.spoil(id(students.getFirst()), RosterField.USER_LAST_NAME, LONG);
    clever.spoil(id(term), RosterField.TERM_START_DATE, "\"soon\"");

    sync(SyncMode.SYNC_MODE_FULL);

    var longName = record(RecordType.RECORD_TYPE_USER, students.getFirst(), "name.last");
    assertThat(records(TestServer.REVIEWER, OUT_OF_BOUNDS)).containsExactly(longName);
    assertThat(records(HERE, OUT_OF_BOUNDS)).containsExactly(longName);
    assertThat(records(ELSEWHERE, OUT_OF_BOUNDS)).isEmpty();
    assertThat(records(NO_NAMES, OUT_OF_BOUNDS)).isEmpty();
    assertThat(records(TestServer.REVIEWER, DROPPED))
        .containsExactly(record(RecordType.RECORD_TYPE_TERM, term, "start_date"));
    assertThat(findings())
        .anySatisfy(finding -> {
          assertThat(finding.getKind()).isEqualTo(OUT_OF_BOUNDS);
          assertThat(finding.getType()).isEqualTo(RecordType.RECORD_TYPE_USER);
          assertThat(finding.getCount()).isOne();
          assertThat(finding.getExplanation()).contains("too long");
        });
    clever.heal();
    sync(SyncMode.SYNC_MODE_FULL);

    assertThat(records(TestServer.REVIEWER, OUT_OF_BOUNDS)).isEmpty();
    assertThat(findings()).extracting(Finding::getKind).doesNotContain(OUT_OF_BOUNDS, DROPPED);
  }

  @Test
  void events_replace_what_is_said_of_the_records_that_they_are_about_and_of_no_others() {
    var named = students.subList(1, 4);
    named.forEach(student -> clever.spoil(id(student), RosterField.USER_LAST_NAME, LONG));
    sync(SyncMode.SYNC_MODE_FULL);
    assertThat(records(TestServer.REVIEWER, OUT_OF_BOUNDS)).hasSize(3);

    clever.heal();
    clever.spoil(id(named.get(2)), RosterField.USER_LAST_NAME, LONG);
    sandbox.apply(new ChangeEmail(id(named.getFirst()), "new@example.com"));
    sandbox.apply(new WithdrawUser(id(named.get(1))));
    assertThat(sync(SyncMode.SYNC_MODE_AUTO).getMode()).isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);

    assertThat(records(TestServer.REVIEWER, OUT_OF_BOUNDS))
        .containsExactly(record(RecordType.RECORD_TYPE_USER, named.get(2), "name.last"));
    assertThat(findings())
        .filteredOn(finding -> finding.getKind() == OUT_OF_BOUNDS)
        .extracting(Finding::getCount)
        .containsExactly(1L);
  }

  @Test
  void a_spoilt_district_is_counted_whole_and_listed_up_to_a_bound() {
    var users = sandbox.roster().rows(dev.homeroom.sandbox.district.RecordType.USERS);
    users
        .liveSlots()
        .forEach(slot -> clever.spoil(users.id(slot).toString(), RosterField.USER_LAST_NAME, LONG));

    var run = sync(SyncMode.SYNC_MODE_FULL);

    var counted =
        run.getFindingsList().stream()
            .filter(finding -> finding.getKind() == OUT_OF_BOUNDS)
            .findFirst()
            .orElseThrow();
    assertThat(counted.getCount()).isGreaterThan(1000);
    assertThat(findings()).contains(counted);
    assertThat(records(TestServer.REVIEWER, OUT_OF_BOUNDS)).hasSize(1000);
  }

  @Test
  void what_no_list_can_be_made_of_is_refused_by_name() {
    for (var kind :
        List.of(
            FindingKind.FINDING_KIND_UNSPECIFIED, FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED)) {
      var refused =
          Refused.by(() ->
              syncs(TestServer.REVIEWER)
                  .listFindingRecords(
                      ListFindingRecordsRequest.newBuilder()
                          .setParent(district)
                          .setKind(kind)
                          .build()));

      assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.reason()).isEqualTo("INVALID_FIELD");
      assertThat(refused.toString()).contains("NUL_DROPPED");
    }
  }

  private static FindingRecord record(RecordType type, String name, String field) {
    return FindingRecord.newBuilder().setType(type).setRecord(name).addFields(field).build();
  }

  /** Page by page, each of some. */
  private List<FindingRecord> records(String subject, FindingKind kind) {
    var all = new ArrayList<FindingRecord>();
    var request =
        ListFindingRecordsRequest.newBuilder().setParent(district).setKind(kind).setPageSize(400);
    do {
      var page = syncs(subject).listFindingRecords(request.build());
      all.addAll(page.getRecordsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }

  private List<Finding> findings() {
    var all = new ArrayList<Finding>();
    var request = ListFindingsRequest.newBuilder().setParent(district).setPageSize(1);
    do {
      var page = syncs(TestServer.OPERATOR).listFindings(request.build());
      all.addAll(page.getFindingsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }

  private SyncRun sync(SyncMode mode) {
    var state = GetDistrictStateRequest.newBuilder().setName(district + "/state").build();
    Eventually.see(
        () -> server.districts(TestServer.OPERATOR).getDistrictState(state),
        each -> each.getLatestRun().hasEndTime());
    var run =
        syncs(TestServer.OPERATOR)
            .triggerSync(TriggerSyncRequest.newBuilder().setName(district).setMode(mode).build());
    var request = GetSyncRunRequest.newBuilder().setName(run.getName()).build();
    var ended =
        Eventually.see(() -> syncs(TestServer.OPERATOR).getSyncRun(request), SyncRun::hasEndTime);
    assertThat(ended.getState()).as("%s", ended).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    return ended;
  }

  private SyncServiceBlockingStub syncs(String subject) {
    return SyncServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(subject)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
