package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.sharing.SharingDistrict.sections;
import static dev.homeroom.server.sharing.SharingDistrict.sharing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange.EndSection;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.sharing.SharingDistrict;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingDecisionKind;
import dev.homeroom.v1.SharingType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was confirmed holds for whoever declares a district. */
final class FrozenSharingTest {
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
  void only_the_share_that_was_looked_at_is_confirmed() {
    var all = district.sectionsOfOneSchool();
    district.apply(sections(all.subList(0, 2)), SharingDistrict::suspended);
    var guess =
        ConfirmSharingRequest.newBuilder()
            .setName(district.name())
            .setRevision(1)
            .setShareDigest("0".repeat(64));
    assertThat(Refused.by(() -> district.reviewer().confirmSharing(guess.build())).reason())
        .isEqualTo("SHARE_NOT_COMPUTED");

    district.declare(sections(all.subList(0, 2)));
    var share = district.share();
    assertThat(share.hasConfirmed()).isFalse();
    var mismatch = Refused.by(() -> district.reviewer().confirmSharing(guess.build()));
    assertThat(mismatch.reason()).isEqualTo("SHARE_DIGEST_MISMATCH");
    assertThat(mismatch.metadata()).containsEntry("digest", share.getDigest());
    assertThat(
            Refused.by(() ->
                    district
                        .reviewer()
                        .confirmSharing(district.confirmation().setRevision(9).build()))
                .reason())
        .isEqualTo("REVISION_IN_FUTURE");

    var request = UUID.randomUUID().toString();
    var confirmation = district.confirmation().setRequestId(request);
    var confirmed = district.reviewer().confirmSharing(confirmation.build());
    assertThat(confirmed.getConfirmed().getSharing().getSectionsList())
        .isEqualTo(all.subList(0, 2));
    assertThat(confirmed.getConfirmed().getDigest()).isEqualTo(share.getDigest());
    assertThat(confirmed.getConfirmed().getRevision()).isEqualTo(share.getRevision());
    assertThat(confirmed.getConfirmed().getConfirmedBy()).isEqualTo(TestServer.REVIEWER);
    assertThat(confirmed.getConfirmed().getLiveSectionsList()).isEqualTo(all.subList(0, 2));
    assertThat(confirmed.getConfirmed().getPinnedSections()).isEqualTo(2);
    assertThat(district.reviewer().confirmSharing(confirmation.build())).isEqualTo(confirmed);
    assertThat(district.confirm()).as("once more, by another request").isEqualTo(confirmed);
    assertThat(
            Refused.by(() ->
                    district.reviewer().confirmSharing(confirmation.setReason("another").build()))
                .reason())
        .isEqualTo("REQUEST_ID_REUSED");
    assertThat(district.decisions()).hasSize(1);
    assertThat(district.share()).isEqualTo(confirmed);

    district.declare(sections(all.subList(0, 3)));
    assertThat(Refused.by(district::confirm).reason()).isEqualTo("SHARING_FROZEN");
  }

  @Test
  void sections_may_be_added_and_dead_ones_dropped_but_no_live_one_and_no_other_type() {
    var all = district.sectionsOfOneSchool();
    var schools = schools();
    district.declare(sections(all.subList(0, 3)));
    district.confirm();

    var refused = refused(schools, request -> schedule(request, "7 7 * * *"));
    assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.message())
        .contains("declare the confirmed one", "a reviewer approve this change");
    assertThat(district.state().getSpec().getSchedule().getCron())
        .as("a refused request changes nothing")
        .isEqualTo("0 2 * * *");
    refused(sharing(SharingType.SHARING_TYPE_SECTIONS), request -> request);
    refused(sections(all.subList(1, 4)), request -> request);
    refused(sections(all.subList(0, 3)).setIncludeAllStaff(true), request -> request);

