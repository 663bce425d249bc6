package dev.homeroom.cli.client;

import dev.homeroom.cli.console.CommandFailure;
import java.util.Locale;

/** Reads the digest of what a person has seen before a decision. */
public final class Digest {
  private Digest() {}

  /**
   * Reads a digest.
   *
   * @param command the command that shows it, for the message
   * @return 64 lower-case hexadecimal digits
   * @throws CommandFailure when the text is not a digest
   */
  public static String read(String typed, String command) {
    var digest = typed.strip().toLowerCase(Locale.ROOT);
    if (!digest.matches("[0-9a-f]{64}")) {
      throw CommandFailure.usage("a digest is 64 hexadecimal digits, as " + command + " shows it");
    }
    return digest;
  }
}
