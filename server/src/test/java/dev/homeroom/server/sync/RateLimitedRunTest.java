package dev.homeroom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.CancelSyncRunRequest;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import dev.homeroom.v1.WatchSyncRunRequest;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests what followers of a run see while Clever's rate limit makes it wait. */
final class RateLimitedRunTest {
  private static final String WAITS = "Clever asks to wait until \\d\\d:\\d\\d:\\d\\d UTC\\.";

  @Test
  void a_run_that_waits_for_the_rate_limit_says_until_when() {
    try (var district = RosterFixture.students(20, 5)) {
      district.clever.faults().add(new Fault.Status(429, FaultTarget.next(1)));
      var syncs =
          SyncServiceGrpc.newBlockingStub(district.server.channel())
              .withCallCredentials(
                  TestServer.bearer(district.server.issuer().token(TestServer.OPERATOR)));

      var run =
          syncs.triggerSync(
              TriggerSyncRequest.newBuilder()
                  .setName(district.district)
                  .setMode(SyncMode.SYNC_MODE_FULL)
                  .build());
      var steps =
          syncs.watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build());
      SyncRun seen;
      do {
        seen = steps.next().getSyncRun();
      } while (seen.getMessage().isEmpty());

      assertThat(seen.getMessage()).matches(WAITS);
      assertThat(seen.hasEndTime()).isFalse();
      assertThat(district.state().getLatestRun().getMessage()).matches(WAITS);
      var _ =
          syncs.cancelSyncRun(
              CancelSyncRunRequest.newBuilder()
                  .setName(run.getName())
                  .setRequestId(UUID.randomUUID().toString())
                  .build());
      var last = new ArrayList<SyncRun>();
      steps.forEachRemaining(step -> last.add(step.getSyncRun()));
      assertThat(last.getLast().getMessage()).doesNotContain("asks to wait");
    }
  }
}
