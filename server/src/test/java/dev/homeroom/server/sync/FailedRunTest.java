package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.sync.SyncFixture.changes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong leaves the live roster as it was, and says what to do. */
class FailedRunTest {
  private static final int DEMO_USERS = 1004 + 89;

  @Test
  void a_refused_token_fails_the_run_and_tells_the_next_step() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.run();
      int users = fixture.database.dsl().fetchCount(USERS);

      fixture.clever.disconnect();
      var run = fixture.run();

      assertFailed(run, SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED);
      assertThat(run.getMessage()).contains("Declare the token");
      assertThat(fixture.tokens.said).containsExactly("rejected", run.getMessage());
      assertThat(fixture.database.dsl().fetchCount(USERS)).isEqualTo(users);

      fixture.tokens.token = Optional.of(CleverToken.of(fixture.clever.rotateToken()));
      assertThat(fixture.run().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(fixture.tokens.said).containsExactly("accepted");
    }
  }

  @Test
  void no_token_at_all_fails_the_run() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.tokens.token = Optional.empty();

      assertFailed(fixture.run(), SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED);
    }
  }

  @Test
  void the_token_of_another_district_writes_nothing() throws Exception {
    try (var fixture = SyncFixture.demo();
        var other = Sandbox.start(SandboxConfig.demo().withSeed(2).withStudents(20))) {
      var wrong = fixture.declare(CleverId.of(other.districtId()));
      fixture.startWorker("one");

      UUID run =
          fixture.database.transaction(tx ->
              SyncRuns.trigger(
                  tx, wrong, dev.homeroom.v1.SyncMode.SYNC_MODE_FULL, Optional.empty()));
      var ended = fixture.await(wrong, run);

      assertFailed(ended, SyncFailure.SYNC_FAILURE_WRONG_DISTRICT);
      assertThat(ended.getMessage()).contains(fixture.clever.districtId());
      assertThat(fixture.database.dsl().fetchCount(USERS)).isZero();
    }
  }

  @Test
  void clever_out_of_order_fails_the_run_and_the_next_one_succeeds() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.clever.faults().add(new Fault.Status(503, 1000));

      assertFailed(fixture.run(), SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE);
      fixture.clever.faults().clear();
      fixture.clever.faults().add(new Fault.Html(1000));
      assertFailed(fixture.run(), SyncFailure.SYNC_FAILURE_CLEVER_UNEXPECTED);
      fixture.clever.faults().clear();

      assertThat(fixture.run().getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCHOOLS", "SECTIONS", "USERS"})
  void a_list_that_proves_nothing_removes_nothing(String name) throws Exception {
    var type = RecordType.valueOf(name);
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      var before = fixture.run().getCounts();

      fixture.clever.faults().add(new Fault.EmptyList(type));
      var run = fixture.run();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(run.getRevision()).isEqualTo(1);
      assertThat(run.getCounts()).isEqualTo(before);
      assertThat(run.getFindingsList())
          .extracting(finding -> finding.getKind())
          .containsOnly(FindingKind.FINDING_KIND_COUNT_DIFFERS);
      assertThat(changes(run, wire(type)).getArchived()).isZero();
      // Few are looked at one by one, and Clever still has them; so many users are not.
      assertThat(changes(run, wire(type)).getWithheld() > 0).isEqualTo(type == RecordType.USERS);
    }
  }

  @Test
  void by_a_wrong_count_only_those_go_whom_clever_does_not_know_when_asked_for_each()
      throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.run();
      var drift = fixture.clever.drift(3);
      fixture.clever.faults().add(new Fault.WrongCount(RecordType.USERS, 1));

      var run = fixture.run();

      var users = changes(run, wire(RecordType.USERS));
      var expected = drift.of(RecordType.USERS);
      assertThat(users.getCreated()).isEqualTo(expected.created());
      assertThat(users.getUpdated()).isEqualTo(expected.updated());
      assertThat(users.getArchived()).isEqualTo(expected.removed());
      assertThat(users.getWithheld()).isZero();
    }
  }

  @Test
  void a_record_without_id_is_set_aside_and_the_rest_arrives() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.clever.faults().add(new Fault.RecordWithoutId(RecordType.SCHOOLS));

      var run = fixture.run();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(run.getCounts().getSchools()).isEqualTo(2);
      assertThat(run.getFindingsList())
          .filteredOn(each -> each.getKind() == FindingKind.FINDING_KIND_QUARANTINED)
          .singleElement()
          .satisfies(each -> assertThat(each.getCount()).isEqualTo(1));
      assertThat(run.getFindingsList())
          .extracting(each -> each.getKind())
          .contains(FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED)
          .doesNotContain(FindingKind.FINDING_KIND_COUNT_DIFFERS);
    }
  }

  @Test
  void a_repeated_record_counts_once() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.clever.faults().add(new Fault.RepeatedRecord(RecordType.USERS));

      var run = fixture.run();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(run.getCounts().getStudents()).isEqualTo(1004);
      assertThat(fixture.database.dsl().fetchCount(USERS)).isGreaterThanOrEqualTo(DEMO_USERS);
      assertThat(run.getFindingsList())
          .singleElement()
          .satisfies(each ->
              assertThat(each.getKind()).isEqualTo(FindingKind.FINDING_KIND_REPEATED_RECORD));
    }
  }

  @Test
  void a_full_disk_in_the_middle_of_applying_undoes_all_of_it_and_says_what_to_do()
      throws Exception {
    try (var fixture = SyncFixture.students(60)) {
      fixture.startWorker("one");
      fixture.run();
      var before = RosterModel.asOf(fixture, 1);
      fixture.clever.drift(10);
      // The users come last, so that everything else has been written by then.
      execute(
          fixture,
          "create function full_disk() returns trigger language plpgsql as"
              + " 'begin raise exception ''no room'' using errcode = ''53100''; end'");
      execute(
          fixture,
          "create trigger full_disk before insert on users for each row execute function"
              + " full_disk()");

      assertFailed(fixture.run(), SyncFailure.SYNC_FAILURE_DATABASE_FULL);
      assertThat(RosterModel.asOf(fixture, 1)).isEqualTo(before);
      assertThat(fixture.database.dsl().fetchCount(REVISIONS)).isEqualTo(1);

      execute(fixture, "drop trigger full_disk on users");
      assertThat(fixture.run().getRevision()).isEqualTo(2);
      assertThat(RosterModel.asOf(fixture, 2)).isEqualTo(RosterModel.shownBy(fixture.clever));
    }
  }

  private static void execute(SyncFixture fixture, String sql) throws SQLException {
    try (var session = fixture.database.connect("test");
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_suspended_district_is_not_applied() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      var run = fixture.trigger();
      fixture.suspend(true);
      fixture.startWorker("one");

      assertFailed(fixture.await(run), SyncFailure.SYNC_FAILURE_DISTRICT_STOPPED);
      assertThat(fixture.database.dsl().fetchCount(USERS)).isZero();
    }
  }

  private static void assertFailed(SyncRun run, SyncFailure failure) {
    assertThat(run.getState()).as("%s", run).isEqualTo(SyncState.SYNC_STATE_FAILED);
    assertThat(run.getFailure()).as("%s", run).isEqualTo(failure);
    assertThat(run.getMessage()).isNotEmpty();
    assertThat(run.hasRevision()).isFalse();
  }

  private static dev.homeroom.v1.RecordType wire(RecordType type) {
    var plural = type.name();
    return dev.homeroom.v1.RecordType.valueOf(
        "RECORD_TYPE_" + plural.substring(0, plural.length() - 1));
  }
}
