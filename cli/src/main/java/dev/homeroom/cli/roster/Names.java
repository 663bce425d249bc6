package dev.homeroom.cli.roster;

import dev.homeroom.cli.console.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Resource names of schools as people type them, and of records as lines show them. */
final class Names {
  private static final Pattern SCHOOL =
      Pattern.compile("(districts/[0-9a-f]{24}/)?(schools/)?([0-9a-f]{24})");

  private Names() {}

  /**
   * Reads a school of a district: its id, or its name.
   *
   * @return its resource name
   * @throws Refusal where it is none
   */
  static String school(String district, String typed) {
    var form = SCHOOL.matcher(typed.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw Refusal.usage(
          "--school is Clever's id of a school, 24 hexadecimal digits; ./homeroom call"
              + " RosterService/ListSchools shows them");
    }
    return district + "/schools/" + form.group(3);
  }

  /** A record's name without its district. */
  static String inDistrict(String name) {
    var parts = name.split("/", 3);
    return parts.length == 3 ? parts[2] : name;
  }
}
