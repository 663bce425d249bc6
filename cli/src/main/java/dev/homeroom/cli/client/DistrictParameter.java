package dev.homeroom.cli.client;

import dev.homeroom.cli.console.CommandFailure;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** The district of a command: its first parameter. */
public final class DistrictParameter {
  private static final Pattern FORM = Pattern.compile("(districts/)?([0-9a-f]{24})");

  @Parameters(
      index = "0",
      paramLabel = "DISTRICT",
      description = "Clever's id of the district, 24 hexadecimal digits.")
  private String typed = "";

  /**
   * Returns the district's resource name.
   *
   * @throws CommandFailure when neither an id nor a name was typed
   */
  public String name() {
    return "districts/" + id();
  }

  /**
   * Returns the district's id.
   *
   * @throws CommandFailure when neither an id nor a name was typed
   */
  public String id() {
    var form = FORM.matcher(typed.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw CommandFailure.usage(
          "a district is Clever's id of 24 hexadecimal digits, or districts/ID; `./homeroom call"
              + " RosterService/ListDistricts` shows them");
    }
    return form.group(2);
  }
}
