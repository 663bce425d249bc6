package dev.homeroom.server.district;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_RESERVATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.ReleaseDistrictRequest;
import dev.homeroom.v1.SharingType;
import io.grpc.Status;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose a district is, for callers whose grants allow nothing beyond what every operator may. */
final class OwnershipTest {
  private static final String HERE = "operator-here";
  private static final String THERE = "operator-there";
  private static final String SOME_SCHOOLS = "reviewer-of-one-school";

  private static Sandbox clever;
  private static TestServer server;
  private static Database database;

  @BeforeAll
  static void start() throws Exception {
    clever = Sandbox.start(SandboxConfig.demo().withStudents(20));
    server = TestServer.start(URI.create(clever.baseUrl()));
    database = TestPostgres.open(server.database());
    server.grant(
        Map.of(
            HERE,
            "role: operator, districts: all",
            THERE,
            "role: operator, districts: all",
            SOME_SCHOOLS,
            "role: reviewer, districts: all, fields: all, schools: [0123456789abcdef01234567]"));
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
    clever.close();
  }

  @AfterEach
  void free_the_district() {
    release(TestServer.REVIEWER, UnaryOperator.identity());
  }

  @Test
  void a_new_owner_proves_the_district_by_its_token() {
    assertThat(refusal(HERE, "red", request -> request.clearCleverToken()))
        .isEqualTo("CLEVER_TOKEN_REQUIRED");
    assertThat(refusal(HERE, "red", request -> request.setCleverToken("invented")))
        .isEqualTo("CLEVER_TOKEN_NOT_PROVEN");
    assertThat(
            refusal(HERE, "red", request -> request.setName("districts/0123456789abcdef01234567")))
        .isEqualTo("CLEVER_TOKEN_NOT_PROVEN");
    assertThat(database.dsl().fetchCount(DISTRICT_DECLARATIONS)).isZero();

    assertThat(apply(HERE, "red").getOwner().getNamespace()).isEqualTo("red");
  }

  @Test
  void an_owner_may_bring_a_token_that_does_not_work_and_is_told_so_by_the_sync() {
    apply(HERE, "red");

    var state = apply(HERE, "red", request -> request.setCleverToken("renewed-too-early"));

    assertThat(state.getCredentialHash()).isNotEmpty();
  }

  @Test
  void an_automatic_confirmation_needs_a_right() {
    UnaryOperator<ApplyDistrictRequest.Builder> automatic =
        request -> {
          request
              .getSpecBuilder()
              .getSharingBuilder()
              .setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC);
          return request;
        };

