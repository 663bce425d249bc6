package dev.homeroom.cli.console;

import java.util.regex.Pattern;

/** Keeps out of error lines what may be a secret that was typed in a wrong place. */
public final class Secrets {
  /** Signed tokens, which begin as JSON in base64 does, and other long words without a path. */
  private static final Pattern SECRET =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)*|(?<![A-Za-z0-9_/-])[A-Za-z0-9_+-]{33,}(?![A-Za-z0-9_/-])");

  private Secrets() {}

  /** The line with {@code ***} in place of each. */
  public static String masked(String line) {
    return SECRET.matcher(line).replaceAll("***");
  }
}
