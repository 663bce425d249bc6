package dev.homeroom.server.sync;

import static dev.homeroom.server.sync.SyncFixture.changes;
import static dev.homeroom.v1.SyncMode.SYNC_MODE_AUTO;
import static dev.homeroom.v1.SyncMode.SYNC_MODE_FULL;
import static dev.homeroom.v1.SyncMode.SYNC_MODE_INCREMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalRunTest {
  private static final dev.homeroom.sandbox.district.RecordType USERS =
      dev.homeroom.sandbox.district.RecordType.USERS;

  private SyncFixture fixture;

  @BeforeEach
  void sync_a_small_district_once() {
    fixture = SyncFixture.of(SandboxConfig.demo().withStudents(60));
    fixture.startWorker("one");
    var first = fixture.run(SYNC_MODE_AUTO);
    assertThat(first.getMode()).isEqualTo(SYNC_MODE_FULL);
    assertThat(first.getModeReason()).contains("never been synced");
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void what_changed_arrives_by_events() {
    fixture.clever.drift(3);

    var run = incremental();

    assertThat(run.getRevision()).isEqualTo(2);
    assertThat(run.getEventsRead()).isPositive();
    assertThat(changes(run, RecordType.RECORD_TYPE_USER).getUpdated()).isPositive();
    assertTrue();
  }

  @Test
  void a_run_without_a_change_costs_a_handful_of_requests_and_no_revision() {
    fixture.clever.drift(3);
    incremental();
    var before = requests();

    var run = incremental();

    assertThat(run.getRevision()).isEqualTo(2);
    assertThat(requests() - before).isLessThanOrEqualTo(10);
  }

  @Test
  void an_empty_feed_leaves_no_cursor_and_later_events_are_read_from_its_beginning() {
    var run = incremental();
    assertThat(run.getRevision()).isEqualTo(1);
    assertThat(run.getEventsRead()).isZero();

    fixture.clever.drift(2);

    assertThat(incremental().getRevision()).isEqualTo(2);
    assertTrue();
  }

  @Test
  void everything_is_read_once_a_day() {
    fixture.clever.drift(2);
    incremental();

    fixture.clever.clock().advance(SyncFixture.FULL_EVERY);
    var run = fixture.run(SYNC_MODE_AUTO);

    assertThat(run.getMode()).isEqualTo(SYNC_MODE_FULL);
    assertThat(run.getModeReason()).isEqualTo("The last full sync was too long ago.");
    assertThat(run.getRequestedMode()).isEqualTo(SYNC_MODE_AUTO);
    fixture.clever.drift(2);
    incremental();
    assertTrue();
  }

  @Test
  void an_event_that_clever_dropped_is_a_gap() {
    fixture.clever.drift(2);
    incremental();
    fixture.clever.clock().advance(Duration.ofDays(31));
    fixture.clever.drift(2);

    full("The last event known is 30 days old, and Clever keeps none that are older.");
    assertTrue();
  }

  @Test
  void changes_while_events_were_off_are_a_gap() {
    fixture.clever.drift(2);
    incremental();
    fixture.clever.events(false);
    fixture.clever.drift(2);

    full("Clever no longer has the last event known.");
    assertTrue();

    fixture.clever.drift(2);
    fixture.clever.events(true);
    fixture.clever.drift(2);
    full("Clever synced the district but sent no events about it.");
    assertTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "403, Clever gave the app no events.",
    "404, Clever no longer has the last event known."
  })
  void a_feed_that_clever_refuses_makes_runs_full_until_it_is_given_again(
      int status, String reason) {
    fixture.clever.drift(2);
    incremental();
    fixture.clever.faults().add(new Fault.FeedRefused(status, FaultTarget.anywhere()));
    fixture.clever.drift(2);

    assertThat(full().getModeReason()).startsWith(reason);
    assertTrue();
    assertThat(fixture.tokens.said).containsExactly("accepted");
    assertThat(full().getModeReason()).contains("Enable them in the app's settings at Clever");

    fixture.clever.faults().clear();
    fixture.clever.drift(2);
    full();
    fixture.clever.drift(2);
    incremental();
    assertTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"events", "users"})
  void a_rate_limit_that_is_not_lifted_in_time_leaves_the_roster_until_the_next_sync(String path) {
    fixture.clever.drift(2);
    incremental();
    var before = RosterModel.asOf(fixture, 2);
    fixture.clever.faults().add(new Fault.Status(429, FaultTarget.anywhere().under(path)));
    fixture.clever.drift(2);

    var run = fixture.run(SYNC_MODE_AUTO);

    assertThat(run.getFailure()).isEqualTo(SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE);
    assertThat(run.getMessage()).contains("rate limit").contains("The next sync tries again");
    assertThat(RosterModel.asOf(fixture, 2)).isEqualTo(before);
    // The limit is the token's, and a new token saves the test the minute.
    fixture.clever.faults().clear();
    fixture.tokens.token = Optional.of(CleverToken.of(fixture.clever.rotateToken()));
    incremental();
    assertTrue();
  }

  @Test
  void a_run_by_events_reads_everything_if_somebody_asks_for_that_meanwhile() {
    fixture.clever.drift(2);
    incremental();
    fixture.tokens.before = _ -> fixture.trigger(SYNC_MODE_FULL);
    fixture.clever.drift(2);

    var run = fixture.run(SYNC_MODE_AUTO);

    assertThat(run.getState()).as("%s", run).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(run.getMode()).isEqualTo(SYNC_MODE_FULL);
    assertThat(run.getRequestedMode()).isEqualTo(SYNC_MODE_FULL);
    assertThat(run.getModeReason()).isEmpty();
    assertTrue();
  }

  @Test
  void a_share_edited_while_events_were_off_shows_in_the_counts() {
    fixture.clever.events(false);
    fixture.clever.share(new Share.Nothing());

    full("Clever counts another number of records than its events lead to.");
  }

  @Test
  void a_value_lost_while_events_were_off_is_true_again_by_the_next_full_run() {
    fixture.clever.drift(2);
    incremental();
    fixture.clever.events(false);
    fixture.clever.dataAccess(new DataAccess(Set.of(), Set.of("schools.phone")));
    fixture.clever.events(true);
    fixture.clever.drift(2);
    incremental();

    fixture.clever.clock().advance(SyncFixture.FULL_EVERY);
    fixture.run(SYNC_MODE_AUTO);

    assertTrue();
  }

  @Test
  void a_pause_ends_and_what_happened_meanwhile_arrives_by_events() {
    fixture.clever.world().pause(fixture.clever.clock().instant().plusSeconds(3600));
    fixture.clever.drift(3);
    assertThat(incremental().getChangesList())
        .allSatisfy(each -> assertThat(each.getUpdated() + each.getArchived()).isZero());

    fixture.clever.world().resume();

    incremental();
    assertTrue();
  }

  @Test
  void who_leaves_by_an_event_is_archived_and_returns_under_the_same_id() {
    var id = RosterModel.asOf(fixture, 1).ids(USERS).iterator().next();

    fixture.clever.apply(new RosterChange.Remove(USERS, id));
    var gone = changes(incremental(), RecordType.RECORD_TYPE_USER);
    fixture.clever.apply(new RosterChange.Restore(USERS, id));
    var back = changes(incremental(), RecordType.RECORD_TYPE_USER);

    assertThat(gone.getArchived()).isEqualTo(1);
    assertThat(back.getRestored()).isEqualTo(1);
    assertTrue();
  }

  private SyncRun incremental() {
    var run = fixture.run(SYNC_MODE_AUTO);
    assertThat(run.getState()).as("%s", run).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(run.getMode()).as(run.getModeReason()).isEqualTo(SYNC_MODE_INCREMENTAL);
    return run;
  }

  private void full(String reason) {
    assertThat(full().getModeReason()).isEqualTo(reason);
  }

  private SyncRun full() {
    var run = fixture.run(SyncMode.SYNC_MODE_INCREMENTAL);
    assertThat(run.getState())
        .as("%s", run)
        .isIn(SyncState.SYNC_STATE_SUCCEEDED, SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
    assertThat(run.getMode()).isEqualTo(SYNC_MODE_FULL);
    return run;
  }

  /** The roster and its seats are what the sandbox shows. */
  private void assertTrue() {
    var revision = fixture.database.dsl().fetchSingle("select revision from districts");
    var roster = RosterModel.asOf(fixture, revision.get(0, Long.class));
    assertThat(roster).isEqualTo(RosterModel.shownBy(fixture.clever));
    assertThat(RosterModel.seats(fixture)).isEqualTo(roster.seats());
  }

  private long requests() {
    return fixture.clever.requests().total();
  }
}
