package dev.homeroom.sandbox.share;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Unicode's canonical caseless matching (the Unicode Standard 3.13, D145): two texts match where
 * {@link #folded} makes the same of them. No language has rules of its own.
 */
public final class CaseFolding {
  private static final int DOTLESS_I = 0x131;

  private CaseFolding() {}

  /** The text in normal form NFC without differences of case: {@code Straße} is {@code strasse}. */
  public static String folded(String text) {
    var folded =
        Normalizer.normalize(text, Form.NFD)
            .codePoints()
            .mapToObj(CaseFolding::folded)
            .collect(Collectors.joining());
    return Normalizer.normalize(folded, Form.NFC);
  }

  /**
   * Small letters first, since the capital sharp s has no larger form, and a character alone, since
   * a capital sigma that ends a word has a small form of its own.
   */
  private static String folded(int character) {
    var one = Character.toString(character);
    return character == DOTLESS_I
        ? one
        : one.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
