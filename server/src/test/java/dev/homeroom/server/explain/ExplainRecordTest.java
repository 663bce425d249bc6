package dev.homeroom.server.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.ExplainRecordRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RecordExplanation;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.RecordVersionEnd;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why records are there or not, as a reviewer is told. */
final class ExplainRecordTest {
  @SuppressWarnings("NullAway.Init")
  private RosterFixture fixture;

  @BeforeEach
  void start() {
    fixture = RosterFixture.students(60, 17);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void a_record_that_left_and_came_back_is_told_with_its_whole_life() {
    var term = RosterFixture.of(fixture.roster(), Term.class).getFirst().getName();
    var fresh = explain(term);
    assertThat(fresh.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LIVE);
    assertThat(fresh.getVersionsList())
        .extracting(RecordVersion::getFromRevision)
        .containsExactly(1L);
    assertThat(fresh.getVersions(0).getFromSyncRun()).startsWith(fixture.district + "/syncRuns/");
    assertThat(fresh.getExplanation()).contains("since revision 1");

    fixture.clever.apply(new RosterChange.Remove(RecordType.TERMS, id(term)));
    fixture.sync();
    var gone = explain(term);
    assertThat(gone.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(gone.getVersions(0).getEnd())
        .isEqualTo(RecordVersionEnd.RECORD_VERSION_END_ARCHIVED);
    assertThat(gone.getVersions(0).getUntilRevision()).isEqualTo(2);
    assertThat(gone.getVersions(0).getUntilSyncRun()).isNotEmpty();
    assertThat(gone.getPlansList()).isEmpty();
    assertThat(gone.getExplanation()).contains("left the roster with revision 2");

    fixture.clever.apply(new RosterChange.Restore(RecordType.TERMS, id(term)));
    fixture.sync();
    var back = explain(term);
    assertThat(back.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_LIVE);
    assertThat(back.getVersionsList())
        .extracting(RecordVersion::getFromRevision)
        .containsExactly(3L, 1L);
    assertThat(back.getExplanation()).contains("since revision 3").contains("away from revision 2");
  }

  @Test
  void a_removal_that_the_guard_holds_is_told_with_its_plan_and_who_approved_it() {
    var students =
        RosterFixture.of(fixture.roster(), User.class).stream()
            .filter(User::hasStudent)
            .map(User::getName)
            .limit(30)
            .toList();
    students.forEach(
        name -> fixture.clever.apply(new RosterChange.Remove(RecordType.USERS, id(name))));
    var run = fixture.run(SyncMode.SYNC_MODE_AUTO);

    var held = explain(students.getFirst());
    assertThat(held.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_HELD);
    var plan = held.getPlans(0);
    assertThat(plan.getPlan().getState()).isEqualTo(PlanState.PLAN_STATE_PENDING);
    assertThat(plan.getPlan().getSyncRun()).isEqualTo(run.getName());
    assertThat(plan.getChangesList())
        .isNotEmpty()
        .allMatch(change -> change.getRecord().equals(students.getFirst()));
    assertThat(held.getExplanation())
        .contains(plan.getPlan().getName())
        .contains(plan.getPlan().getReason());

    long revision = fixture.sync();
    var gone = explain(students.getFirst());
    assertThat(gone.getStanding()).isEqualTo(RecordStanding.RECORD_STANDING_ARCHIVED);
    assertThat(gone.getVersions(0).getUntilRevision()).isEqualTo(revision);
    assertThat(gone.getPlans(0).getPlan().getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);
    assertThat(gone.getExplanation())
        .contains(plan.getPlan().getName())
        .contains(TestServer.REVIEWER + " approved");
  }

  @Test
  void what_nothing_is_known_of_is_refused_without_its_id() {
    var unknown = "0123456789abcdef01234567";

    var refused = Refused.by(() -> explain(fixture.district + "/users/" + unknown));

    assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.reason()).isEqualTo("RECORD_NOT_FOUND");
    assertThat(refused.message() + refused.metadata()).doesNotContain(unknown);
    for (var name : List.of("", fixture.district, fixture.district + "/plans/" + unknown)) {
      assertThat(Refused.by(() -> explain(name)).fields()).containsExactly("name");
    }
  }

  private RecordExplanation explain(String name) {
    return ExplainServiceGrpc.newBlockingStub(fixture.server.channel())
        .withCallCredentials(TestServer.bearer(fixture.server.issuer().token(TestServer.REVIEWER)))
        .withDeadlineAfter(Duration.ofSeconds(30))
        .explainRecord(ExplainRecordRequest.newBuilder().setName(name).build());
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
