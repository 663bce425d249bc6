package dev.homeroom.cli.sync;

import dev.homeroom.cli.console.Refusal;
import java.util.regex.Pattern;

/** Names of runs as people type them. */
final class Names {
  private static final Pattern RUN =
      Pattern.compile("districts/[0-9a-f]{24}/syncRuns/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Names() {}

  /**
   * Reads a run.
   *
   * @throws Refusal where it is none
   */
  static String run(String typed) {
    var name = typed.strip().replaceFirst("^/+", "");
    if (!RUN.matcher(name).matches()) {
      throw Refusal.usage(
          "a run is districts/DISTRICT/syncRuns/UUID, as ./homeroom runs DISTRICT shows it");
    }
    return name;
  }

  /** The last part of a name. */
  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
