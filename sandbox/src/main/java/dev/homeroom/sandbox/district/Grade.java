package dev.homeroom.sandbox.district;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The grades of the generated districts, in Clever's words (sandbox/CLEVER.md 3.6). Students move
 * up from pre-kindergarten to twelve; a rare word replaces one of these grades.
 */
public final class Grade {
  /** The words of the grades from the youngest up. */
  public static final List<String> WORDS =
      List.of(
          "PreKindergarten",
          "Kindergarten",
          "1",
          "2",
          "3",
          "4",
          "5",
          "6",
          "7",
          "8",
          "9",
          "10",
          "11",
          "12");

  private static final List<String> RARE =
      List.of(
          "InfantToddler",
          "Preschool",
          "TransitionalKindergarten",
          "13",
          "PostGraduate",
          "Ungraded",
          "Other");

  /** A word that Clever does not have but could add within a version (sandbox/CLEVER.md 3.6). */
  public static final String UNKNOWN = "AdultEducation";

  private Grade() {}

  /** The number of grades. */
  public static int count() {
    return WORDS.size();
  }

  /** Clever's word for a grade number. */
  public static String word(int grade) {
    return WORDS.get(grade);
  }

  /** The next higher grade; for the last grade, the one below. */
  public static int other(int grade) {
    return grade == WORDS.size() - 1 ? grade - 1 : grade + 1;
  }

  /** Clever's words for anything but the grades from pre-kindergarten to twelve. */
  public static List<String> rareWords() {
    return RARE;
  }

  /** Clever's rare words, and one that it does not have. */
  public static List<String> oddWords() {
    return Stream.concat(RARE.stream(), Stream.of(UNKNOWN)).toList();
  }

  /** The grade number for Clever's word. */
  public static Optional<Integer> ofWord(String word) {
    var grade = WORDS.indexOf(word);
    return grade < 0 ? Optional.empty() : Optional.of(grade);
  }
}
