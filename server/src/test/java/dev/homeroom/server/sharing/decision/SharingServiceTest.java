package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.sharing.SharingDistrict.sections;
import static dev.homeroom.server.sharing.SharingDistrict.sharing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange.AddSection;
import dev.homeroom.sandbox.district.RosterChange.RollOver;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.sharing.SharingDistrict;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListShareChangeRecordsRequest;
import dev.homeroom.v1.ListShareChangesRequest;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.ShareChangeRecord;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingDecisionKind;
import dev.homeroom.v1.SharingType;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sections that are pinned, and what people are told of a share. */
final class SharingServiceTest {
  @SuppressWarnings("NullAway.Init")
  private SharingDistrict district;

  @BeforeEach
  void start() {
    district = new SharingDistrict(40);
  }

  @AfterEach
  void stop() {
    district.close();
  }

  @Test
  void a_new_section_is_left_out_until_it_is_adopted() {
    var before = district.sectionsAtClever();
    district.declare(sharing(SharingType.SHARING_TYPE_SECTIONS));
    assertThat(
            Refused.by(() -> district.reviewer().adoptSections(district.adoption(before).build()))
                .reason())
        .isEqualTo("SHARING_NOT_CONFIRMED");
    var confirmed = district.confirm().getConfirmed();
    assertThat(confirmed.getPinnedSections()).isEqualTo(before.size());
    assertThat(confirmed.getLiveSectionsList()).isEqualTo(before);
    assertThat(confirmed.getPinnedDigest()).matches("[0-9a-f]{64}");

    district.clever.apply(
        new AddSection(before.getFirst(), List.of(), List.of()),
        new AddSection(before.getFirst(), List.of(), List.of()));
    district.sync();
    assertThat(district.liveSections()).isEqualTo(before);
    var left = district.leftOutSections();
    assertThat(left).hasSize(2);
    assertThat(district.share().getFindingsList())
        .filteredOn(
            found -> found.getKind() == ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS)
        .singleElement()
        .satisfies(found ->
            assertThat(found.getExplanation())
                .contains("reviewer adopt")
                .doesNotContain("eclare "));

    var unknown = district.adoption(List.of(left.getFirst(), "0".repeat(24)));
    var refused = Refused.by(() -> district.reviewer().adoptSections(unknown.build()));
    assertThat(refused.reason()).isEqualTo("SECTION_NOT_LEFT_OUT");
    assertThat(refused.metadata().get("section")).endsWith("0".repeat(24));

    var adoption = district.adoption(left.subList(0, 1)).setRequestId(UUID.randomUUID().toString());
    var adopted = district.reviewer().adoptSections(adoption.build());
    assertThat(adopted.getConfirmed().getPinnedSections()).isEqualTo(before.size() + 1);
    assertThat(adopted.getConfirmed().getPinnedDigest()).isNotEqualTo(confirmed.getPinnedDigest());
    district.settled();
    assertThat(district.liveSections()).hasSize(before.size() + 1).contains(left.getFirst());
    assertThat(district.leftOutSections()).isEqualTo(left.subList(1, 2));

    var _ = district.reviewer().adoptSections(adoption.build());
    var _ = district.reviewer().adoptSections(adoption.clearRequestId().build());
    assertThat(district.decisions())
        .extracting(SharingDecision::getKind, SharingDecision::getAdoptedSections)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                SharingDecisionKind.SHARING_DECISION_KIND_SECTIONS_ADOPTED, 1L),
            org.assertj.core.groups.Tuple.tuple(
                SharingDecisionKind.SHARING_DECISION_KIND_CONFIRMED, 0L));
    tellsTheChange(left.getFirst());
  }

  @Test
  void more_sections_than_a_district_can_choose_are_neither_confirmed_nor_adopted() {
    district.declare(sharing(SharingType.SHARING_TYPE_SECTIONS));
    district.apply(sharing(SharingType.SHARING_TYPE_SECTIONS), SharingDistrict::suspended);
    fill(3001 - district.sectionsAtClever().size());

    var confirmation = district.confirmation().build();
    var refused = Refused.by(() -> district.reviewer().confirmSharing(confirmation));
    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo("TOO_MANY_SECTIONS");
    assertThat(refused.metadata()).containsEntry("sections", "3001");
    assertThat(district.share().hasConfirmed()).isFalse();

    sql("delete from sections where id = decode(lpad('1', 24, '0'), 'hex')");
    assertThat(district.confirm().getConfirmed().getPinnedSections()).isEqualTo(3000);

    var outside = "f".repeat(24);
    sql(
        "insert into undeclared_records (district, type, id, roles, left_out)"
            + " select district, 'SECTION', decode('ffffffffffffffffffffffff', 'hex'), 0, true"
            + " from districts");
    var adoption = district.adoption(List.of(outside)).build();
    var tooMany = Refused.by(() -> district.reviewer().adoptSections(adoption));
    assertThat(tooMany.reason()).isEqualTo("TOO_MANY_SECTIONS");
    assertThat(tooMany.metadata()).containsEntry("sections", "3001");
    assertThat(district.share().getConfirmed().getPinnedSections()).isEqualTo(3000);
  }

  /** Puts so many sections into the live roster, as a sync of a large district would. */
  private void fill(int sections) {
    sql(
        "insert into sections (district, id, name, sis_id, teachers, students, content_hash,"
            + " mapping_version, revision)"
            + " select district, decode(lpad(to_hex(n), 24, '0'), 'hex'), 'filled', '', '{}', '{}',"
            + " 0, 0, 1 from districts, generate_series(1, "
            + sections
            + ") n");
  }

  private void sql(String statement) {
    district.database.dsl().execute(statement);
  }

  private void tellsTheChange(String section) {
    var changes =
        district
            .sharing(TestServer.APP)
            .listShareChanges(
                ListShareChangesRequest.newBuilder()
                    .setParent(district.name())
                    .setPageSize(1)
                    .build());
    var newest = changes.getShareChanges(0);
    assertThat(newest.getAdded().getSections()).isEqualTo(1);
    assertThat(changes.getNextPageToken()).isNotEmpty();
    var older =
        district
            .sharing(TestServer.APP)
            .listShareChanges(
                ListShareChangesRequest.newBuilder()
                    .setParent(district.name())
                    .setPageSize(1)
                    .setPageToken(changes.getNextPageToken())
                    .build());
    assertThat(older.getShareChanges(0).getRevision()).isLessThan(newest.getRevision());

    var records = new ArrayList<ShareChangeRecord>();
    var request =
        ListShareChangeRecordsRequest.newBuilder().setParent(newest.getName()).setPageSize(1);
    do {
      var page = district.reviewer().listShareChangeRecords(request.build());
      records.addAll(page.getRecordsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    assertThat(records)
        .contains(
            ShareChangeRecord.newBuilder()
                .setRecord(district.name() + "/sections/" + section)
                .setType(RecordType.RECORD_TYPE_SECTION)
                .setAdded(true)
                .build());
    var future = district.name() + "/shareChanges/" + (newest.getRevision() + 1);
    assertThat(
            Refused.by(() ->
                    district.reviewer().listShareChangeRecords(request.setParent(future).build()))
                .reason())
        .isEqualTo("REVISION_IN_FUTURE");
  }

  @Test
  void a_new_school_year_is_one_adoption_of_all_new_sections() {
    district.declare(sharing(SharingType.SHARING_TYPE_SECTIONS));
    district.confirm();

    district.clever.apply(new RollOver());
    district.sync();
    var year = district.sectionsAtClever();
    assertThat(district.leftOutSections()).isEqualTo(year);
    var _ = district.reviewer().adoptSections(district.adoption(year).build());
    carriedOut();

    assertThat(district.liveSections()).isEqualTo(year);
    assertThat(district.share().getConfirmed().getLiveSectionsList()).isEqualTo(year);
    assertThat(district.leftOutSections()).isEmpty();
  }

  @Test
  void a_new_school_year_is_one_approved_change_of_sections_that_are_named() {
    var before = district.sectionsAtClever();
    district.declare(sections(before));
    district.confirm();
    assertThat(
            Refused.by(() -> district.reviewer().adoptSections(district.adoption(before).build()))
                .reason())
        .isEqualTo("SECTIONS_EXPLICIT");

    district.clever.apply(new RollOver());
    var year = district.sectionsAtClever();
    assertThat(year).doesNotContainAnyElementsOf(before);
    district.approve(sections(year));
    district.declare(sections(year));
    carriedOut();

    assertThat(district.liveSections()).isEqualTo(year);
    assertThat(district.share().getConfirmed().getSharing().getSectionsList()).isEqualTo(year);
  }

  /** What a year's end removes waits for a person, like anything that removes so much. */
  private void carriedOut() {
    var state = district.settled();
    if (state.hasPendingPlan()) {
      var plan = state.getPendingPlan();
      var _ =
          PlanServiceGrpc.newBlockingStub(district.server.channel())
              .withCallCredentials(
                  TestServer.bearer(district.server.issuer().token(TestServer.REVIEWER)))
              .approvePlan(
                  ApprovePlanRequest.newBuilder()
                      .setName(plan.getName())
                      .setDigest(plan.getDigest())
                      .build());
      assertThat(district.settled().hasPendingPlan()).isFalse();
    }
  }

  @Test
  void malformed_requests_name_their_fields_and_roles_are_kept() {
    district.apply(sharing(SharingType.SHARING_TYPE_DISTRICT), SharingDistrict::suspended);
    var confirmation =
        ConfirmSharingRequest.newBuilder().setName(district.name()).setShareDigest("abc");

    assertThat(fields(() -> district.reviewer().confirmSharing(confirmation.build())))
        .containsExactly("revision", "share_digest");
    confirmation.setRevision(1).setShareDigest("0".repeat(64));
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .confirmSharing(confirmation.clone().setReason("x".repeat(1001)).build())))
        .containsExactly("reason");
    assertThat(
            fields(() ->
                district.reviewer().confirmSharing(confirmation.clone().setRequestId("1").build())))
        .containsExactly("request_id");
    assertThat(
            fields(() ->
                district.reviewer().confirmSharing(confirmation.clone().setName("x").build())))
        .containsExactly("name");
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .adoptSections(district.adoption(List.of("x")).setReason("").build())))
        .containsExactly("sections[0]");
    assertThat(
            fields(() -> district.reviewer().adoptSections(district.adoption(List.of()).build())))
        .containsExactly("sections");
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .adoptSections(
                        district.adoption(List.of("0".repeat(24))).setReason("").build())))
        .containsExactly("reason");
    var same = sharing(SharingType.SHARING_TYPE_DISTRICT);
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .approveSharingChange(district.change(same).setFrom(same).build())))
        .containsExactly("to");
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .approveSharingChange(
                        district
                            .change(sharing(SharingType.SHARING_TYPE_SCHOOLS))
                            .clearFrom()
                            .build())))
        .containsExactly("from.type", "to.schools");
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .listShareChangeRecords(
                        ListShareChangeRecordsRequest.newBuilder()
                            .setParent(district.name())
                            .build())))
        .containsExactly("parent");
    assertThat(
            fields(() ->
                district
                    .reviewer()
                    .listLeftOutRecords(
                        ListLeftOutRecordsRequest.newBuilder()
                            .setParent(district.name())
                            .setType(RecordType.RECORD_TYPE_DISTRICT)
                            .build())))
        .containsExactly("type");

    var unknown = "districts/" + "0".repeat(24);
    assertThat(
            Refused.by(() ->
                    district
                        .reviewer()
                        .confirmSharing(confirmation.clone().setName(unknown).build()))
                .reason())
        .isEqualTo("DISTRICT_NOT_FOUND");
    assertThat(
            Refused.by(() ->
                    district.sharing(TestServer.OPERATOR).confirmSharing(confirmation.build()))
                .reason())
        .isEqualTo("ROLE_MISSING");
    var decisions = ListSharingDecisionsRequest.newBuilder().setParent(district.name());
    assertThat(district.sharing(TestServer.OPERATOR).listSharingDecisions(decisions.build()))
        .isEqualTo(dev.homeroom.v1.ListSharingDecisionsResponse.getDefaultInstance());
    assertThat(
            Refused.by(() ->
                    district.reviewer().listSharingDecisions(decisions.setPageToken("x").build()))
                .reason())
        .isEqualTo("PAGE_TOKEN_INVALID");
  }

  private static List<String> fields(java.util.function.Supplier<?> call) {
    return Refused.by(call).fields();
  }
}
