package dev.homeroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.testing.JavaProgram;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchMainTest {

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return BenchMain.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @Test
  void an_unknown_flag_is_one_clear_line_and_exit_code_2() {
    assertThat(run("import", "--pupils", "5")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--pupils");
  }

  @Test
  void a_benchmark_has_to_be_named() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("subcommand");
  }

  @Test
  void it_measures_at_least_once() {
    assertThat(run("import", "--runs", "0")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--runs");
  }

  @Test
  void a_flood_is_long_enough_to_see_whether_memory_grows() {
    assertThat(run("flood", "--seconds", "4")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--seconds");
  }

  @Test
  void a_walk_reads_pages_that_a_sandbox_has() {
    assertThat(run("walk", "--page-size", "0")).isEqualTo(2);
    assertThat(run("walk", "--runs", "0")).isEqualTo(2);
    assertThat(run("walk", "--api", "v2.1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("--page-size is 1 to 10000"),
            line -> assertThat(line).contains("--runs"),
            line -> assertThat(line).contains("--api", "v3.0", "v3.1"));
  }

  @Test
  void a_command_prints_only_its_own_lines(@TempDir Path folder) throws Exception {
    List<String> lines;
    try (var command = JavaProgram.of(WarnsAtExit.class).start(folder, "import", "--runs", "0")) {
      assertThat(command.exitCode()).isEqualTo(2);
      assertThat(command.out()).isEmpty();
      lines = command.err().lines().toList();
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("homeroom bench: ").contains("--runs");
    assertThat(lines.getLast()).matches("[0-9:]{8} WARN Probe: a warning");
  }
}
