package dev.homeroom.cli.plan;

import dev.homeroom.cli.client.Digest;
import dev.homeroom.cli.console.Refusal;
import picocli.CommandLine.Parameters;

/** Which plan is decided, over which changes: the parameters of a decision. */
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
   * The plan's name.
   *
   * @throws Refusal where none was typed
   */
  String plan() {
    var name = plan.strip();
    if (!name.matches("districts/[0-9a-f]{24}/plans/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw Refusal.usage(
          "a plan is districts/DISTRICT/plans/UUID, as `./homeroom plan DISTRICT` shows it");
    }
    return name;
  }

  /**
   * The digest, in lower case.
   *
   * @throws Refusal where none was typed
   */
  String digest() {
    return Digest.read(digest, "`./homeroom plan DISTRICT`");
  }
}
