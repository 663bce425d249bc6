package dev.homeroom.cli.up;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.kube.ExampleManifest;
import dev.homeroom.cli.kube.LocalCluster;
import dev.homeroom.v1.SyncRun;
import java.time.Duration;
import java.time.Instant;

/** Declares the district as a person would with {@code kubectl apply}. */
record KubeArrival(LocalCluster cluster, DistrictSyncs syncs) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(200);

  /**
   * Applies the example and returns the run that the operator started.
   *
   * @param district resource name
   */
  SyncRun bring(String district, ExampleManifest example) throws InterruptedException {
    var before = syncs.latestRun(district);
    syncs.release(district);
    cluster.apply(example);
    if (before.isPresent()) {
      cluster.requestSync();
    }
    var limit = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(limit)) {
      var run = syncs.latestRun(district);
      if (run.isPresent() && !run.equals(before)) {
        return run.get();
      }
      Thread.sleep(GLANCE);
    }
    throw CommandFailure.failed("the operator started no sync within two minutes of kubectl apply");
  }
}
