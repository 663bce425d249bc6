package dev.homeroom.acceptance;

import static java.util.Objects.requireNonNull;

import dev.homeroom.operator.cluster.RunningOperator;
import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.StatusCondition;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.DistrictServiceGrpc.DistrictServiceBlockingStub;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc.SharingServiceBlockingStub;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One district: its SIS and Clever (a sandbox), its roster's server, and an operator for the
 * resource {@code lakeside} in a namespace of its own.
 */
final class Lakeside implements AutoCloseable {
  static final String NAME = "lakeside";

  /** As few as have three schools. */
  private static final int STUDENTS = 100;

  /** More than any test brings about: a status that is held back costs it ten seconds. */
  private static final int MOST_PASSES = 1000;

  final Sandbox clever;
  final TestServer server;
  final RunningOperator operator;
  private int requests;

  private Lakeside(Sandbox clever, TestServer server, RunningOperator operator) {
    this.clever = clever;
    this.server = server;
    this.operator = operator;
  }

  /** Starts all of it; nothing is declared yet. */
  static Lakeside start(Path folder) throws Exception {
    var clever = Sandbox.start(SandboxConfig.demo().withStudents(STUDENTS).withRateLimit(0));
    var server = TestServer.start(URI.create(clever.baseUrl()));
    var target = "127.0.0.1:" + server.address().getPort();
    var operator =
        RunningOperator.start(
            folder, target, server.issuer().token(TestServer.OPERATOR), MOST_PASSES);
    operator.kubectl(
        "create", "secret", "generic", "lakeside-token", "--from-literal=token=" + clever.token());
    return new Lakeside(clever, server, operator);
  }

  /** The resource with this YAML as its sharing. */
  String resource(String sharing) {
    return resource(NAME, sharing);
  }

  String resource(String name, String sharing) {
    return """
    apiVersion: homeroom.dev/v1
    kind: DistrictSync
    metadata:
      name: %s
    spec:
      districtId: %s
      tokenSecretRef:
        name: lakeside-token
      sharing: %s
    """
        .formatted(name, clever.districtId(), sharing);
  }

  /** Declares this, and waits until it is synced and the share is computed. */
  DistrictSyncStatus declare(String sharing) throws Exception {
    operator.apply(resource(sharing));
    return operator.status(
        NAME,
        status ->
            status.share() != null
                && status.condition("Synced").filter(c -> c.status().equals("True")).isPresent());
  }

  /** What kubectl says when it is given this sharing and refuses it. */
  String refusalOf(String sharing) throws Exception {
    var result =
        TestCluster.shared()
            .kubectl()
            .feed(resource(sharing), "--namespace", operator.namespace(), "apply", "-f", "-");
    return result.exitCode() == 0 ? "" : result.err();
  }

  /** Syncs by the annotation, and returns the status after the run. */
  DistrictSyncStatus sync() throws Exception {
    var before = state().getLatestRun().getName();
    var request = "request-" + ++requests;
    operator.kubectl(
        "annotate", "--overwrite", "dsync/" + NAME, "homeroom.dev/sync-requested-at=" + request);
    return afterRunOtherThan(before);
  }

  /** Waits for the end of the run that follows {@code before}, in status. */
  DistrictSyncStatus afterRunOtherThan(String before) throws Exception {
    var ended =
        Eventually.see(
            this::state,
            state ->
                !state.getLatestRun().getName().equals(before)
                    && state.getLatestRun().hasEndTime());
    return operator.status(
        NAME,
        status ->
            status.lastRun() != null
                && requireNonNull(status.lastRun()).name().equals(ended.getLatestRun().getName())
                && ended.getLatestRun().getState().name().endsWith(status.lastRun().state())
                && requireNonNull(status.revision()) == ended.getRevision());
  }

  /** A reviewer confirms what the district shares now; returns the condition that tells it. */
  StatusCondition confirm() throws Exception {
    var share = state().getShare();
    sharing()
        .confirmSharing(
            ConfirmSharingRequest.newBuilder()
                .setName(district())
                .setRevision(share.getRevision())
                .setShareDigest(share.getDigest())
                .build());
    return operator.condition(NAME, "SharingConfirmed", "True");
  }

  DistrictSyncStatus status(Predicate<DistrictSyncStatus> right) throws Exception {
    return operator.status(NAME, right);
  }

  Optional<String> condition(DistrictSyncStatus status, String type) {
    return status.condition(type).map(each -> each.status() + " " + each.reason());
  }

  /** Waits until the resource has Events of these types and reasons. */
  void awaitEvents(String... kinds) throws InterruptedException {
    operator.awaitEvents(NAME, kinds);
  }

  /** Ids of the sections that apps see. */
  Set<String> sectionsSeen() {
    return server
        .roster(TestServer.APP)
        .listSections(
            ListSectionsRequest.newBuilder().setParent(district()).setPageSize(1000).build())
        .getSectionsList()
        .stream()
        .map(Section::getName)
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  DistrictState state() {
    return districts(TestServer.REVIEWER)
        .getDistrictState(
            GetDistrictStateRequest.newBuilder().setName(district() + "/state").build());
  }

  DistrictServiceBlockingStub districts(String subject) {
    return server.districts(subject);
  }

  /** People's decisions, as a reviewer. */
  SharingServiceBlockingStub sharing() {
    return SharingServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.REVIEWER)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  String district() {
    return "districts/" + clever.districtId();
  }

  @Override
  public void close() throws Exception {
    operator.close();
    server.close();
    clever.close();
  }
}
