package dev.homeroom.operator.status;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.client.Answer.Refused;
import dev.homeroom.operator.reconcile.Samples;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.StatusCondition;
import dev.homeroom.operator.resource.sharing.ConfirmedSharing;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StatusFactoryTest {
  private static final Instant NOON = Instant.parse("2026-09-01T12:00:00.123Z");
  private final DistrictSync resource = Samples.lakeside();

  @Test
  void a_healthy_district_is_ready() {
    var status = at(NOON, new Observation.Applied(healthy()));

    assertThat(condition(status, "CredentialsValid"))
        .isEqualTo(
            new StatusCondition(
                "CredentialsValid",
                "True",
                7L,
                "2026-09-01T12:00:00Z",
                "AcceptedByClever",
                "Clever accepts the district's token."));
    assertThat(condition(status, "Synced").message()).isEqualTo("The roster is at revision 3.");
    assertThat(condition(status, "Ready").message())
        .isEqualTo("The roster is served at revision 3, with 1004 students.");
    assertThat(status.observedGeneration()).isEqualTo(7);
    assertThat(status.appliedSpecHash()).isEqualTo("5bec");
    assertThat(status.nextSyncTime()).isEqualTo("2026-09-02T07:00:00Z");
  }

  @Test
  void the_same_observation_makes_an_equal_status_however_late() {
    var seen = new Observation.Applied(healthy());
    var first = at(NOON, seen);
    resource.setStatus(first);

    assertThat(at(NOON.plusSeconds(3600), seen)).isEqualTo(first);
  }

  @Test
  void conditions_of_other_writers_make_no_difference() {
    var ours = at(NOON, new Observation.Applied(healthy()));
    var conditions = new ArrayList<>(requireNonNull(ours.conditions()));
    conditions.addFirst(
        new StatusCondition("Audited", "True", 7L, "2026-09-01T12:00:00Z", "Yes", ""));

    var factory = new StatusFactory(Clock.systemUTC());

    assertThat(factory.own(ours.withConditions(conditions))).isEqualTo(ours);
  }

  @Test
  void a_transition_time_moves_with_the_status_and_not_with_the_message() {
    resource.setStatus(at(NOON, new Observation.Applied(healthy())));
    var later = at(NOON.plusSeconds(60), applied(state -> state.setRevision(4)));
    assertThat(condition(later, "Synced").message()).contains("revision 4");
    assertThat(condition(later, "Synced").lastTransitionTime()).isEqualTo("2026-09-01T12:00:00Z");

    resource.setStatus(later);
    var failed = at(NOON.plusSeconds(120), failed(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE));
    assertThat(condition(failed, "Synced").lastTransitionTime()).isEqualTo("2026-09-01T12:02:00Z");
    assertThat(condition(failed, "CredentialsValid").lastTransitionTime())
        .isEqualTo("2026-09-01T12:00:00Z");
  }

  @Test
  void no_answer_makes_ready_unknown_and_keeps_everything_else() {
    var before = at(NOON, new Observation.Applied(healthy()));
    resource.setStatus(before);

    var status = at(NOON.plusSeconds(60), new Observation.NoAnswer("UNAVAILABLE"));

    assertThat(condition(status, "Ready").status()).isEqualTo("Unknown");
    assertThat(condition(status, "Ready").reason()).isEqualTo("ServerUnavailable");
    assertThat(condition(status, "Synced")).isEqualTo(condition(before, "Synced"));
    assertThat(status.counts()).isEqualTo(before.counts());
    assertThat(status.revision()).isEqualTo(3);
    assertThat(status.credentialHash()).isEqualTo("c0de");
  }

  @Test
  void no_answer_at_first_leaves_nothing_but_unknown() {
    var status = at(NOON, new Observation.NoAnswer("UNAVAILABLE"));

    assertThat(requireNonNull(status.conditions()))
        .filteredOn(condition -> !condition.type().equals("Stalled"))
        .extracting(StatusCondition::status)
        .containsOnly("Unknown");
    assertThat(status.counts()).isNull();
  }

  @Test
  void an_unreadable_token_keeps_what_the_server_tells_of_the_one_before() {
    var problem = new TokenReading.Problem("TokenSecretMissing", "Create it.");

    var status = at(NOON, new Observation.TokenUnreadable(problem, Optional.of(healthy())));

    assertThat(condition(status, "CredentialsValid").message()).isEqualTo("Create it.");
    assertThat(condition(status, "Ready").reason()).isEqualTo("TokenSecretMissing");
    assertThat(condition(status, "Synced").status()).isEqualTo("True");
    assertThat(status.revision()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "DISTRICT_OWNED,False,DistrictOwned,Delete that one",
    "INVALID_FIELD,False,SpecRefused,The server does not accept",
    "ROLE_MISSING,Unknown,AccessRefused,access.yaml",
    "TOKEN_REJECTED,Unknown,AccessRefused,access.yaml",
    "TLS_REQUIRED,False,ServerRefused,tls.secretName"
  })
  void a_refusal_says_the_next_step(String reason, String ready, String shown, String step) {
    var refusal =
        new Refused<DistrictState>(
            reason,
            "as the server says",
            Optional.of("other/ns/name"),
            Optional.empty(),
            Optional.empty());

    var status = at(NOON, new Observation.Declined(refusal, Optional.empty()));

    assertThat(condition(status, "Ready").status()).isEqualTo(ready);
    assertThat(condition(status, "Ready").reason()).isEqualTo(shown);
    assertThat(condition(status, "Ready").message()).contains(step);
  }

  @Test
  void a_plan_that_waits_and_lists_that_stay_incomplete_are_conditions_beside_a_ready_district() {
    var before = at(NOON, new Observation.Applied(healthy()));
    assertThat(condition(before, "PlanPending").status()).isEqualTo("False");
    assertThat(condition(before, "Incomplete").status()).isEqualTo("False");
    assertThat(before.planDigest()).isNull();

    var status =
        at(
            NOON,
            applied(state -> {
              state
                  .setIncomplete(true)
                  .getLatestRunBuilder()
                  .setState(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
              state
                  .getPendingPlanBuilder()
                  .setName("districts/1/plans/2")
                  .setDigest("d1ce")
                  .setReason("30 students would go.");
              return state;
            }));

    assertThat(condition(status, "PlanPending").status()).isEqualTo("True");
    assertThat(condition(status, "PlanPending").message())
        .contains("districts/1/plans/2", "30 students would go.");
    assertThat(condition(status, "Incomplete").status()).isEqualTo("True");
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(status.planDigest()).isEqualTo("d1ce");
  }

  @Test
  void a_share_waits_for_a_reviewer_or_for_the_next_sync() {
    assertThat(condition(at(NOON, applied(state -> state)), "SharingConfirmed").reason())
        .isEqualTo("NotComputed");

    var manual = at(NOON, share(share -> share.setDigest("5bec")));
    assertThat(condition(manual, "SharingConfirmed").reason()).isEqualTo("WaitingForReviewer");
    assertThat(condition(manual, "SharingConfirmed").message()).contains("status.share");

    var automatic =
        applied(state -> {
          state
              .getSpecBuilder()
              .getSharingBuilder()
              .setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC);
          state.getShareBuilder().setDigest("5bec");
          return state;
        });
    assertThat(condition(at(NOON, automatic), "SharingConfirmed").reason())
        .isEqualTo("WaitingForSync");
  }

  @Test
  void a_computed_share_is_told_with_its_findings() {
    var status =
        at(
            NOON,
            share(share -> {
              share.setDigest("5bec").setRevision(3).getCoveredBuilder().setSections(12);
              share.getUndeclaredBuilder().setSections(2);
              share
                  .addFindingsBuilder()
                  .setKind(ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS)
                  .setSeverity(FindingSeverity.FINDING_SEVERITY_WARNING)
                  .setCount(2)
                  .addSamples("districts/1/sections/2")
                  .setExplanation("Name them.");
              return share;
            }));

    var told = requireNonNull(status.share());
    assertThat(requireNonNull(told.covered()).sections()).isEqualTo(12);
    assertThat(requireNonNull(told.undeclared()).sections()).isEqualTo(2);
    assertThat(told.findings())
        .containsExactly(
            new dev.homeroom.operator.resource.sharing.ShareFinding(
                "UndeclaredSections",
                "Warning",
                2L,
                List.of("districts/1/sections/2"),
                "Name them."));
  }

  @Test
  void confirmed_sections_are_told_by_the_ids_that_still_live() {
    var explicit =
        at(
            NOON,
            confirmed(confirmed -> {
              confirmed.getSharingBuilder().addSections("a").addSections("b");
              return confirmed.addLiveSections("b").setPinnedSections(2).setPinnedDigest("d1ce");
            }));

    var told = requireNonNull(explicit.confirmedSharing());
    assertThat(told.type()).isEqualTo("Sections");
    assertThat(told.sections()).containsExactly("b");
    assertThat(requireNonNull(told.pinned()).count()).isEqualTo(2);
    assertThat(told.schools()).isNull();
    assertThat(told.rules()).isNull();
    assertThat(told.onUndeclared()).isEqualTo("Exclude");
  }

  @Test
  void confirmed_sections_without_ids_are_told_by_their_digest() {
    var status =
        at(NOON, confirmed(confirmed -> confirmed.setPinnedSections(2).setPinnedDigest("d1ce")));

    var told = requireNonNull(status.confirmedSharing());
    assertThat(told.sections()).isNull();
    assertThat(told.pinned()).isEqualTo(new ConfirmedSharing.PinnedSections(2L, "d1ce"));
  }

  @Test
  void a_sharing_that_lost_against_the_confirmed_one_is_not_ready_and_says_how_to_go_on() {
    var status =
        at(
            NOON,
            share(share -> {
              share.setDigest("5bec").setConflict(true).getConfirmedBuilder();
              return share;
            }));

    assertThat(condition(status, "SharingConfirmed").reason()).isEqualTo("Conflict");
    assertThat(condition(status, "Ready").reason()).isEqualTo("Conflict");
    assertThat(condition(status, "Ready").message())
        .contains("status.confirmedSharing", "have a reviewer approve");
  }

  @Test
  void a_refused_sharing_shows_the_servers_sentence_beside_what_is_confirmed() {
    var refusal =
        new Refused<DistrictState>(
            "SHARING_FROZEN", "Go back.", Optional.empty(), Optional.empty(), Optional.empty());
    var last = Samples.healthy();
    last.getShareBuilder().setDigest("5bec").getConfirmedBuilder().setRevision(2);

    var status = at(NOON, new Observation.Declined(refusal, Optional.of(last.build())));

    assertThat(condition(status, "SharingConfirmed").message())
        .contains("spec.sharing", "status.confirmedSharing")
        .doesNotContain("ApproveSharingChange");
    assertThat(condition(status, "Ready").reason()).isEqualTo("SharingFrozen");
    assertThat(requireNonNull(status.confirmedSharing()).revision()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = SyncState.class,
      names = {"SYNC_STATE_QUEUED", "SYNC_STATE_FETCHING", "SYNC_STATE_APPLYING"})
  void a_current_roster_stays_ready_while_its_next_sync_runs(SyncState active) {
    resource.setStatus(at(NOON, new Observation.Applied(healthy())));

    var status = at(NOON.plusSeconds(60), running(active, 3));

    assertThat(condition(status, "Synced").status()).isEqualTo("True");
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(requireNonNull(status.lastRun()).state())
        .isEqualTo(active.name().substring("SYNC_STATE_".length()));
  }

  @Test
  void after_a_failure_a_running_sync_is_not_yet_a_success() {
    resource.setStatus(at(NOON, failed(SyncFailure.SYNC_FAILURE_INTERNAL)));

    var status = at(NOON.plusSeconds(60), running(SyncState.SYNC_STATE_FETCHING, 3));

    assertThat(condition(status, "Synced").status()).isEqualTo("False");
    assertThat(condition(status, "Synced").reason()).isEqualTo("Running");
  }

  @Test
  void a_sync_that_waits_for_the_rate_limit_says_until_when() {
    var waits = "Clever asks to wait until 10:42:05 UTC.";
    var waiting =
        applied(state -> {
          state.getLatestRunBuilder().setState(SyncState.SYNC_STATE_FETCHING).setMessage(waits);
          return state.setRevision(3);
        });

    assertThat(condition(at(NOON, waiting), "Synced").message())
        .isEqualTo("The roster is at revision 3. " + waits);
  }

  @Test
  void a_first_sync_that_runs_is_not_yet_a_roster() {
    var status = at(NOON, running(SyncState.SYNC_STATE_FETCHING, 0));

    assertThat(condition(status, "Synced").reason()).isEqualTo("Running");
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
  }

  @ParameterizedTest
  @EnumSource(
      value = SyncFailure.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SYNC_FAILURE_UNSPECIFIED", "UNRECOGNIZED"})
  void every_failure_has_a_reason_in_camel_case_and_a_message(SyncFailure failure) {
    var synced = condition(at(NOON, failed(failure)), "Synced");

    assertThat(synced.reason()).matches("([A-Z][a-z]+)+");
    assertThat(synced.message()).isNotBlank();
  }

  @Test
  void refused_credentials_carry_the_servers_sentence() {
    var status =
        at(
            NOON,
            applied(state ->
                state
                    .setCredentialState(CredentialState.CREDENTIAL_STATE_REJECTED)
                    .setCredentialMessage("Ask the district for a new token.")));

    assertThat(condition(status, "CredentialsValid").reason()).isEqualTo("RefusedByClever");
    assertThat(condition(status, "Ready").message()).isEqualTo("Ask the district for a new token.");
  }

  @Test
  void credentials_that_the_first_sync_found_missing_are_the_cause_that_ready_names() {
    var status =
        at(
            NOON,
            applied(state -> {
              state
                  .setCredentialState(CredentialState.CREDENTIAL_STATE_UNKNOWN)
                  .setRevision(0)
                  .getLatestRunBuilder()
                  .setState(SyncState.SYNC_STATE_FAILED)
                  .setFailure(SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED)
                  .setMessage("Clever lists no token for the district.");
              return state;
            }));

    assertThat(condition(status, "CredentialsValid").status()).isEqualTo("False");
    for (var type : List.of("CredentialsValid", "Synced", "Ready", "Stalled")) {
      assertThat(condition(status, type).reason()).isEqualTo("CredentialsRejected");
      assertThat(condition(status, type).message())
          .isEqualTo("Clever lists no token for the district.");
    }
    assertThat(condition(status, "Stalled").status()).isEqualTo("True");
  }

  @Test
  void a_sync_that_failed_before_the_token_was_tried_is_the_cause_that_ready_names() {
    var status =
        at(
            NOON,
            applied(state -> {
              state
                  .setCredentialState(CredentialState.CREDENTIAL_STATE_UNKNOWN)
                  .setRevision(0)
                  .getLatestRunBuilder()
                  .setState(SyncState.SYNC_STATE_FAILED)
                  .setFailure(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE)
                  .setMessage("Clever did not answer.");
              return state;
            }));

    assertThat(condition(status, "Ready").reason()).isEqualTo("CleverUnavailable");
    assertThat(condition(status, "Ready").message()).isEqualTo("Clever did not answer.");
    assertThat(condition(status, "Stalled").status()).isEqualTo("False");
  }

  @Test
  void nothing_was_compared_before_the_first_sync() {
    var status = at(NOON, running(SyncState.SYNC_STATE_FETCHING, 0));

    assertThat(condition(status, "Incomplete").status()).isEqualTo("Unknown");
    assertThat(condition(status, "Incomplete").reason()).isEqualTo("NeverSynced");
    assertThat(condition(status, "Incomplete").message()).doesNotContain("Clever lists");
  }

  @Test
  void a_resource_whose_cluster_was_renamed_says_so() {
    var refusal =
        new Refused<DistrictState>(
            "DISTRICT_OWNED", "Owned.", Optional.of("it"), Optional.empty(), Optional.of("east"));

    var ready = condition(at(NOON, new Observation.Declined(refusal, Optional.empty())), "Ready");

    assertThat(ready.reason()).isEqualTo("ClusterRenamed");
    assertThat(ready.message()).contains("east", "clusterName");
  }

  @ParameterizedTest
  @CsvSource({
    "CLEVER_TOKEN_NOT_PROVEN,RefusedByClever",
    "CLEVER_TOKEN_REQUIRED,TokenRequired",
    "AUTOMATIC_CONFIRMATION_NOT_GRANTED,AutomaticNotAllowed",
    "DISTRICT_RESERVED,DistrictReserved",
    "DISTRICT_OWNED,DistrictOwned",
    "SHARING_FROZEN,SharingFrozen",
    "INVALID_FIELD,SpecRefused"
  })
  void a_refusal_that_a_person_has_to_put_right_stalls(String reason, String shown) {
    var refusal =
        new Refused<DistrictState>(
            reason, "Says so.", Optional.empty(), Optional.empty(), Optional.empty());

    var status = at(NOON, new Observation.Declined(refusal, Optional.empty()));

    assertThat(condition(status, "Stalled").status()).isEqualTo("True");
    assertThat(condition(status, "Stalled").reason()).isEqualTo(shown);
    assertThat(condition(status, "Ready").reason()).isEqualTo(shown);
  }

  @Test
  void a_suspended_district_is_not_ready_but_keeps_its_facts() {
    var status =
        at(
            NOON,
            applied(state -> {
              state.getSpecBuilder().setSuspend(true);
              return state.clearNextSyncTime();
            }));

    assertThat(condition(status, "Ready").reason()).isEqualTo("Suspended");
    assertThat(condition(status, "Synced").status()).isEqualTo("True");
    assertThat(status.nextSyncTime()).isNull();
  }

  private DistrictSyncStatus at(Instant now, Observation seen) {
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    return new StatusFactory(clock)
        .status(resource, DistrictSync.statusOf(resource), seen, Optional.empty());
  }

  private static StatusCondition condition(DistrictSyncStatus status, String type) {
    return status.condition(type).orElseThrow();
  }

  private static DistrictState healthy() {
    return Samples.healthy().build();
  }

  private static Observation applied(UnaryOperator<DistrictState.Builder> change) {
    return new Observation.Applied(change.apply(Samples.healthy()).build());
  }

  private static Observation share(UnaryOperator<Share.Builder> change) {
    return applied(state -> state.setShare(change.apply(Share.newBuilder())));
  }

  private static Observation confirmed(
      UnaryOperator<dev.homeroom.v1.ConfirmedSharing.Builder> change) {
    var confirmed = dev.homeroom.v1.ConfirmedSharing.newBuilder();
    confirmed.getSharingBuilder().setType(SharingType.SHARING_TYPE_SECTIONS);
    return share(share -> share.setDigest("5bec").setConfirmed(change.apply(confirmed)));
  }

  private static Observation running(SyncState active, long revision) {
    return applied(state -> {
      state.getLatestRunBuilder().setState(active);
      return state.setRevision(revision);
    });
  }

  private static Observation failed(SyncFailure failure) {
    return applied(state -> {
      state.getLatestRunBuilder().setState(SyncState.SYNC_STATE_FAILED).setFailure(failure);
      return state;
    });
  }
}
