package dev.homeroom.server.sharing;

import static dev.homeroom.server.sharing.SharingDistrict.sharing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.ListDistrictStatesRequest;
import dev.homeroom.v1.SharingDecisionKind;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sharing in words of a newer release stops its own district alone, and loses nothing. */
final class NewerSharingTest {
  private static final String OTHER = "districts/" + "0".repeat(24);
  private static final String NEWER =
      "'{\"type\": \"SHARING_TYPE_CLASSES\", \"classes\": [\"7a\"]}'::jsonb";
  private static final String KNOWN = "'{\"type\": \"SHARING_TYPE_DISTRICT\"}'::jsonb";

  @Test
  void a_district_waits_for_servers_that_know_its_sharing_and_all_others_go_on() {
    try (var district = new SharingDistrict(40)) {
      var before = district.declare(sharing(SharingType.SHARING_TYPE_DISTRICT));
      district.confirm();
      sql(district, "alter table district_declarations drop constraint %s".formatted(check()));
      declared(district, "CLASSES", NEWER);

      var run = sync(district);
      var _ =
          district.apply(
              sharing(SharingType.SHARING_TYPE_DISTRICT), request -> request.setName(OTHER));

      var others =
          Eventually.see(
              () -> states(district), all -> state(all, OTHER).getLatestRun().hasEndTime());
      var state = state(others, district.name());
      assertThat(state.getSpec().getSharing().getType())
          .isEqualTo(SharingType.SHARING_TYPE_UNSPECIFIED);
      assertThat(state.getShare().getConfirmed().getSharing().getType())
          .isEqualTo(SharingType.SHARING_TYPE_DISTRICT);
      assertThat(state.getShare().getConflict()).isFalse();
      assertThat(state.getCounts()).isEqualTo(before.getCounts());
      assertThat(watched(district)).contains(state, state(others, OTHER));
      assertThat(state.getLatestRun().getName()).isEqualTo(run);
      assertThat(state.getLatestRun().getState()).isEqualTo(SyncState.SYNC_STATE_QUEUED);
      assertThat(state.getLatestRun().getMessage())
          .contains("newer release of Homeroom", "upgrade this server");

      declared(district, "DISTRICT", KNOWN);
      assertThat(district.settled().getLatestRun().getName()).isEqualTo(run);
      assertThat(district.state().getLatestRun().getState())
          .isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(district.state().getLatestRun().getMessage()).isEmpty();
    }
  }

  @Test
  void what_was_confirmed_in_newer_words_is_kept_and_nothing_else_may_be_declared() {
    try (var district = new SharingDistrict(40)) {
      district.declare(sharing(SharingType.SHARING_TYPE_DISTRICT));
      district.confirm();
      sql(district, "update confirmed_sharings set sharing = " + NEWER);
      sql(district, "update sharing_decisions set sharing = " + NEWER);

      assertThat(district.share().getConfirmed().getSharing().getType())
          .isEqualTo(SharingType.SHARING_TYPE_UNSPECIFIED);
      assertThat(district.decisions())
          .singleElement()
          .matches(each -> each.getKind() == SharingDecisionKind.SHARING_DECISION_KIND_CONFIRMED);
      var refused =
          Refused.by(() ->
              district.apply(sharing(SharingType.SHARING_TYPE_SCHOOL_SITE), request -> request));
      assertThat(refused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.reason()).isEqualTo("SHARING_OF_NEWER_RELEASE");
      assertThat(refused.message()).contains("newer release of Homeroom", "upgrade this server");
      assertThat(district.state().getSpec().getSharing().getType())
          .isEqualTo(SharingType.SHARING_TYPE_DISTRICT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"SHARING_TYPE_CLASSES\"}",
        "{\"type\": \"SHARING_TYPE_DISTRICT\", \"onUndeclared\": \"UNDECLARED_POLICY_ASK\"}",
        "{\"type\": \"SHARING_TYPE_DISTRICT\", \"without\": [\"7a\"]}",
        """
        {"type": "SHARING_TYPE_RULES", "rules": {"include": [{"subject": "SHARING_SUBJECT_STAFF",
         "field": "title", "operator": "SHARING_OPERATOR_BEGINS_WITH", "value": "Dean"}]}}
        """
      })
  void a_share_that_is_not_known_whole_is_not_known(String json) {
    assertThat(SharingMessages.find(JSONB.valueOf(json))).isEmpty();
  }

  private static String check() {
    return "district_declarations_sharing_type_check";
  }

  private static void declared(SharingDistrict district, String type, String sharing) {
    sql(
        district,
        "update district_declarations set sharing_type = '%s', sharing = %s"
            .formatted(type, sharing));
  }

  private static void sql(SharingDistrict district, String statement) {
    var _ = district.database.dsl().execute(statement);
  }

  private static String sync(SharingDistrict district) {
    var server = district.server;
    return SyncServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
        .triggerSync(
            TriggerSyncRequest.newBuilder()
                .setName(district.name())
                .setMode(SyncMode.SYNC_MODE_FULL)
                .build())
        .getName();
  }

  private static List<DistrictState> states(SharingDistrict district) {
    return district
        .server
        .districts(TestServer.OPERATOR)
        .listDistrictStates(ListDistrictStatesRequest.getDefaultInstance())
        .getDistrictStatesList();
  }

  private static DistrictState state(List<DistrictState> states, String district) {
    return states.stream()
        .filter(each -> each.getName().startsWith(district))
        .findFirst()
        .orElseThrow();
  }

  private static List<DistrictState> watched(SharingDistrict district) {
    var answers =
        district
            .server
            .districts(TestServer.OPERATOR)
            .watchDistrictStates(WatchDistrictStatesRequest.getDefaultInstance());
    var states = new ArrayList<DistrictState>();
    for (var answer = answers.next(); !answer.getSynced(); answer = answers.next()) {
      states.add(answer.getState());
    }
    return states;
  }
}
