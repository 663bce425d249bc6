package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Optional;

/**
 * The grades of the generated districts, pre-kindergarten to twelve, in Clever's words
 * (sandbox/CLEVER.md 3.6).
 */
public final class Grade {
  /** Grades from the youngest up. */
  static final String[] WORDS = {
    "PreKindergarten", "Kindergarten", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"
  };

  private Grade() {}

  /** How many grades there are. */
  public static int count() {
    return WORDS.length;
  }

  /** Clever's word for a grade number. */
  public static String word(int grade) {
    return WORDS[grade];
  }

  /** The grade above; below the last one. */
  public static int other(int grade) {
    return grade == WORDS.length - 1 ? grade - 1 : grade + 1;
  }

  /** The grade number for Clever's word. */
  static Optional<Integer> ofWord(String word) {
    var grade = Arrays.asList(WORDS).indexOf(word);
    return grade < 0 ? Optional.empty() : Optional.of(grade);
  }
}
