package dev.homeroom.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessCostTest {

  @Test
  void the_cost_grows_with_what_a_process_does() {
    var before = ProcessCost.of(ProcessHandle.current());
    long sum = 0;
    while (ProcessCost.of(ProcessHandle.current()).since(before).cpuSeconds() < 0.05) {
      sum += System.nanoTime();
    }

    assertThat(sum).isNotZero();
    assertThat(ProcessCost.of(ProcessHandle.current()).since(before).cpuSeconds())
        .isGreaterThanOrEqualTo(0.05);
  }

  @Test
  void children_that_ended_count_too() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux's /proc");
    var before = ProcessCost.of(ProcessHandle.current());
    var busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    var child = new ProcessBuilder("sh", "-c", busy).start();
    child.waitFor();
    var own = ProcessHandle.current().info().totalCpuDuration().orElseThrow();

    var cost = ProcessCost.of(ProcessHandle.current());

    assertThat(cost.cpu()).isGreaterThan(own);
    assertThat(cost.since(before).cpuSeconds()).isPositive();
    assertThat(cost.peakMegabytes()).isPositive();
  }
}
