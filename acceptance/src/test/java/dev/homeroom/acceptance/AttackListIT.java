package dev.homeroom.acceptance;

import static dev.homeroom.acceptance.Tenant.DECLARES;
import static dev.homeroom.acceptance.Tenant.said;

import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.operator.cluster.RunningOperator;
import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.StatusCondition;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ReleaseDistrictRequest;
import dev.homeroom.v1.SharingServiceGrpc;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attempts to take a district from its owner, and their results: users of five namespaces, bound by
 * Roles at the API server, the administrator's bindings, the operator, the server and Clever.
 */
final class AttackListIT {
  /** A district of no token that anybody here has. */
  private static final String FOREIGN = "0123456789abcdef01234567";

  @TempDir Path folder;
  private final Attempts attempts = new Attempts();
  private TestCluster cluster;
  private Sandbox clever;
  private TestServer server;
  private Database database;
  private RunningOperator operator;
  private Tenant owner;
  private Tenant colleague;
  private Tenant forger;
  private Tenant rival;
  private Tenant guest;
  private Tenant outsider;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.shared();
    clever = Sandbox.start(SandboxConfig.demo().withStudents(40).withRateLimit(0));
    server =
        TestServer.start(
            URI.create(clever.baseUrl()),
            Clock.systemUTC(),
            new ClientCredentials("sandbox-client", "sandbox-secret"),
            TestServer::accessFile);
    database = TestPostgres.open(server.database());
    var red = Tenant.newNamespace(cluster);
    owner = Tenant.in(cluster, red, "owner", DECLARES);
    colleague = Tenant.in(cluster, red, "colleague", DECLARES);
    forger = Tenant.in(cluster, red, "forger", Tenant.WRITES_STATUS);
    rival = Tenant.in(cluster, Tenant.newNamespace(cluster), "rival", DECLARES);
    guest = Tenant.in(cluster, Tenant.newNamespace(cluster), "guest", DECLARES);
    outsider = Tenant.in(cluster, Tenant.newNamespace(cluster), "outsider", DECLARES);
    operator =
        RunningOperator.start(
            folder,
            "127.0.0.1:" + server.address().getPort(),
            server.issuer().token(TestServer.OPERATOR));
    operator.restartFor(
        List.of(red, rival.namespace(), guest.namespace(), outsider.namespace()),
        """
        [{"namespaces":["%s","%s"],"districts":"all"},
         {"namespaces":["%s"],"districts":"all","withoutToken":true,"automaticConfirmation":true},
         {"namespaceLabels":{"rosters":"allowed"},"districts":"all"}]
        """
            .formatted(red, rival.namespace(), guest.namespace()));
    owner.keep("lakeside-token", clever.token());
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
    database.close();
    server.close();
    clever.close();
  }

  @Test
  void each_attempt_gets_what_it_has_to() throws Exception {
    a_free_district_is_attacked();
    a_guest_comes_first_and_the_owner_after_its_end();
    a_rival_waits();
    the_status_is_forged();
    districts_are_swapped();
    attempts.require();
  }

  private void a_free_district_is_attacked() throws Exception {
    declare(rival, "free", clever.districtId(), "{type: District}", "");
    attempt("a stranger declares a free district without a token", rival, "free", "TokenRequired");
    declare(rival, "free", clever.districtId(), "{type: District}", "{name: invented}");
    attempt(
        "… names a Secret that only another namespace has", rival, "free", "TokenSecretMissing");
    rival.keep("invented", "invented");
    attempt("… brings an invented token", rival, "free", "RefusedByClever");
    declare(rival, "free", clever.districtId(), automatic("{type: District}"), "{name: invented}");
    attempt("… wants an automatic confirmation", rival, "free", "AutomaticNotAllowed");
    rival.keep("another", clever.token());
    declare(rival, "foreign", FOREIGN, "{type: District}", "{name: another}");
    attempt("… brings the token of another district", rival, "foreign", "RefusedByClever");
    answer(
        "… names the Secret of another namespace by a field of its own",
        "the API server: unknown field",
        declare(
            rival,
            "elsewhere",
            clever.districtId(),
            "{type: District}",
            "{name: lakeside-token, namespace: %s}".formatted(owner.namespace())));
    answer(
        "… and by a path",
        "the API server: should match",
        declare(
            rival,
            "elsewhere",
            clever.districtId(),
            "{type: District}",
            "{name: %s/lakeside-token}".formatted(owner.namespace())));
    answer(
        "… reads that Secret",
        "the API server: forbidden",
        said(rival.run("get", "secret", "lakeside-token", "--namespace", owner.namespace())));

    outsider.keep("lakeside-token", clever.token());
    declare(outsider, "free", clever.districtId(), "{type: District}", "{name: lakeside-token}");
    attempt("a namespace without a binding declares it", outsider, "free", "DistrictNotAllowed");
    answer(
        "… and gives itself the label of a binding",
        "the API server: forbidden",
        said(outsider.run("label", "namespace", outsider.namespace(), "rosters=allowed")));
    attempts.get("after all of it the district is", "nobody's", this::owned);
    remove(rival, "free", "foreign");
    cluster.kubectl().expect("label", "namespace", outsider.namespace(), "rosters=allowed");
    outsider.run("annotate", "dsync/free", "homeroom.dev/sync-requested-at=now");
    attempt("the administrator gives that label", outsider, "free", "Ready");
    cluster.kubectl().expect("label", "namespace", outsider.namespace(), "rosters-");
    outsider.run("annotate", "--overwrite", "dsync/free", "homeroom.dev/sync-requested-at=then");
    attempt("… and takes it back", outsider, "free", "DistrictNotAllowed");
    remove(outsider, "free");
    release();
  }

  private void a_guest_comes_first_and_the_owner_after_its_end() throws Exception {
    declare(guest, "guest", clever.districtId(), automatic("{type: District}"), "");
    attempt("a namespace that may do so declares it without a token", guest, "guest", "Ready");
    attempts.get("… and has its sharing confirmed", "Confirmed", () -> sharing(guest, "guest"));
    declareOwn(owner, "lakeside", sections());
    attempt("the owner meets", owner, "lakeside", "DistrictOwned");
    remove(guest, "guest");
    attempt("… after the guest's end", owner, "lakeside", "DistrictReserved");
    release();
    attempt("… after a reviewer released it, with another sharing", owner, "lakeside", "Ready");
    attempts.get(
        "… which a reviewer has yet to confirm",
        "WaitingForReviewer",
        () -> sharing(owner, "lakeside"));
    confirm();
    attempts.get("… and then does", "Confirmed", () -> sharing(owner, "lakeside"));
  }

  private void a_rival_waits() throws Exception {
    declare(rival, "waits", clever.districtId(), "{type: District}", "{name: another}");
    attempt("a rival with the right token meets", rival, "waits", "DistrictOwned");
    remove(owner, "lakeside");
    attempt("… when the owner deletes", rival, "waits", "DistrictReserved");
    declareOwn(owner, "renamed", sections());
    attempt("the owner declares again by another name", owner, "renamed", "Ready");
    remove(owner, "renamed");
    declareOwn(colleague, "mine", "{type: District}");
    attempt("a colleague of the same namespace, otherwise", colleague, "mine", "SharingFrozen");
    declareOwn(colleague, "mine", sections());
    attempt("… and as it was confirmed", colleague, "mine", "Ready");
    attempts.get("… who has it, not the rival", "owner/mine", this::owned);

    remove(colleague, "mine");
    attempt("… within the day after the end", rival, "waits", "DistrictReserved");
    remove(rival, "waits");
    database.dsl().execute("update district_reservations set ends_at = now() + interval '3 s'");
    declare(rival, "waits", clever.districtId(), "{type: District}", "{name: another}");
    attempt("… after the day", rival, "waits", "Ready");
    declareOwn(owner, "lakeside", sections());
    attempt("the owner meets", owner, "lakeside", "DistrictOwned");
    releaseFor(owner.namespace());
    attempt("… after a reviewer released it for its namespace", owner, "lakeside", "Ready");
    attempt("the rival meets", rival, "waits", "DistrictOwned");
    remove(rival, "waits");
    confirm();
    attempts.get("a reviewer confirms", "Confirmed", () -> sharing(owner, "lakeside"));
  }

  private void the_status_is_forged() throws Exception {
    var forged =
        new String[] {
          "patch",
          "dsync",
          "lakeside",
          "--subresource=status",
          "--type=merge",
          """
          --patch={"status":{"approvedSharingChange":{"id":"forged",
          "to":{"type":"District","includeAllStaff":false,"onUndeclared":"Exclude"}}}}
          """
        };
    answer(
        "who may declare forges an approval in status",
        "the API server: forbidden",
        said(owner.run(forged)));
    operator.pause();
    answer("who may write status does, while no operator works", "done", said(forger.run(forged)));
    answer(
        "… and declares what it approves",
        "done",
        declareOwn(owner, "lakeside", "{type: District}"));
    operator.resume();
    attempt("… which comes to", owner, "lakeside", "SharingFrozen");
    attempts.get(
        "… and the forged approval is",
        "gone",
        () ->
            operator
                .find(owner.namespace(), "lakeside")
                .map(DistrictSync::statusOf)
                .map(status -> status.approvedSharingChange() == null ? "gone" : "there")
                .orElse("nowhere"));
    declareOwn(owner, "lakeside", sections());
    attempt("… and the way back leads to", owner, "lakeside", "Ready");
    answer(
        "the district's id is edited",
        "the API server: cannot be changed",
        declare(owner, "lakeside", FOREIGN, sections(), "{name: lakeside-token}"));
  }

  private void districts_are_swapped() throws Exception {
    declare(guest, "lakeside", FOREIGN, "{type: District}", "");
    attempts.get("another district is", "guest/lakeside", () -> owned(FOREIGN));
    operator.pause();
    drop(owner, "lakeside");
    drop(guest, "lakeside");
    declare(owner, "lakeside", FOREIGN, sections(), "{name: lakeside-token}");
    declare(guest, "lakeside", clever.districtId(), "{type: District}", "");
    operator.resume();
    attempt("two namespaces swap their districts: one", owner, "lakeside", "DistrictReserved");
    attempt("… the other", guest, "lakeside", "DistrictReserved");
    remove(owner, "lakeside");
    remove(guest, "lakeside");
    releaseFor(guest.namespace());

    declare(guest, "one", clever.districtId(), "{type: District}", "");
    declare(guest, "two", FOREIGN, "{type: District}", "");
    attempt("one namespace has both", guest, "one", "Ready");
    attempts.get("… the other by the name of", "guest/two", () -> owned(FOREIGN));
    operator.pause();
    drop(guest, "one", "two");
    declare(guest, "one", FOREIGN, "{type: District}", "");
    declare(guest, "two", clever.districtId(), "{type: District}", "");
    operator.resume();
    attempt("… and swaps their names", guest, "two", "Ready");
    attempts.get("… the other goes by", "guest/one", () -> owned(FOREIGN));
  }

  /** Waits for the reason of the resource's {@code Ready}, and whether it is Stalled. */
  private void attempt(String what, Tenant tenant, String name, String reason) throws Exception {
    var ready = reason.equals("Ready");
    attempts.get(
        what,
        reason + (ready ? ", owned by " + label(tenant) + "/" + name : ", stalled"),
        () ->
            reason(tenant, name, "Ready")
                + (ready ? ", owned by " + owned() : stalled(tenant, name)));
  }

  private void answer(String what, String expected, String got) throws Exception {
    attempts.get(what, expected, () -> got);
  }

  private String stalled(Tenant tenant, String name) {
    return condition(tenant, name, "Stalled")
        .filter(each -> each.status().equals("True"))
        .map(_ -> ", stalled")
        .orElse("");
  }

  private String sharing(Tenant tenant, String name) {
    return reason(tenant, name, "SharingConfirmed");
  }

  private String reason(Tenant tenant, String name, String type) {
    return condition(tenant, name, type).map(StatusCondition::reason).orElse("nothing");
  }

  private Optional<StatusCondition> condition(Tenant tenant, String name, String type) {
    return operator
        .find(tenant.namespace(), name)
        .map(DistrictSync::statusOf)
        .flatMap(status -> status.condition(type));
  }

  private String owned() {
    return owned(clever.districtId());
  }

  private String owned(String district) {
    return state(district)
        .map(DistrictState::getOwner)
        .map(by -> label(by.getNamespace()) + "/" + by.getName())
        .orElse("nobody's");
  }

  private String label(Tenant tenant) {
    return label(tenant.namespace());
  }

  private String label(String namespace) {
    return namespace.equals(owner.namespace())
        ? "owner"
        : namespace.equals(guest.namespace())
            ? "guest"
            : namespace.equals(rival.namespace()) ? "rival" : "outsider";
  }

  private Optional<DistrictState> state(String district) {
    try {
      return Optional.of(
          server
              .districts(TestServer.REVIEWER)
              .getDistrictState(
                  GetDistrictStateRequest.newBuilder()
                      .setName("districts/" + district + "/state")
                      .build()));
    } catch (StatusRuntimeException refused) {
      if (Refused.of(refused).reason().equals("DISTRICT_NOT_FOUND")) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private String declareOwn(Tenant tenant, String name, String sharing) throws Exception {
    return declare(tenant, name, clever.districtId(), sharing, "{name: lakeside-token}");
  }

  private static String declare(
      Tenant tenant, String name, String district, String sharing, String secret) throws Exception {
    return tenant.apply(
        """
        apiVersion: homeroom.dev/v1
        kind: DistrictSync
        metadata: {name: %s}
        spec:
          districtId: "%s"
          sharing: %s
          %s
        """
            .formatted(
                name, district, sharing, secret.isEmpty() ? "" : "tokenSecretRef: " + secret));
  }

  private String sections() {
    var sis = new TestSis(clever);
    return "{type: Sections, sections: %s}".formatted(sis.sections(sis.school(0), 3));
  }

  private static String automatic(String sharing) {
    return sharing.replace("}", ", confirmation: Automatic}");
  }

  private static void remove(Tenant tenant, String... names) throws Exception {
    for (var name : names) {
      said(tenant.run("delete", "dsync", name, "--timeout=30s"));
    }
  }

  /** Deletes a resource past the operator, by taking its finalizer away. */
  private static void drop(Tenant tenant, String... names) throws Exception {
    for (var name : names) {
      tenant.run(
          "patch", "dsync", name, "--type=merge", "--patch={\"metadata\":{\"finalizers\":null}}");
      tenant.run("delete", "dsync", name, "--timeout=30s");
    }
  }

  private void release() {
    release(ReleaseDistrictRequest.newBuilder());
  }

  private void releaseFor(String namespace) {
    release(
        ReleaseDistrictRequest.newBuilder()
            .setNewOwner(DistrictOwner.newBuilder().setCluster("test").setNamespace(namespace)));
  }

  private void release(ReleaseDistrictRequest.Builder request) {
    var _ =
        server
            .districts(TestServer.REVIEWER)
            .releaseDistrict(request.setName("districts/" + clever.districtId()).build());
  }

  private void confirm() {
    var share = state(clever.districtId()).orElseThrow().getShare();
    var _ =
        SharingServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.REVIEWER)))
            .withDeadlineAfter(Duration.ofSeconds(30))
            .confirmSharing(
                ConfirmSharingRequest.newBuilder()
                    .setName("districts/" + clever.districtId())
                    .setRevision(share.getRevision())
                    .setShareDigest(share.getDigest())
                    .build());
  }
}
