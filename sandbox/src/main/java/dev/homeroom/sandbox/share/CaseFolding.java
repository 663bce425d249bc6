package dev.homeroom.sandbox.share;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Unicode's canonical caseless matching (the Unicode Standard 3.13, D145): two texts match if
 * {@link #folded} returns the same text for both. It has no rules for single languages.
 */
public final class CaseFolding {
  private static final int DOTLESS_I = 0x131;

  private CaseFolding() {}

  /**
   * Returns the text in normal form NFC without differences of case: {@code Straße} becomes {@code
   * strasse}.
   */
  public static String folded(String text) {
    var folded =
        Normalizer.normalize(text, Form.NFD)
            .codePoints()
            .mapToObj(CaseFolding::folded)
            .collect(Collectors.joining());
    return Normalizer.normalize(folded, Form.NFC);
  }

  /**
   * Starts with the lower case, since only the small sharp s becomes {@code SS} in upper case.
   * Folds each character alone, since a capital sigma at the end of a word has its own lower-case
   * form.
   */
  private static String folded(int character) {
    var one = Character.toString(character);
    return character == DOTLESS_I
        ? one
        : one.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
