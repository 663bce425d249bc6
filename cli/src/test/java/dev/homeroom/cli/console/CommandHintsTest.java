package dev.homeroom.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of the commands in a text get flags. */
final class CommandHintsTest {
  private static final String FLAGS = " --data-dir '/tmp/a $1 b'";

  @Test
  void a_line_that_is_a_command_gets_them_before_its_comment() {
    assertThat(CommandHints.withFlags("  ./homeroom share 1   # what it shares", FLAGS))
        .isEqualTo("  ./homeroom share 1" + FLAGS + "   # what it shares");
    assertThat(CommandHints.withFlags("see\n  ./homeroom plan 1\nand decide", FLAGS))
        .isEqualTo("see\n  ./homeroom plan 1" + FLAGS + "\nand decide");
  }

  @Test
  void in_a_sentence_a_command_between_backticks_gets_them() {
    assertThat(CommandHints.withFlags("`./homeroom call list` and `./homeroom runs 1` help", FLAGS))
        .isEqualTo("`./homeroom call list" + FLAGS + "` and `./homeroom runs 1" + FLAGS + "` help");
    assertThat(CommandHints.withFlags("the ./homeroom up on /x needs `metadata`", FLAGS))
        .isEqualTo("the ./homeroom up on /x needs `metadata`");
  }
}
