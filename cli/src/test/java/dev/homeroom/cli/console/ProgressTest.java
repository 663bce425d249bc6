package dev.homeroom.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.testing.StoppedClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StoppedClock clock = new StoppedClock(Instant.EPOCH);

  @Test
  void without_a_terminal_a_stage_says_at_most_one_line_a_second() {
    var progress = progress(false);

    progress.show("fetching", 100, 1000);
    clock.pass(Duration.ofMillis(400));
    progress.show("fetching", 400, 1000);
    clock.pass(Duration.ofMillis(700));
    progress.show("fetching", 900, 1000);

    assertThat(said().lines())
        .containsExactly("  fetching  100 of 1,000 records", "  fetching  900 of 1,000 records");
  }

  @Test
  void without_a_terminal_each_stage_is_said_once_and_at_once() {
    var progress = progress(false);

    progress.show("fetching", 10, 10);
    progress.show("diffing", 0, 0);
    progress.show("diffing", 0, 0);
    progress.show("applying", 0, 0);

    assertThat(said().lines())
        .containsExactly("  fetching  10 of 10 records", "  diffing", "  applying");
  }

  @Test
  void a_remark_has_a_line_of_its_own_and_is_said_once() {
    var progress = progress(false);

    progress.show("fetching", 10, 20);
    progress.remark("Clever asks to wait until 10:42:05 UTC.");
    progress.remark("Clever asks to wait until 10:42:05 UTC.");

    assertThat(said().lines())
        .containsExactly(
            "  fetching  10 of 20 records", "  Clever asks to wait until 10:42:05 UTC.");
  }

  @Test
  void on_a_terminal_the_bar_is_drawn_over_and_taken_away_at_the_end() {
    var progress = progress(true);

    progress.show("fetching", 1, 2);
    progress.show("fetching", 2, 2);
    progress.end();

    assertThat(said()).doesNotContain("\n").endsWith("\r\u001b[K");
    assertThat(said()).contains("█".repeat(14) + "░".repeat(14)).contains("█".repeat(28));
  }

  @Test
  void a_bar_never_wraps_on_a_narrow_terminal() {
    var console = new Console(System.out, new PrintStream(bytes, true, UTF_8), true, 20);

    new Progress(console, clock).show("fetching", 1, 2);

    assertThat(said().replace("\r\u001b[K", "")).hasSize(19);
  }

  private Progress progress(boolean terminal) {
    return new Progress(
        new Console(System.out, new PrintStream(bytes, true, UTF_8), terminal, 80), clock);
  }

  private String said() {
    return bytes.toString(UTF_8);
  }
}
