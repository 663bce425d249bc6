package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The level of a school. In districts of three or more schools, the schools take turns: high,
 * elementary, middle.
 */
public enum Level {
  HIGH(10, 13, "High School"),
  ELEMENTARY(0, 6, "Elementary School"),
  MIDDLE(7, 9, "Middle School"),
  ALL(0, 13, "School");

  private static final Level[] ALL_LEVELS = values();

  private final int low;
  private final int high;
  private final String title;

  Level(int low, int high, String title) {
    this.low = low;
    this.high = high;
    this.title = title;
  }

  /** The level of a school in a district with this many schools. */
  public static Level of(int school, int schools) {
    return schools < 3 ? ALL : ALL_LEVELS[school % 3];
  }

  /** The level with this name, in lower case. */
  public static Optional<Level> ofWord(String word) {
    return Arrays.stream(ALL_LEVELS)
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  /** Returns whether the school has this grade. */
  public boolean teaches(int grade) {
    return grade >= low && grade <= high;
  }

  /** The lowest grade number. */
  public int low() {
    return low;
  }

  /** The highest grade number. */
  public int high() {
    return high;
  }

  /** The end of such a school's name. */
  public String title() {
    return title;
  }
}
