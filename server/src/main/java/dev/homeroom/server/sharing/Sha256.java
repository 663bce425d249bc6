package dev.homeroom.server.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 over texts. */
public final class Sha256 {
  private Sha256() {}

  /** 64 lower-case hexadecimal digits over the text in UTF-8. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(begin().digest(text.getBytes(UTF_8)));
  }

  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java has no SHA-256", missing);
    }
  }
}
