package dev.homeroom.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuCostsTest {
  @Test
  void tells_what_running_processes_have_used_and_forgets_those_that_are_gone() {
    var self = ProcessId.of("self", ProcessHandle.current());
    var gone = new ProcessId("gone", self.pid(), self.startMillis() - 60_000);

    var costs = CpuCosts.of(List.of(self, gone)).seconds();

    assertThat(costs).containsOnlyKeys("self");
    assertThat(costs.get("self")).isPositive();
  }

  @Test
  void the_line_has_seconds_and_parts_in_order_of_start() {
    var seconds = new LinkedHashMap<String, Double>();
    seconds.put("sandbox", 2.04);
    seconds.put("postgres", 2.0);
    seconds.put("server", 6.0);

    assertThat(new CpuCosts(seconds).line())
        .isEqualTo("CPU seconds: sandbox 2.0 (20 %), postgres 2.0 (20 %), server 6.0 (60 %)");
  }
}
