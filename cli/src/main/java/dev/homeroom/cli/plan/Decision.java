package dev.homeroom.cli.plan;

import dev.homeroom.cli.console.Refusal;
import java.util.Locale;

/** Which plan is decided, over which changes. */
record Decision(String plan, String digest) {
  /**
   * Reads what was typed.
   *
   * @throws Refusal where it is no plan or no digest
   */
  static Decision of(String plan, String digest) {
    var name = plan.strip();
    if (!name.matches("districts/[0-9a-f]{24}/plans/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw Refusal.usage(
          "a plan is districts/DISTRICT/plans/UUID, as ./homeroom plan DISTRICT shows it");
    }
    var hex = digest.strip().toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      throw Refusal.usage(
          "a digest is 64 hexadecimal digits, as ./homeroom plan DISTRICT shows it");
    }
    return new Decision(name, hex);
  }
}
