package dev.homeroom.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.operator.cluster.RunningOperator;
import dev.homeroom.operator.fake.FakeServer;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.UndeclaredPolicy;
import io.fabric8.kubernetes.api.model.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistrictSyncIT {
  private static final String DISTRICT = "4fd43cc56d11340000000005";
  private static final String LAKESIDE =
      """
      apiVersion: homeroom.dev/v1
      kind: DistrictSync
      metadata:
        name: lakeside
      spec:
        districtId: 4fd43cc56d11340000000005
        tokenSecretRef:
          name: lakeside-token
        sharing:
          type: District
        schedule:
          cron: "30 3 * * 1-5"
          timeZone: America/Chicago
      """;

  @TempDir Path folder;
  private FakeServer server;
  private RunningOperator operator;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    operator = RunningOperator.start(folder, server.target());
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
    server.close();
  }

  @Test
  void an_applied_resource_is_declared_and_becomes_ready() throws Exception {
    apply_with_token("good-token");

    operator.kubectl("wait", "--for=condition=Ready", "dsync/lakeside", "--timeout=30s");

    var declared = server.applied().getFirst();
    assertThat(declared.getName()).isEqualTo("districts/" + DISTRICT);
    assertThat(declared.getCleverToken()).isEqualTo("good-token");
    assertThat(declared.getSpec().getSchedule().getCron()).isEqualTo("30 3 * * 1-5");
    assertThat(declared.getSpec().getSchedule().getTimeZone()).isEqualTo("America/Chicago");
    assertThat(declared.getOwner().getCluster()).isEqualTo("test");
    assertThat(declared.getOwner().getNamespace()).isEqualTo(operator.namespace());
    assertThat(declared.getOwner().getName()).isEqualTo("lakeside");
    assertThat(operator.kubectl("get", "homeroom").lines())
        .element(0)
        .asString()
        .containsPattern(
            "NAME +DISTRICT +SHARING +READY +REASON +PLAN +STUDENTS +LAST SYNC +NEXT SYNC +AGE");
    assertThat(operator.kubectl("get", "dsync").lines())
        .element(1)
        .asString()
        .containsPattern(
            "lakeside +"
                + DISTRICT
                + " +District +True +Ready +False +1004 +\\S+ +2026-09-22T\\d\\d:\\d\\d:\\d\\dZ");
  }

  @Test
  void the_servers_word_becomes_status() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    server.change(
        DISTRICT,
        state ->
            state
                .setRevision(2)
                .setCounts(RosterCounts.newBuilder().setStudents(1010).setEnrollments(9000)));

    var status = operator.status("lakeside", each -> Objects.equals(each.revision(), 2L));
    assertThat(requireNonNull(status.counts()).students()).isEqualTo(1010);
    assertThat(status.counts().enrollments()).isEqualTo(9000);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(requireNonNull(status.lastRun()).state()).isEqualTo("SUCCEEDED");
    assertThat(status.lastSyncTime()).isEqualTo("2026-09-21T14:13:20Z");
  }

  @Test
  void a_changed_secret_is_declared_at_once_and_back() throws Exception {
    server.cleverRefuses("bad-token");
    apply_with_token("good-token");
    var ready = operator.condition("lakeside", "Ready", "True");

    secret("bad-token");
    var refused = operator.condition("lakeside", "CredentialsValid", "False");
    assertThat(refused.reason()).isEqualTo("RefusedByClever");
    assertThat(refused.message()).contains("put the one that Clever shows into the Secret");
    assertThat(operator.condition("lakeside", "Ready", "False").reason())
        .isEqualTo("RefusedByClever");

    secret("good-token");
    operator.condition("lakeside", "CredentialsValid", "True");
    assertThat(operator.condition("lakeside", "Ready", "True").lastTransitionTime())
        .isGreaterThanOrEqualTo(ready.lastTransitionTime());
    operator.awaitEvents(
        "lakeside",
        "Normal AcceptedByClever",
        "Warning RefusedByClever",
        "Warning SyncFailed",
        "Normal Ready");
  }

  @Test
  void credentials_that_the_first_sync_finds_refused_are_told_by_ready_and_warned_of()
      throws Exception {
    server.cleverRefuses("");
    operator.apply(LAKESIDE.replace("  tokenSecretRef:\n    name: lakeside-token\n", ""));

    var ready = operator.condition("lakeside", "Ready", "False");
    assertThat(ready.reason()).isEqualTo("CredentialsRejected");
    assertThat(ready.message()).isEqualTo("Clever lists no token for the district.");
    var credentials = operator.condition("lakeside", "CredentialsValid", "False");
    assertThat(credentials.message()).isEqualTo(ready.message());
    var incomplete = operator.condition("lakeside", "Incomplete", "Unknown");
    assertThat(incomplete.reason()).isEqualTo("NeverSynced");
    assertThat(incomplete.message()).doesNotContain("Clever lists");
    operator.awaitEvents("lakeside", "Warning CredentialsRejected", "Warning SyncFailed");
    assertThat(reasons(operator.events("lakeside"))).doesNotContain("NotTriedYet", "CountsAgree");
  }

  @Test
  void a_plan_and_incomplete_lists_are_columns_and_events_while_they_last() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    server.change(
        DISTRICT,
        state -> {
          state.setIncomplete(true);
          state
              .getPendingPlanBuilder()
              .setName("districts/" + DISTRICT + "/plans/one")
              .setDigest("d1ce")
              .setReason("30 students would go.");
          return state;
        });

    assertThat(operator.condition("lakeside", "PlanPending", "True").message())
        .contains("30 students would go.");
    operator.condition("lakeside", "Incomplete", "True");
    var wide = operator.kubectl("get", "dsync", "--output=wide").lines().toList();
    assertThat(wide.getFirst())
        .containsPattern("READY +REASON +PLAN +STUDENTS .* AGE +CONFIRMED +SUSPENDED +REVISION");
    assertThat(wide.getLast()).containsPattern(" True +Ready +True +1004 .* False +false +1$");

    server.change(DISTRICT, state -> state.setIncomplete(false).clearPendingPlan());

    operator.condition("lakeside", "PlanPending", "False");
    operator.awaitEvents(
        "lakeside",
        "Warning PlanWaits",
        "Warning CountsDiffer",
        "Normal NoPlan",
        "Normal CountsAgree");
  }

  @Test
  void a_missing_secret_is_asked_for_and_taken_when_it_comes() throws Exception {
    operator.apply(LAKESIDE);

    var missing = operator.condition("lakeside", "CredentialsValid", "False");
    assertThat(missing.reason()).isEqualTo("TokenSecretMissing");
    assertThat(missing.message())
        .contains("kubectl --namespace " + operator.namespace() + " create secret generic")
        .contains("lakeside-token --from-literal=token=");
    assertThat(server.applied()).isEmpty();

    secret("good-token");
    operator.condition("lakeside", "Ready", "True");
  }

  @Test
  void without_a_secret_reference_the_server_looks_the_token_up() throws Exception {
    operator.apply(LAKESIDE.replace("  tokenSecretRef:\n    name: lakeside-token\n", ""));

    operator.condition("lakeside", "Ready", "True");
    assertThat(server.applied().getFirst().hasCleverToken()).isFalse();
  }

  @Test
  void deleting_the_resource_ends_its_declaration() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    operator.kubectl("delete", "dsync", "lakeside", "--timeout=30s");

    assertThat(operator.find("lakeside")).isEmpty();
    assertThat(server.find(DISTRICT)).isEmpty();
  }

  @Test
  void deletion_does_not_wait_for_the_server_which_hears_of_it_later() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");
    server.switchOff();

    operator.kubectl("delete", "dsync", "lakeside", "--timeout=30s");
    assertThat(server.find(DISTRICT)).isPresent();

    server.switchOn();
    Eventually.see("the district is released", () -> server.find(DISTRICT), Optional::isEmpty);
  }

  @Test
  void districts_of_others_are_never_released() throws Exception {
    server.declareFor("elsewhere", "4fd43cc56d11340000000009");

    operator.restart();
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    assertThat(server.find("4fd43cc56d11340000000009")).isPresent();
  }

  @Test
  void while_the_server_is_away_ready_is_unknown_and_the_rest_stays() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    server.switchOff();
    var unknown = operator.condition("lakeside", "Ready", "Unknown");
    assertThat(unknown.reason()).isEqualTo("ServerUnavailable");
    var status = operator.status("lakeside", _ -> true);
    assertThat(requireNonNull(status.counts()).students()).isEqualTo(1004);
    assertThat(status.condition("CredentialsValid").orElseThrow().status()).isEqualTo("True");

    server.switchOn();
    operator.condition("lakeside", "Ready", "True");
  }

  @Test
  void a_sync_is_asked_for_once_and_nothing_is_declared_again() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    request_sync("one");
    handled("one");
    request_sync("two");
    handled("two");

    assertThat(server.triggered()).hasSize(2);
    assertThat(server.triggered().getFirst().getRequestId())
        .matches("[0-9a-f-]{36}")
        .isNotEqualTo(server.triggered().getLast().getRequestId());
    assertThat(server.applied()).hasSize(1);

    operator.restart();
    Eventually.see("declared anew", () -> server.applied().size(), size -> size == 2);
    request_sync("three");
    handled("three");
    assertThat(server.triggered()).hasSize(3);
  }

  @Test
  void a_district_that_another_cluster_owns_says_so() throws Exception {
    server.declareFor("elsewhere", DISTRICT);
    apply_with_token("good-token");

    var ready = operator.condition("lakeside", "Ready", "False");
    assertThat(ready.reason()).isEqualTo("DistrictOwned");
    assertThat(ready.message()).contains("elsewhere/default/somebody").contains("Delete that one");
  }

  @Test
  void what_the_server_does_not_accept_is_named() throws Exception {
    secret("good-token");
    operator.apply(LAKESIDE.replace("30 3 * * 1-5", "every so often or never"));

    var ready = operator.condition("lakeside", "Ready", "False");
    assertThat(ready.reason()).isEqualTo("SpecRefused");
    assertThat(ready.message()).contains("spec.schedule.cron: five fields as in a Unix crontab");

    operator.apply(LAKESIDE);
    operator.condition("lakeside", "Ready", "True");
  }

  @Test
  void a_suspended_district_says_how_to_go_on() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    operator.kubectl(
        "patch", "dsync", "lakeside", "--type=merge", "-p={\"spec\":{\"suspend\":true}}");

    var ready = operator.condition("lakeside", "Ready", "False");
    assertThat(ready.reason()).isEqualTo("Suspended");
    assertThat(ready.message()).contains("set spec.suspend to false");
    assertThat(operator.kubectl("get", "dsync", "--output=wide").lines())
        .element(1)
        .asString()
        .containsPattern(" False +Suspended +False .* False +true +1$");
    assertThat(server.applied().getLast().getSpec().getSuspend()).isTrue();
  }

  @Test
  void what_is_declared_of_the_sharing_and_the_guard_reaches_the_server() throws Exception {
    secret("good-token");
    operator.apply(
        LAKESIDE
                .replace("type: District", "type: Sections\n    sections: [%2$s, %1$s]")
                .formatted("4fd43cc56d11340000000131", "4fd43cc56d11340000000132")
            + "  guard:\n    removedPercent: 20\n");
    operator.condition("lakeside", "Ready", "True");

    var spec = server.applied().getFirst().getSpec();
    assertThat(spec.getSharing().getType()).isEqualTo(SharingType.SHARING_TYPE_SECTIONS);
    assertThat(spec.getSharing().getSectionsList())
        .containsExactly("4fd43cc56d11340000000131", "4fd43cc56d11340000000132");
    assertThat(spec.getSharing().getOnUndeclared())
        .isEqualTo(UndeclaredPolicy.UNDECLARED_POLICY_EXCLUDE);
    assertThat(spec.getGuard().getRemovedPercent()).isEqualTo(20);
    assertThat(spec.getGuard().getStudentFloor()).isEqualTo(25);
  }

  @Test
  void a_confirmed_sharing_is_told_and_kept_by_the_api_server() throws Exception {
    apply_with_token("good-token");
    assertThat(operator.condition("lakeside", "SharingConfirmed", "False").reason())
        .isEqualTo("NotComputed");

    confirm_what_is_declared();

    var confirmed = operator.condition("lakeside", "SharingConfirmed", "True");
    assertThat(confirmed.message()).contains("confirmed at revision 1, 2026-09-21T14:13:20Z");
    assertThat(operator.kubectl("get", "dsync", "--output=wide").lines())
        .element(1)
        .asString()
        .containsPattern(" True +false +1$");
    assertThatThrownBy(() -> operator.apply(with_staff()))
        .hasMessageContaining("the sharing was confirmed and is frozen");
    operator.awaitEvents("lakeside", "Normal SharingConfirmed");
  }

  @Test
  void a_change_that_overtook_the_confirmation_is_told_and_can_be_taken_back() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");
    operator.pause();
    confirm_what_is_declared();
    operator.apply(with_staff()); // status does not tell of the confirmation yet
    operator.resume();

    var frozen = operator.condition("lakeside", "Ready", "False");
    assertThat(frozen.reason()).isEqualTo("SharingFrozen");
    assertThat(frozen.message()).contains("Declare what status.confirmedSharing says");
    assertThat(operator.condition("lakeside", "SharingConfirmed", "False").reason())
        .isEqualTo("SharingFrozen");
    var status = operator.status("lakeside", each -> each.confirmedSharing() != null);
    assertThat(requireNonNull(status.confirmedSharing()).includeAllStaff()).isFalse();
    operator.awaitEvents("lakeside", "Warning SharingFrozen");

    operator.apply(LAKESIDE);
    operator.condition("lakeside", "SharingConfirmed", "True");
    operator.condition("lakeside", "Ready", "True");
  }

  @Test
  void a_resource_whose_sharing_is_refused_can_be_deleted() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");
    operator.pause();
    confirm_what_is_declared();
    operator.apply(with_staff());
    operator.resume();
    operator.condition("lakeside", "SharingConfirmed", "False");

    operator.kubectl("delete", "dsync", "lakeside", "--timeout=30s");

    assertThat(operator.find("lakeside")).isEmpty();
  }

  @Test
  void a_forged_or_emptied_status_is_put_right_at_once() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");
    var right = operator.status("lakeside", _ -> true);

    forge(
        """
        [{"op":"replace","path":"/status/revision","value":99},
         {"op":"add","path":"/status/planDigest","value":"f0e9"},
         {"op":"add","path":"/status/approvedSharingChange","value":
           {"id":"0b4e","to":{"type":"District","includeAllStaff":true,"onUndeclared":"Exclude"}}}]
        """);
    operator.status("lakeside", right::equals);
    forge(
        """
        [{"op":"replace","path":"/status/conditions","value":
           [{"type":"Ready","status":"False","reason":"Forged","message":"Forged.","observedGeneration":1,
             "lastTransitionTime":"2020-01-01T00:00:00Z"}]}]
        """);
    operator.status("lakeside", status -> sameConditions(status, right));
    forge("[{\"op\":\"remove\",\"path\":\"/status\"}]");
    operator.status("lakeside", right::equals);

    server.switchOff();
    var unknown = operator.condition("lakeside", "Ready", "Unknown");
    forge("[{\"op\":\"remove\",\"path\":\"/status\"}]");
    assertThat(operator.condition("lakeside", "Ready", "Unknown")).isEqualTo(unknown);
    assertThat(operator.status("lakeside", each -> each.counts() != null).counts())
        .isEqualTo(right.counts());
  }

  private static boolean sameConditions(DistrictSyncStatus one, DistrictSyncStatus other) {
    return Set.copyOf(requireNonNullElse(one.conditions(), List.of()))
        .equals(Set.copyOf(requireNonNull(other.conditions())));
  }

  private void forge(String patch) throws Exception {
    operator.kubectl(
        "patch", "dsync", "lakeside", "--subresource=status", "--type=json", "--patch=" + patch);
  }

  @Test
  void a_failed_sync_shows_its_reason_and_keeps_the_roster() throws Exception {
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    server.change(
        DISTRICT,
        state -> {
          state
              .getLatestRunBuilder()
              .setName("districts/" + DISTRICT + "/syncRuns/later")
              .setState(SyncState.SYNC_STATE_FAILED)
              .setFailure(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE)
              .setMessage("Clever did not answer; the next sync tries again.");
          return state;
        });

    assertThat(operator.condition("lakeside", "Synced", "False").reason())
        .isEqualTo("CleverUnavailable");
    var status = operator.status("lakeside", _ -> true);
    assertThat(status.revision()).isEqualTo(1);
    assertThat(requireNonNull(status.lastRun()).reason()).isEqualTo("CLEVER_UNAVAILABLE");
  }

  @Test
  void each_call_carries_the_newest_token_that_the_api_server_minted() throws Exception {
    var renewed = operator.renewToken();
    apply_with_token("good-token");
    operator.condition("lakeside", "Ready", "True");

    assertThat(server.lastAuthorization()).isEqualTo("Bearer " + renewed);
  }

  private void apply_with_token(String token) throws Exception {
    secret(token);
    operator.apply(LAKESIDE);
  }

  private void confirm_what_is_declared() {
    server.change(
        DISTRICT,
        state -> {
          var sharing = state.getSpec().getSharing();
          state.getShareBuilder().setDigest("5bec").getConfirmedBuilder().setSharing(sharing);
          state
              .getShareBuilder()
              .getConfirmedBuilder()
              .setRevision(1)
              .setConfirmTime(state.getLastSyncTime());
          return state;
        });
  }

  private static String with_staff() {
    return LAKESIDE.replace("type: District", "type: District\n    includeAllStaff: true");
  }

  private void secret(String token) throws Exception {
    operator.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: lakeside-token
        stringData:
          token: %s
        """
            .formatted(token));
  }

  private void request_sync(String value) throws Exception {
    operator.kubectl(
        "annotate", "--overwrite", "dsync/lakeside", "homeroom.dev/sync-requested-at=" + value);
  }

  private DistrictSyncStatus handled(String value) throws Exception {
    return operator.status("lakeside", status -> value.equals(status.lastHandledSyncRequest()));
  }

  private static List<String> reasons(List<Event> events) {
    return events.stream().map(Event::getReason).toList();
  }
}