    district.declare(sections(all.subList(0, 4)));
    assertThat(district.liveSections()).isEqualTo(all.subList(0, 4));
    refused(sections(all.subList(1, 4)), request -> request);
    district.apply(
        sections(all.subList(0, 3))
            .setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC),
        request -> schedule(request, "7 7 * * *"));
    assertThat(district.settled().getSpec().getSchedule().getCron()).isEqualTo("7 7 * * *");
    assertThat(district.liveSections()).isEqualTo(all.subList(0, 3));

    district.clever.apply(new EndSection(all.getFirst()));
    district.sync();
    assertThat(district.share().getConfirmed().getLiveSectionsList()).isEqualTo(all.subList(1, 3));
    assertThat(district.share().getConfirmed().getPinnedSections()).isEqualTo(3);
    district.declare(sections(all.subList(1, 3)));
    assertThat(district.share().getConfirmed().getPinnedSections()).isEqualTo(2);
    assertThat(district.share().getConfirmed().getSharing().getSectionsList())
        .isEqualTo(all.subList(0, 3));
    district.declare(sections(all.subList(0, 3)));
    assertThat(district.share().getConfirmed().getPinnedSections()).isEqualTo(3);
    assertThat(district.decisions()).hasSize(1);
  }

  @Test
  void an_approved_change_passes_once_and_no_other_even_when_the_district_is_declared_anew() {
    var all = district.sectionsOfOneSchool();
    district.declare(sections(all.subList(0, 2)));
    assertThat(
            Refused.by(() ->
                    district
                        .reviewer()
                        .approveSharingChange(
                            district
                                .change(schools())
                                .setFrom(sections(all.subList(0, 2)))
                                .build()))
                .reason())
        .isEqualTo("SHARING_NOT_CONFIRMED");
    var confirmed = district.confirm().getConfirmed();
    assertThat(
            Refused.by(() ->
                    district
                        .reviewer()
                        .approveSharingChange(
                            district
                                .change(schools())
                                .setFrom(schools())
                                .setTo(sections(all))
                                .build()))
                .reason())
        .isEqualTo("SHARING_CHANGED");

    district.delete();
    refused(schools(), request -> request);
    assertThat(Refused.by(() -> district.apply(schools(), request -> owner(request))).reason())
        .isEqualTo("DISTRICT_RESERVED");
    district.release();
    refused(schools(), request -> request);
    assertThat(Refused.by(district::share).reason())
        .as("it stays undeclared")
        .isEqualTo("DISTRICT_NOT_FOUND");
    district.apply(sections(all.subList(0, 2)), request -> request);
    assertThat(district.settled().getShare().getConfirmed()).isEqualTo(confirmed);

    var request = UUID.randomUUID().toString();
    var first = district.change(sections(all)).setRequestId(request).build();
    var replaced = district.reviewer().approveSharingChange(first);
    assertThat(district.reviewer().approveSharingChange(first)).isEqualTo(replaced);
    var approval = district.approve(schools());
    assertThat(district.share().getApproval()).isEqualTo(approval);
    assertThat(approval.getApprovedBy()).isEqualTo(TestServer.REVIEWER);
    refused(sections(all.subList(1, 3)), r -> r);
    refused(schools().setIncludeAllStaff(true), r -> r);
    district.apply(schools(), r -> r);

    var changed = district.settled().getShare();
    assertThat(changed.hasApproval()).isFalse();
    assertThat(changed.getConfirmed().getSharing().getType())
        .isEqualTo(SharingType.SHARING_TYPE_SCHOOLS);
    assertThat(changed.getConfirmed().getPinnedSections()).isZero();
    refused(sections(all.subList(0, 2)), r -> r);
    assertThat(district.reviewer().approveSharingChange(first)).isEqualTo(replaced);
    assertThat(district.decisions())
        .extracting(SharingDecision::getKind)
        .containsExactly(
            SharingDecisionKind.SHARING_DECISION_KIND_CHANGE_DECLARED,
            SharingDecisionKind.SHARING_DECISION_KIND_CHANGE_APPROVED,
            SharingDecisionKind.SHARING_DECISION_KIND_CHANGE_APPROVED,
            SharingDecisionKind.SHARING_DECISION_KIND_CONFIRMED);
    var declared = district.decisions().getFirst();
    assertThat(declared.getDecidedBy()).isEqualTo(TestServer.OPERATOR);
    assertThat(declared.getReason()).isEqualTo("the district asked for it");
    assertThat(declared.hasTime()).isTrue();
    assertThat(district.decisions().getLast().getShareDigest()).isEqualTo(confirmed.getDigest());
  }

  @Test
  void a_new_owner_is_not_held_to_what_was_confirmed_for_another() {
    var all = district.sectionsOfOneSchool();
    district.declare(sections(all.subList(0, 2)));
    district.confirm();
    var approval = district.approve(sections(all));
    district.release();

    district.apply(schools(), request -> owner(request));

    var share = district.settled().getShare();
    assertThat(share.hasConfirmed()).isFalse();
    assertThat(share.hasApproval()).as("of " + approval.getId()).isFalse();
    assertThat(share.getConflict()).isFalse();
    assertThat(district.liveSections()).hasSizeGreaterThan(2);
    var ended = district.decisions().getFirst();
    assertThat(ended.getKind()).isEqualTo(SharingDecisionKind.SHARING_DECISION_KIND_OWNER_CHANGED);
    assertThat(ended.getSharing().getSectionsList()).isEqualTo(all.subList(0, 2));

    district.confirm();
    district.release();
    assertThat(Refused.by(() -> district.apply(sections(all), r -> owner(r))).reason())
        .as("what was confirmed for this owner holds on")
        .isEqualTo("SHARING_FROZEN");
    district.apply(sections(all), request -> request);
    assertThat(district.settled().getShare().hasConfirmed()).isFalse();
  }

  @Test
  void what_was_confirmed_for_nobody_knows_whom_holds_every_owner() {
    var all = district.sectionsOfOneSchool();
    district.declare(sections(all.subList(0, 2)));
    district.confirm();
    district.release();
    district
        .database
        .dsl()
        .execute(
            "update confirmed_sharings set owner_cluster = null, owner_namespace = null,"
                + " owner_caller = null");

    refused(schools(), request -> owner(request));
  }

  @Test
  void an_approval_of_what_is_declared_already_takes_effect_at_once() {
    var all = district.sectionsOfOneSchool();
    district.declare(sections(all.subList(0, 2)));
    district.confirm();
    district.declare(sections(all.subList(0, 3)));

    district.approve(sections(all.subList(0, 3)));

    assertThat(district.settled().getShare().hasApproval()).isFalse();
    assertThat(district.share().getConfirmed().getPinnedSections()).isEqualTo(3);
    refused(sections(all.subList(0, 2)), request -> request);
  }

  @Test
  void syncs_go_by_the_confirmed_share_where_another_was_declared_past_the_server() {
    var all = district.sectionsOfOneSchool();
    district.declare(sections(all.subList(0, 2)));
    district.confirm();

    district
        .database
        .dsl()
        .execute(
            "update district_declarations set sharing_type = 'DISTRICT', sharing = null,"
                + " spec_hash = 'of an older server'");

    assertThat(district.share().getConflict()).isTrue();
    district.sync();
    assertThat(district.liveSections()).isEqualTo(all.subList(0, 2));
    refused(schools(), request -> request);
    district.declare(sections(all.subList(0, 2)));
    assertThat(district.share().getConflict()).isFalse();
    assertThat(district.liveSections()).isEqualTo(all.subList(0, 2));
  }

  @Test
  void the_server_confirms_after_a_sync_where_the_declaration_says_so() {
    var automatic = ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC;
    var declared = sharing(SharingType.SHARING_TYPE_DISTRICT).setConfirmation(automatic);

    district.declare(declared);

    var share = Eventually.see(district::share, Share::hasConfirmed);
    assertThat(share.getConfirmed().getConfirmedBy()).isEmpty();
    assertThat(share.getConfirmed().getDigest()).isEqualTo(share.getDigest());
    refused(schools(), request -> request);
    district.declare(declared.setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_MANUAL));
    assertThat(district.share().hasConfirmed()).isTrue();
    assertThat(district.decisions())
        .extracting(SharingDecision::getDecidedBy, SharingDecision::getReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("", ""));
  }

  @Test
  void a_confirmation_and_a_declaration_at_once_never_contradict_each_other() throws Exception {
    var agreed = sharing(SharingType.SHARING_TYPE_DISTRICT);
    district.declare(agreed);
    district.apply(agreed, SharingDistrict::suspended);
    var confirmation = district.confirmation().build();
    var start = new CyclicBarrier(2);

    for (int round = 0; round < 25; round++) {
      try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
        var confirmed =
            both.submit(() -> {
              start.await();
              return refusal(() -> district.reviewer().confirmSharing(confirmation));
            });
        var declared =
            both.submit(() -> {
              start.await();
              return refusal(() -> district.apply(schools(), SharingDistrict::suspended));
            });
        var outcome = List.of(confirmed.get().orElse("ok"), declared.get().orElse("ok"));
        assertThat(outcome)
            .isIn(List.of("ok", "SHARING_FROZEN"), List.of("SHARE_NOT_COMPUTED", "ok"));
      }
      var state = district.state();
      assertThat(state.getShare().getConflict()).isFalse();
      if (state.getShare().hasConfirmed()) {
        assertThat(state.getSpec().getSharing().getType())
            .isEqualTo(SharingType.SHARING_TYPE_DISTRICT);
      }
      var _ = district.apply(agreed, SharingDistrict::suspended);
      forget();
    }
  }

  private void forget() {
    for (var table : List.of("sharing_decisions", "pinned_sections", "confirmed_sharings")) {
      district.database.dsl().execute("delete from " + table);
    }
  }

  private static Optional<String> refusal(Supplier<?> call) {
    try {
      var _ = call.get();
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      return Optional.of(Refused.of(refused).reason());
    }
  }

  private Refused refused(
      Sharing.Builder sharing, UnaryOperator<ApplyDistrictRequest.Builder> change) {
    var refused = Refused.by(() -> district.apply(sharing, change));
    assertThat(refused.reason()).isEqualTo("SHARING_FROZEN");
    return refused;
  }

  private Sharing.Builder schools() {
    var rows = district.clever.roster().rows(RecordType.SCHOOLS);
    var schools = rows.liveSlots().mapToObj(slot -> rows.id(slot).toString()).toList();
    return sharing(SharingType.SHARING_TYPE_SCHOOLS).addAllSchools(schools);
  }

  private static ApplyDistrictRequest.Builder schedule(
      ApplyDistrictRequest.Builder request, String cron) {
    request.getSpecBuilder().getScheduleBuilder().setCron(cron);
    return request;
  }

  private static ApplyDistrictRequest.Builder owner(ApplyDistrictRequest.Builder request) {
    request.getOwnerBuilder().setCluster("prod").setNamespace("schools").setName("lakeside");
    return request;
  }
}
