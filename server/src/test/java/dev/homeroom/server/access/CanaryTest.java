package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.server.Canaries;
import dev.homeroom.server.Logs;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import io.grpc.CallCredentials;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Looks for people in everything that a server writes or refuses with while it syncs, holds back,
 * fails and answers.
 */
final class CanaryTest {
  /** More than the guard lets go, of the 40 that there are. */
  private static final int MANY = 30;

  /** What callers were told of refusals and of failed runs. */
  private final List<String> told = new ArrayList<>();

  private Logs logs = Logs.listen();

  @AfterEach
  void stop() {
    logs.close();
  }

  @Test
  void nothing_that_a_server_writes_tells_of_anybody() {
    try (var fixture = RosterFixture.students(40, 23)) {
      var truth = AccessTruth.of(fixture.clever);
      var students = truth.holding(Set.of("student"));
      var student = students.getFirst();
      var teacher = truth.holding(Set.of("teacher")).getFirst();
      var canaries = Canaries.plant(fixture.clever, student, teacher);
      assertThat(canaries.size()).isGreaterThan(200);
      leak(student, fixture.clever.token());
      assertThat(canaries.in(logs.heard()))
          .as("what a server would be found out by")
          .extracting(found -> found.substring(0, found.indexOf(" in ")))
          .contains(student, "Zanzibarella", fixture.clever.token());
      logs.close();
      logs = Logs.listen();

      sync(fixture, canaries, students);
      var issuer = fixture.server.issuer();
      var district = fixture.clever.districtId();
      var tokens =
          List.of(
              issuer.token(TestServer.APP),
              issuer.idToken(district, teacher),
              issuer.idToken(district, student),
              issuer.forged(TestServer.APP),
              issuer.idToken("0123456789abcdef01234567", teacher));
      for (var token : tokens) {
        canaries.add(token, token.substring(token.lastIndexOf('.')));
        probe(fixture, TestServer.bearer(token), student);
        probe(fixture, TestServer.bearer(token), teacher);
      }
      assertThat(told).hasSizeGreaterThan(20);
      assertThat(logs.heard())
          .anyMatch(line -> line.contains("GET /users"))
          .anyMatch(line -> line.contains("FAILED"));

      assertThat(canaries.in(logs.heard())).isEmpty();
      assertThat(canaries.in(told)).isEmpty();
    }
  }

  /** What may never happen. */
  private static void leak(String student, String token) {
    LoggerFactory.getLogger("dev.homeroom.server.Leak")
        .atTrace()
        .addKeyValue("user", student)
        .setCause(new IllegalStateException("of Zanzibarella"))
        .log("a record cannot be read with {}", token);
  }

  /** Syncs whole and by events, with spoilt answers, a plan that waits, and a refused token. */
  private void sync(RosterFixture fixture, Canaries canaries, List<String> students) {
    var clever = fixture.clever;
    clever.faults().add(new Fault.MalformedJson(FaultTarget.of(RecordType.USERS).times(1)));
    clever.faults().add(new Fault.CutOff(FaultTarget.of(RecordType.USERS).times(1)));
    var _ = fixture.run(SyncMode.SYNC_MODE_FULL);
    clever.apply(new RosterChange.WithdrawUser(students.getLast()));
    fixture.sync();
    students.stream()
        .limit(MANY)
        .forEach(each -> clever.apply(new RosterChange.WithdrawUser(each)));
    var held = fixture.run(SyncMode.SYNC_MODE_AUTO);
    assertThat(held.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
    var plan = fixture.state().getPendingPlan().getName();
    refused(() ->
        PlanServiceGrpc.newBlockingStub(fixture.server.channel())
            .withCallCredentials(TestServer.bearer(fixture.server.issuer().token("reviewer")))
            .approvePlan(
                ApprovePlanRequest.newBuilder().setName(plan).setDigest("0".repeat(64)).build()));
    fixture.sync();
    clever.disconnect();
    var failed = fixture.ended(SyncMode.SYNC_MODE_FULL);
    assertThat(failed.getState()).isEqualTo(SyncState.SYNC_STATE_FAILED);
    told.add(failed.getMessage());
    canaries.add(clever.rotateToken());
  }

  /** Calls of which most are refused. */
  private void probe(RosterFixture fixture, CallCredentials token, String user) {
    var roster =
        RosterServiceGrpc.newBlockingStub(fixture.server.channel()).withCallCredentials(token);
    var name = fixture.district + "/users/" + user;
    refused(() -> roster.getUser(GetUserRequest.newBuilder().setName(name).build()));
    refused(() -> roster.getUser(GetUserRequest.newBuilder().setName(name + "/x").build()));
    refused(() -> roster.getSection(GetSectionRequest.newBuilder().setName(name).build()));
    refused(() ->
        roster.getSection(
            GetSectionRequest.newBuilder()
                .setName(fixture.district + "/sections/" + user)
                .setAsOf(AsOf.newBuilder().setRevision(99))
                .build()));
    refused(() ->
        roster.listUsers(
            ListUsersRequest.newBuilder().setParent(fixture.district).setPageToken(user).build()));
  }

  private void refused(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refused) {
      told.add(refused + " " + refused.getTrailers());
    }
  }
}
