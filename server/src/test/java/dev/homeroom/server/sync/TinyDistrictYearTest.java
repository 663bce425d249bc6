package dev.homeroom.server.sync;

import static dev.homeroom.v1.SyncMode.SYNC_MODE_INCREMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.sandbox.history.RandomHistory;
import dev.homeroom.sandbox.history.RandomHistory.Profile;
import dev.homeroom.server.sync.incremental.RosterSync;
import dev.homeroom.v1.SyncState;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A guard that cried wolf would be switched off: where there are ten students it stays silent. */
class TinyDistrictYearTest {
  private static final int DAYS = 365;
  private static final long SEED = 9;

  @Test
  void an_ordinary_year_of_ten_students_trips_no_guard_and_an_empty_list_removes_nothing()
      throws IOException {
    var config = SandboxConfig.demo().withStudents(10).withSeed(SEED).withRateLimit(0);
    try (var twin = new SyncTwin(SYNC_MODE_INCREMENTAL, RosterSync::new);
        var clever = Sandbox.start(config);
        var client = SyncFixture.client(clever.baseUrl())) {
      var district = twin.new Follower(clever, client);
      var history = new RandomHistory(SEED, Profile.ORDINARY);
      district.sync();
      for (int day = 1; day <= DAYS; day++) {
        clever.clock().advance(Duration.ofDays(1));
        clever.apply(history.next(clever.world().sis()));
        var run = district.sync();
        assertThat(run.getState())
            .as("day %d: %s", day, run)
            .isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
        assertThat(run.getChangesList())
            .allSatisfy(each -> assertThat(each.getWithheld()).isZero());
      }

      var before = district.roster();
      clever.faults().add(new Fault.EmptyList(true, FaultTarget.of(RecordType.USERS)));
      clever.clock().advance(Duration.ofDays(1));
      var disaster = district.sync();

      assertThat(disaster.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(district.roster()).isEqualTo(before);
    }
  }
}
