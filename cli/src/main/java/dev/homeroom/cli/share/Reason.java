package dev.homeroom.cli.share;

import dev.homeroom.cli.console.CommandFailure;
import picocli.CommandLine.Option;

/** The reason of a decision, for the audit trail. */
final class Reason {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "The reason for the audit trail, at most 1000 characters.")
  private String typed = "";

  /**
   * Returns the typed reason.
   *
   * @throws CommandFailure when it has no letter or digit, such as the `…` of a printed command
   */
  String text() {
    if (typed.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw CommandFailure.usage("give the reason for the audit trail: --reason 'WHY'");
    }
    return typed.strip();
  }
}
