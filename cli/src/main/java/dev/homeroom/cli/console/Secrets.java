package dev.homeroom.cli.console;

import java.util.regex.Pattern;

/** Masks texts in error lines that may be a secret typed in the wrong place. */
public final class Secrets {
  /**
   * Signed tokens, which begin with base64 of JSON, and other long words that are not part of a
   * path.
   */
  private static final Pattern SECRET =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)*|(?<![A-Za-z0-9_/-])[A-Za-z0-9_+-]{33,}(?![A-Za-z0-9_/-])");

  private Secrets() {}

  /** Returns the line with {@code ***} in place of each possible secret. */
  public static String masked(String line) {
    return SECRET.matcher(line).replaceAll("***");
  }
}
