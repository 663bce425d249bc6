package dev.homeroom.cli.sync;

import dev.homeroom.cli.console.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Resource names as people type them. */
public final class Names {
  private static final Pattern DISTRICT = Pattern.compile("(districts/)?([0-9a-fA-F]{24})");
  private static final Pattern RUN =
      Pattern.compile("districts/[0-9a-f]{24}/syncRuns/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Names() {}

  /**
   * Reads a district.
   *
   * @return its resource name
   * @throws Refusal where it is none
   */
  public static String district(String typed) {
    var form = DISTRICT.matcher(typed.strip());
    if (!form.matches()) {
      throw Refusal.usage(
          "a district is Clever's id of 24 hexadecimal digits, or districts/ID; ./homeroom call"
              + " RosterService/ListDistricts shows them");
    }
    return "districts/" + form.group(2).toLowerCase(Locale.ROOT);
  }

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
