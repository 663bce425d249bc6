package dev.homeroom.cli.client;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Resource names of records, as people type them and as lines show them. */
public final class Names {
  private static final Pattern RECORD =
      Pattern.compile("(districts/[0-9a-f]{24}/)?(?:([a-z]+)/)?([0-9a-f]{24})");

  private Names() {}

  /**
   * Reads the id of a record: its id, or its name.
   *
   * @param collection what it is one of, as in its name, for example {@code schools}
   * @return nothing where neither was typed
   */
  public static Optional<String> id(String collection, String typed) {
    var form = RECORD.matcher(typed.strip().toLowerCase(Locale.ROOT));
    return form.matches() && (form.group(2) == null || form.group(2).equals(collection))
        ? Optional.of(form.group(3))
        : Optional.empty();
  }

  /** The last part of a name. */
  public static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** A record's name without its district. */
  public static String inDistrict(String name) {
    var parts = name.split("/", 3);
    return parts.length == 3 ? parts[2] : name;
  }
}
