package dev.homeroom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with Clever, a sync by events ends in a true roster or an untouched one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CleverFailuresTest {
  private SyncFixture fixture;

  @BeforeAll
  void follow_a_small_district() {
    fixture = SyncFixture.of(SandboxConfig.demo().withStudents(40));
    fixture.startWorker("one");
    fixture.run(SyncMode.SYNC_MODE_AUTO);
    fixture.clever.drift(3);
    assertThat(fixture.run(SyncMode.SYNC_MODE_AUTO).getMode())
        .isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
  }

  @AfterAll
  void close() throws Exception {
    fixture.close();
  }

  static Stream<Fault> faults() {
    var events = FaultTarget.anywhere().under("events");
    return Stream.of(
        new Fault.Status(503, events),
        new Fault.Status(500, events.times(1)),
        new Fault.CutOff(events),
        new Fault.Reset(events),
        new Fault.TruncatedJson(events),
        new Fault.MalformedJson(events),
        new Fault.Html(events),
        new Fault.PageSize(1, events),
        new Fault.RepeatedRecord(events),
        new Fault.RecordWithoutId(events),
        new Fault.LowerCaseHeaders(events),
        new Fault.LegacyErrors(FaultTarget.anywhere()),
        new Fault.SeveralBuckets(FaultTarget.anywhere()),
        new Fault.FeedOff(),
        new Fault.FeedRefused(403, FaultTarget.anywhere()),
        new Fault.FeedRefused(404, FaultTarget.anywhere()),
        new Fault.LateEvents(2, FaultTarget.anywhere()),
        new Fault.LateEvents(1, FaultTarget.anywhere()),
        new Fault.ShortRetention(Duration.ZERO, FaultTarget.anywhere()),
        new Fault.Status(503, FaultTarget.of(RecordType.USERS)),
        new Fault.WrongCount(RecordType.SECTIONS, 1),
        new Fault.WrongCount(RecordType.USERS, -1),
        new Fault.EmptyList(RecordType.USERS),
        new Fault.EmptyList(true, FaultTarget.of(RecordType.USERS)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_ends_in_a_true_roster_or_an_untouched_one(Fault fault) {
    fixture.clever.clock().advance(Duration.ofHours(25));
    var before = RosterModel.asOf(fixture, revision());
    fixture.clever.faults().add(fault);
    fixture.clever.drift(2);

    var run = fixture.run(SyncMode.SYNC_MODE_INCREMENTAL);
    fixture.clever.faults().clear();

    if (run.getState() == SyncState.SYNC_STATE_FAILED) {
      assertThat(run.getMessage())
          .containsAnyOf("The next sync tries again", "ask Clever's support");
      assertThat(RosterModel.asOf(fixture, revision())).isEqualTo(before);
    } else if (keeps(run)) {
      assertThat(RosterModel.asOf(fixture, revision()).ids(RecordType.USERS))
          .containsAll(before.ids(RecordType.USERS));
    } else {
      assertTrue();
    }
    var whole = fixture.run();
    assertThat(whole.getState()).as("%s", whole).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(whole.getChangesList())
        .as("%s", whole)
        .allSatisfy(each -> assertThat(each.getWithheld() + each.getHeld()).isZero());
    assertTrue();
  }

  @Test
  void a_token_replaced_in_the_middle_of_a_sync_is_looked_up_once_more() {
    fixture.clever.drift(2);
    fixture.tokens.before =
        _ -> fixture.tokens.token = Optional.of(CleverToken.of(fixture.clever.token()));
    fixture
        .clever
        .faults()
        .add(new Fault.RevokedToken(true, FaultTarget.anywhere().under("events").times(1)));

    var run = fixture.run(SyncMode.SYNC_MODE_INCREMENTAL);
    fixture.clever.faults().clear();

    assertThat(run.getState()).as("%s", run).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(run.getMode()).isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
    assertTrue();
  }

  /** Clever contradicts itself, or takes too much away, so that the run takes nothing away. */
  private static boolean keeps(SyncRun run) {
    return run.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN
        || run.getChangesList().stream().anyMatch(each -> each.getWithheld() > 0);
  }

  private long revision() {
    return fixture.database.dsl().fetchSingle("select revision from districts").get(0, Long.class);
  }

  private void assertTrue() {
    var roster = RosterModel.asOf(fixture, revision());
    assertThat(roster).isEqualTo(RosterModel.shownBy(fixture.clever));
    assertThat(RosterModel.seats(fixture)).isEqualTo(roster.seats());
  }
}
