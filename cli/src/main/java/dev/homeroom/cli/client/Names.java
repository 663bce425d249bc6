package dev.homeroom.cli.client;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and shortens resource names of records. */
public final class Names {
  private static final Pattern RECORD =
      Pattern.compile("(districts/[0-9a-f]{24}/)?(?:([a-z]+)/)?([0-9a-f]{24})");

  private Names() {}

  /**
   * Reads the id of a record from its id or its name.
   *
   * @param collection the record's collection, as in its name, for example {@code schools}
   * @return empty where neither was typed
   */
  public static Optional<String> id(String collection, String typed) {
    var form = RECORD.matcher(typed.strip().toLowerCase(Locale.ROOT));
    return form.matches() && (form.group(2) == null || form.group(2).equals(collection))
        ? Optional.of(form.group(3))
        : Optional.empty();
  }

  /** Returns the last part of a name. */
  public static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Returns a record's name without its district. */
  public static String inDistrict(String name) {
    var parts = name.split("/", 3);
    return parts.length == 3 ? parts[2] : name;
  }
}
