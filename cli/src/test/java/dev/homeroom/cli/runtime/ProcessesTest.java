package dev.homeroom.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessesTest {
  @TempDir Path folder;

  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private Processes processes;

  @BeforeEach
  void open() {
    processes = new Processes(folder, notices::add, () -> {});
  }

  @AfterEach
  void close() {
    processes.close();
  }

  @Test
  void a_program_that_is_killed_is_said_and_started_again() throws Exception {
    var program = processes.start(shell("sleeper", "touch ready; exec sleep 600"));
    var first = idOf(program);

    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

    assertThat(notice())
        .isEqualTo(
            "sleeper (pid %d) ended unexpectedly with exit code 137; starting it again"
                .formatted(first.pid()));
    assertThat(notice()).startsWith("sleeper runs again (pid ");
    assertThat(idOf(program).find()).isPresent();
    assertThat(idOf(program).pid()).isNotEqualTo(first.pid());
  }

  @Test
  void closing_ends_what_was_started_and_says_nothing() throws Exception {
    var program = processes.start(shell("sleeper", "touch ready; exec sleep 600"));

    processes.close();

    assertThat(idOf(program).find()).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void a_program_that_does_not_get_ready_is_refused_with_its_last_words() {
    assertThatThrownBy(() -> processes.start(shell("broken", "echo no such thing; exit 1")))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("broken does not start (exit code 1): no such thing")
        .extracting(e -> ((CommandFailure) e).exitCode())
        .isEqualTo(1);
  }

  @Test
  void a_program_that_calls_it_wrong_use_makes_it_wrong_use() {
    assertThatThrownBy(() -> processes.start(shell("broken", "exit 2")))
        .extracting(e -> ((CommandFailure) e).exitCode())
        .isEqualTo(2);
  }

  @Test
  void a_program_that_ends_again_and_again_is_given_up() throws Exception {
    processes.start(shell("crasher", "touch ready; sleep 0.05; echo out of cheese"));

    assertThat(processes.hopeless().get(30, TimeUnit.SECONDS))
        .startsWith("crasher keeps crashing: ")
        .contains("out of cheese");
  }

  private Program shell(String name, String script) {
    return new Program() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public ProcessBuilder command() throws IOException {
        Files.deleteIfExists(folder.resolve("ready"));
        return new ProcessBuilder(List.of("sh", "-c", script)).directory(folder.toFile());
      }

      @Override
      public boolean isReady(Process process) {
        return Files.exists(folder.resolve("ready"));
      }
    };
  }

  private static ProcessId idOf(SupervisedProgram program) {
    return Objects.requireNonNull(program.id());
  }

  private String notice() throws InterruptedException {
    return Objects.requireNonNull(notices.poll(20, TimeUnit.SECONDS), "nothing was said");
  }
}
