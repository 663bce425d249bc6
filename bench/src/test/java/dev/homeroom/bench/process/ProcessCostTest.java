package dev.homeroom.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

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
  void children_that_ended_count_too_where_the_system_tells_of_them() throws Exception {
    var told = Files.exists(Path.of("/proc/self/stat"));
    var before = ProcessCost.of(ProcessHandle.current());
    var busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    var child = new ProcessBuilder("sh", "-c", busy).start();
    child.waitFor();
    var own = ProcessHandle.current().info().totalCpuDuration().orElseThrow();

    var cost = ProcessCost.of(ProcessHandle.current());

    assertThat(cost.since(before).cpuSeconds()).isPositive();
    if (told) {
      assertThat(cost.cpu()).isGreaterThan(own);
      assertThat(cost.peakMegabytes()).isPositive();
    } else {
      assertThat(cost.cpu()).isGreaterThanOrEqualTo(own);
      assertThat(cost.peakMegabytes()).isZero();
    }
  }
}
