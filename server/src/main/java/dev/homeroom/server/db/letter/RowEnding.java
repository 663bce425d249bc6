package dev.homeroom.server.db.letter;

import org.jooq.impl.EnumConverter;

/** The way in which a former row of a record ended. */
public enum RowEnding {
  /** A row with other values followed. */
  UPDATED("u"),

  /** The record left the roster. */
  ARCHIVED("a"),

  /** A later release wrote the same record of Clever in another way. */
  REMAPPED("m");

  private final String letter;

  RowEnding(String letter) {
    this.letter = letter;
  }

  /** The ending as its column has it. */
  public String letter() {
    return letter;
  }

  /** Converts the letter in a column. */
  public static final class EndingLetters extends EnumConverter<String, RowEnding> {
    private static final long serialVersionUID = 1;

    /** Converts all endings. */
    public EndingLetters() {
      super(String.class, RowEnding.class, RowEnding::letter);
    }
  }
}
