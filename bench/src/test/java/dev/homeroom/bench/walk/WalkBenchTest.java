package dev.homeroom.bench.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkBenchTest {
  private static final SandboxConfig SMALL = SandboxConfig.demo().withStudents(50);

  @TempDir Path folder;

  @Test
  void it_counts_the_records_of_a_running_sandbox_on_pages_of_any_size() throws Exception {
    try (var sandbox = Sandbox.start(SMALL.withRateLimit(0))) {
      var run = walk(sandbox, 10);

      assertThat(run.records()).containsEntry("users", 107L).containsEntry("districts", 1L);
      assertThat(run.total()).isEqualTo(walk(sandbox, 1000).total());
      assertThat(measured(run).text())
          .containsPattern("users +107")
          .contains("records/s", "CPU seconds", "SHA-256 of all pages: " + run.sha256());
    }
  }

  @Test
  void two_sandboxes_of_one_seed_are_identical_and_of_two_differ() throws Exception {
    try (var one = Sandbox.start(SMALL.withRateLimit(0));
        var same = Sandbox.start(SMALL.withRateLimit(0));
        var other = Sandbox.start(SMALL.withRateLimit(0).withSeed(2))) {
      var alike = measured(walk(one, 100), walk(same, 100));
      var unlike = measured(walk(one, 100), walk(other, 100));

      assertThat(alike.wrong()).isEmpty();
      assertThat(alike.text()).contains("the pages of all 2 runs are identical, byte for byte");
      assertThat(unlike.wrong()).isEqualTo("the pages of the 2 runs differ");
      assertThat(unlike.text()).doesNotContain("identical");
    }
  }

  @Test
  void a_rate_limit_that_is_in_the_way_is_named() throws IOException {
    try (var sandbox = Sandbox.start(SMALL.withRateLimit(2))) {
      assertThatThrownBy(() -> walk(sandbox, 10))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("answered 429", "the rate limit of the sandbox must be 0");
    }
  }

  private WalkMeasurement.Run walk(Sandbox sandbox, int pageSize)
      throws IOException, InterruptedException {
    var ready = folder.resolve("ready.json");
    Files.writeString(
        ready,
        """
        {"pid": %d, "url": "%s", "token": "%s"}
        """
            .formatted(ProcessHandle.current().pid(), sandbox.baseUrl(), sandbox.token()));
    return new WalkBench("v3.1", pageSize).running(ready).getFirst();
  }

  private static WalkMeasurement measured(WalkMeasurement.Run... runs) {
    return new WalkMeasurement("walk", "today", 1, "25", List.of(runs));
  }
}
