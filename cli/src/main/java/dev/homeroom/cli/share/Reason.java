package dev.homeroom.cli.share;

import dev.homeroom.cli.console.Refusal;
import picocli.CommandLine.Option;

/** Why somebody decides, for the audit trail. */
final class Reason {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "Why, for the audit trail, at most 1000 characters.")
  private String typed = "";

  /**
   * What was typed.
   *
   * @throws Refusal where that is nothing but blanks and signs, as the `…` of a printed command
   */
  String text() {
    if (typed.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw Refusal.usage("say why, in words that will do for the audit trail: --reason 'WHY'");
    }
    return typed.strip();
  }
}
