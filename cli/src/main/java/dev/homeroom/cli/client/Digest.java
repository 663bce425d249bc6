package dev.homeroom.cli.client;

import dev.homeroom.cli.console.Refusal;
import java.util.Locale;

/** A digest of what somebody has seen before deciding over it. */
public final class Digest {
  private Digest() {}

  /**
   * Reads one.
   *
   * @param command what shows it
   * @return 64 lower-case hexadecimal digits
   * @throws Refusal where it is none
   */
  public static String read(String typed, String command) {
    var digest = typed.strip().toLowerCase(Locale.ROOT);
    if (!digest.matches("[0-9a-f]{64}")) {
      throw Refusal.usage("a digest is 64 hexadecimal digits, as " + command + " shows it");
    }
    return digest;
  }
}
