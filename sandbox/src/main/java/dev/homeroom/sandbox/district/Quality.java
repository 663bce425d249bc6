package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How well a district's SIS is kept. Names in many scripts and several schools are no defects. */
public enum Quality {
  /** Everything is filled in: for demos. */
  CLEAN,

  /**
   * Values are missing in all forms, addresses missing, shared or malformed, dates of birth in the
   * old form, sections without course, term or subject (sandbox/CLEVER.md 11): for tests.
   */
  DEFECTS,

  /**
   * As {@link #DEFECTS}, with many records that are rare but real: grades and other words that few
   * districts use or that Clever may add, people of one e-mail address, equal SIS ids in two roles,
   * students of one school in a class of another (sandbox/CLEVER.md 11): for tests.
   */
  ODD;

  /** The word for it on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The quality with this word. */
  public static Optional<Quality> ofWord(String word) {
    return Arrays.stream(values()).filter(quality -> quality.word().equals(word)).findFirst();
  }

  /** All words, for a refusal. */
  public static String words() {
    return Arrays.stream(values()).map(Quality::word).collect(Collectors.joining(", "));
  }
}