    var refused = Refused.by(() -> apply(HERE, "red", automatic));

    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("AUTOMATIC_CONFIRMATION_NOT_GRANTED");
    apply(TestServer.OPERATOR, "red", automatic);
  }

  @Test
  void a_caller_that_may_go_without_a_token_can_ask_to_be_held_to_one() {
    assertThat(
            refusal(
                TestServer.OPERATOR,
                "red",
                request -> request.clearCleverToken().setTokenRequired(true)))
        .isEqualTo("CLEVER_TOKEN_REQUIRED");
    assertThat(
            refusal(
                TestServer.OPERATOR,
                "red",
                request -> request.setCleverToken("invented").setTokenRequired(true)))
        .isEqualTo("CLEVER_TOKEN_NOT_PROVEN");
  }

  @Test
  void another_caller_is_another_owner_whatever_it_says() {
    apply(HERE, "red");

    assertThat(refusal(THERE, "red", UnaryOperator.identity())).isEqualTo("DISTRICT_OWNED");
    assertThat(Refused.by(() -> delete(THERE, "red")).reason()).isEqualTo("DISTRICT_OWNED");
    assertThat(Refused.by(() -> release(THERE, request -> request.setOwner(owner("red")))).reason())
        .isEqualTo("DISTRICT_OWNED");
  }

  @Test
  void a_district_is_kept_for_its_namespace_for_a_day() {
    apply(HERE, "red");
    delete(HERE, "red");

    var refused = Refused.by(() -> apply(HERE, "blue"));
    assertThat(refused.reason()).isEqualTo("DISTRICT_RESERVED");
    assertThat(refused.metadata().get("until")).endsWith("Z");
    assertThat(refusal(THERE, "red", UnaryOperator.identity())).isEqualTo("DISTRICT_RESERVED");
    apply(HERE, "red", request -> request.setOwner(owner("red").toBuilder().setName("renamed")));
    delete(HERE, "red", "renamed");

    database
        .dsl()
        .update(DISTRICT_RESERVATIONS)
        .set(DISTRICT_RESERVATIONS.ENDS_AT, OffsetDateTime.now(ZoneOffset.UTC))
        .execute();
    assertThat(refusal(HERE, "blue", request -> request.setCleverToken("invented")))
        .isEqualTo("CLEVER_TOKEN_NOT_PROVEN");
    apply(HERE, "blue");
  }

  @Test
  void a_former_owner_needs_no_second_proof() {
    apply(HERE, "red");
    delete(HERE, "red");

    apply(HERE, "red", request -> request.setCleverToken("renewed-too-early"));
  }

  @Test
  void an_owner_or_a_reviewer_of_the_whole_district_releases_it_to_another_namespace() {
    apply(HERE, "red");
    assertThat(Refused.by(() -> release(SOME_SCHOOLS, UnaryOperator.identity())).reason())
        .isEqualTo("GRANT_NOT_WHOLE");

    release(
        HERE,
        request ->
            request
                .setOwner(owner("red"))
                .setNewOwner(DistrictOwner.newBuilder().setCluster("prod").setNamespace("blue")));
    assertThat(refusal(HERE, "red", UnaryOperator.identity())).isEqualTo("DISTRICT_RESERVED");
    apply(THERE, "blue");

    release(TestServer.REVIEWER, UnaryOperator.identity());
    apply(HERE, "red");
  }

  @Test
  void a_resource_whose_cluster_has_another_name_now_is_told_the_former_one() {
    apply(HERE, "red");

    var refused =
        Refused.by(() ->
            apply(
                HERE,
                "red",
                request -> request.setOwner(owner("red").toBuilder().setCluster("renamed"))));

    assertThat(refused.metadata()).containsEntry("formerCluster", "prod");
  }

  @Test
  void a_declaration_from_before_callers_were_kept_is_taken_over_by_its_operator() {
    apply(HERE, "red");
    database.dsl().execute("update district_declarations set owner_caller = ''");

    apply(THERE, "red");

    assertThat(refusal(HERE, "red", UnaryOperator.identity())).isEqualTo("DISTRICT_OWNED");
  }

  private static String refusal(
      String caller, String namespace, UnaryOperator<ApplyDistrictRequest.Builder> change) {
    return Refused.by(() -> apply(caller, namespace, change)).reason();
  }

  private static DistrictState apply(String caller, String namespace) {
    return apply(caller, namespace, UnaryOperator.identity());
  }

  /** Declares the sandbox's district by its token, suspended, so that no sync gets in the way. */
  private static DistrictState apply(
      String caller, String namespace, UnaryOperator<ApplyDistrictRequest.Builder> change) {
    var request = ApplyDistrictRequest.newBuilder().setName(name()).setOwner(owner(namespace));
    request.setCleverToken(clever.token());
    request
        .getSpecBuilder()
        .setSuspend(true)
        .getSharingBuilder()
        .setType(SharingType.SHARING_TYPE_DISTRICT);
    return server.districts(caller).applyDistrict(change.apply(request).build());
  }

  private static Object delete(String caller, String namespace) {
    return delete(caller, namespace, "lakeside");
  }

  private static Object delete(String caller, String namespace, String resource) {
    return server
        .districts(caller)
        .deleteDistrict(
            DeleteDistrictRequest.newBuilder()
                .setName(name())
                .setOwner(owner(namespace).toBuilder().setName(resource))
                .build());
  }

  private static Object release(
      String caller, UnaryOperator<ReleaseDistrictRequest.Builder> change) {
    var request = ReleaseDistrictRequest.newBuilder().setName(name());
    return server.districts(caller).releaseDistrict(change.apply(request).build());
  }

  private static DistrictOwner owner(String namespace) {
    return DistrictOwner.newBuilder()
        .setCluster("prod")
        .setNamespace(namespace)
        .setName("lakeside")
        .setUid("uid-" + namespace)
        .build();
  }

  private static String name() {
    return "districts/" + clever.districtId();
  }
}
