package dev.homeroom.cli.plan;

import dev.homeroom.cli.client.Digest;
import dev.homeroom.cli.console.CommandFailure;
import picocli.CommandLine.Parameters;

/** The parameters of a decision: the plan, and the digest of its changes. */
final class Decision {
  @Parameters(
      index = "0",
      paramLabel = "PLAN",
      description = "The plan, districts/DISTRICT/plans/UUID, as ./homeroom plan shows it.")
  private String plan = "";

  @Parameters(
      index = "1",
      paramLabel = "DIGEST",
      description = "The digest of the changes that you have seen, 64 hexadecimal digits.")
  private String digest = "";

  /**
   * Returns the plan's name.
   *
   * @throws CommandFailure when none was typed
   */
  String plan() {
    var name = plan.strip();
    if (!name.matches("districts/[0-9a-f]{24}/plans/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw CommandFailure.usage(
          "a plan is districts/DISTRICT/plans/UUID, as `./homeroom plan DISTRICT` shows it");
    }
    return name;
  }

  /**
   * Returns the digest, in lower case.
   *
   * @throws CommandFailure when none was typed
   */
  String digest() {
    return Digest.read(digest, "`./homeroom plan DISTRICT`");
  }
}
