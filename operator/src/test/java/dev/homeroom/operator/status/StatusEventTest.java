package dev.homeroom.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.homeroom.operator.reconcile.Samples;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareCounts;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class StatusEventTest {
  private final DistrictSync resource = Samples.lakeside();

  @Test
  void becoming_ready_is_told_once() {
    var ready = status(new Observation.Applied(Samples.healthy().build()));

    assertThat(StatusEvent.between(DistrictSyncStatus.EMPTY, ready))
        .extracting(StatusEvent::reason, StatusEvent::warning)
        .containsExactly(tuple("AcceptedByClever", false), tuple("Ready", false));
    assertThat(StatusEvent.between(ready, ready)).isEmpty();
  }

  @Test
  void each_failed_sync_is_told_even_where_no_condition_turns() {
    var first = failed("one");
    var second = failed("two");

    assertThat(StatusEvent.between(first, second))
        .singleElement()
        .isEqualTo(new StatusEvent(true, "SyncFailed", "Clever did not answer."));
  }

  @Test
  void a_first_sync_that_fails_is_a_warning_though_ready_was_false_before() {
    var running = Samples.healthy().setRevision(0);
    running.getLatestRunBuilder().setState(SyncState.SYNC_STATE_FETCHING);
    var failed = failed("one");

    assertThat(StatusEvent.between(status(new Observation.Applied(running.build())), failed))
        .filteredOn(StatusEvent::warning)
        .extracting(StatusEvent::reason)
        .containsExactly("SyncFailed", "CleverUnavailable");
  }

  @Test
  void credentials_that_the_first_sync_finds_refused_are_the_cause_that_ready_tells() {
    var running = untried(SyncState.SYNC_STATE_FETCHING);
    var refused = untried(SyncState.SYNC_STATE_FAILED);
    refused
        .getLatestRunBuilder()
        .setFailure(SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED)
        .setMessage("Clever lists no token for the district.");

    assertThat(
            StatusEvent.between(
                status(new Observation.Applied(running.build())),
                status(new Observation.Applied(refused.build()))))
        .contains(
            new StatusEvent(
                true,
                "CredentialsRejected",
                "Ready is False: Clever lists no token for the district."))
        .extracting(StatusEvent::warning, StatusEvent::reason)
        .containsExactly(
            tuple(true, "CredentialsRejected"),
            tuple(true, "SyncFailed"),
            tuple(true, "CredentialsRejected"));
  }

  private static DistrictState.Builder untried(SyncState run) {
    var state =
        Samples.healthy()
            .setCredentialState(CredentialState.CREDENTIAL_STATE_UNKNOWN)
            .setRevision(0);
    state.getLatestRunBuilder().setState(run);
    return state;
  }

  @Test
  void a_plan_and_lists_that_stay_incomplete_are_told_when_they_come_and_when_they_go() {
    var calm = status(new Observation.Applied(Samples.healthy().build()));
    var first = status(new Observation.Applied(planned("d1ce")));
    var second = status(new Observation.Applied(planned("5bec")));

    assertThat(StatusEvent.between(calm, first))
        .extracting(StatusEvent::warning, StatusEvent::reason)
        .containsExactly(tuple(true, "PlanWaits"), tuple(true, "CountsDiffer"));
    assertThat(StatusEvent.between(first, first)).isEmpty();
    assertThat(StatusEvent.between(first, second))
        .extracting(StatusEvent::reason)
        .contains("PlanWaits");
    assertThat(StatusEvent.between(second, calm))
        .extracting(StatusEvent::warning, StatusEvent::reason)
        .containsExactly(tuple(false, "NoPlan"), tuple(false, "CountsAgree"));
  }

  private static DistrictState planned(String digest) {
    var state = Samples.healthy().setIncomplete(true);
    state.getPendingPlanBuilder().setName("districts/1/plans/2").setDigest(digest);
    return state.build();
  }

  @Test
  void a_first_sync_under_way_is_no_warning() {
    var running = Samples.healthy().setRevision(0);
    running.getLatestRunBuilder().setState(SyncState.SYNC_STATE_FETCHING);

    assertThat(
            StatusEvent.between(
                DistrictSyncStatus.EMPTY, status(new Observation.Applied(running.build()))))
        .noneMatch(StatusEvent::warning);
  }

  @Test
  void a_changed_share_is_told_in_counts_and_once() {
    var first = share(share -> share);
    var second =
        share(share -> {
          share
              .getLastChangeBuilder()
              .setRevision(4)
              .setAdded(ShareCounts.newBuilder().setSchools(1).setSections(12).setStaff(2))
              .getRemovedBuilder();
          return share;
        });

    assertThat(StatusEvent.between(first, second))
        .containsExactly(
            new StatusEvent(
                false,
                "ShareChanged",
                "Revision 4 changed the share. Joined: 1 school, 12 sections, 2 staff. Left: nothing."));
    assertThat(StatusEvent.between(second, second)).isEmpty();
  }

  @Test
  void a_finding_is_told_when_it_comes_up_and_when_it_grows() {
    var none = share(share -> share);
    var two = share(share -> share.addFindings(undeclaredSections(2)));
    var three = share(share -> share.addFindings(undeclaredSections(3)));

    assertThat(StatusEvent.between(none, two))
        .containsExactly(new StatusEvent(true, "UndeclaredSections", "2 sections are left out."));
    assertThat(StatusEvent.between(two, three))
        .containsExactly(new StatusEvent(true, "UndeclaredSections", "3 sections are left out."));
    assertThat(StatusEvent.between(three, two)).isEmpty();
  }

  @Test
  void each_step_of_a_confirmation_is_told() {
    var waiting = share(share -> share.setDigest("5bec"));
    var confirmed = share(StatusEventTest::confirmed);
    var approved =
        share(share -> {
          confirmed(share).getApprovalBuilder().setId("0b4e").getToBuilder();
          return share;
        });

    assertThat(StatusEvent.between(DistrictSyncStatus.EMPTY, waiting))
        .extracting(StatusEvent::reason)
        .contains("WaitingForReviewer");
    assertThat(StatusEvent.between(waiting, confirmed))
        .extracting(StatusEvent::warning, StatusEvent::reason)
        .containsExactly(tuple(false, "SharingConfirmed"));
    assertThat(StatusEvent.between(confirmed, approved))
        .extracting(StatusEvent::warning, StatusEvent::reason)
        .containsExactly(tuple(false, "SharingChangeApproved"));
  }

  @Test
  void a_sharing_that_is_not_in_force_is_a_warning() {
    var confirmed = share(StatusEventTest::confirmed);
    var conflict = share(share -> confirmed(share).setConflict(true));

    assertThat(StatusEvent.between(confirmed, conflict))
        .extracting(StatusEvent::warning, StatusEvent::reason)
        .containsExactly(tuple(true, "Conflict"), tuple(true, "Conflict"));
  }

  private static Share.Builder confirmed(Share.Builder share) {
    share.setDigest("5bec").getConfirmedBuilder().setRevision(3);
    return share;
  }

  private static ShareFinding undeclaredSections(int count) {
    return ShareFinding.newBuilder()
        .setKind(ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS)
        .setSeverity(FindingSeverity.FINDING_SEVERITY_WARNING)
        .setCount(count)
        .setExplanation(count + " sections are left out.")
        .build();
  }

  private DistrictSyncStatus share(UnaryOperator<Share.Builder> change) {
    var share = change.apply(Share.newBuilder().setDigest("d1ce"));
    return status(new Observation.Applied(Samples.healthy().setShare(share).build()));
  }

  private DistrictSyncStatus failed(String run) {
    var state = Samples.healthy();
    state
        .getLatestRunBuilder()
        .setName(run)
        .setState(SyncState.SYNC_STATE_FAILED)
        .setFailure(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE)
        .setMessage("Clever did not answer.");
    return status(new Observation.Applied(state.build()));
  }

  private DistrictSyncStatus status(Observation seen) {
    return new StatusFactory(Clock.systemUTC())
        .status(resource, DistrictSyncStatus.EMPTY, seen, Optional.empty());
  }
}
