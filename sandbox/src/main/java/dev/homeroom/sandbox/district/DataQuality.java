package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The quality of a district's SIS data. Names in many scripts and users in several schools are not
 * defects.
 */
public enum DataQuality {
  /** All fields have values: for demos. */
  CLEAN,

  /**
   * Values are missing in every form (absent, null, empty), addresses are missing, shared or
   * malformed, some dates of birth are in the old form, and some sections have no course, term or
   * subject (sandbox/CLEVER.md 11): for tests.
   */
  DEFECTS,

  /**
   * As {@link #DEFECTS}, with many records that are rare but real: grades and other words that few
   * districts use or that Clever may add, several people with one e-mail address, equal SIS ids in
   * two roles, students of one school in a section of another (sandbox/CLEVER.md 11): for tests.
   */
  ODD;

  /** The word for this quality on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The quality with this word. */
  public static Optional<DataQuality> ofWord(String word) {
    return Arrays.stream(values()).filter(quality -> quality.word().equals(word)).findFirst();
  }

  /** All words, for an error message. */
  public static String words() {
    return Arrays.stream(values()).map(DataQuality::word).collect(Collectors.joining(", "));
  }
}
